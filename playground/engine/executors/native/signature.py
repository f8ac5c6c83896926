"""How a kernel wants its arguments."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import prod
from typing import get_args, get_type_hints

import numpy as np

from playground.engine.graph import Shape
from playground.engine.ops.kernel import Control, Exact


@dataclass(frozen=True)
class Parameter:
    """One parameter of a kernel that is an array.

    Attributes:
        rank: how many axes it is seen with.
        control: whether it is the control buffer, which is float64 always.
    """

    rank: int
    control: bool = False


@dataclass(frozen=True)
class Signature:
    """A kernel's parameters: arrays, then attributes by name.

    An attribute's type is `float` (of the run's dtype), `int`, or `np.float64` (always that).
    """

    arrays: tuple[Parameter, ...]
    attributes: tuple[tuple[str, type], ...]


@cache
def signature_of(kernel: Callable[..., None]) -> Signature:
    """Read from the kernel's annotations."""
    hints = get_type_hints(kernel, include_extras=True)
    arrays: list[Parameter] = []
    attributes: list[tuple[str, type]] = []
    for name in inspect.signature(kernel).parameters:
        hint = hints[name]
        if hint in (int, float):
            attributes.append((name, hint))
        elif hint == Exact:
            attributes.append((name, np.float64))
        elif hint == Control:
            arrays.append(Parameter(1, control=True))
        else:
            arrays.append(Parameter(get_args(hint)[1]))
    return Signature(tuple(arrays), tuple(attributes))


def fitted(shape: Shape, rank: int) -> Shape:
    """`shape` with its leading axes merged until it has `rank` axes.

    (4, 3, 2) is (12, 2) at rank 2; what has too few axes gets ones in front.
    """
    if len(shape) < rank:
        return (1,) * (rank - len(shape)) + shape
    merged = len(shape) - rank + 1
    return (prod(shape[:merged]), *shape[merged:])
