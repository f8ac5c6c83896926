"""Where another library keeps a parameter, as code that a program runs and as an array."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.formats.code.plan import Step

Array = NDArray[Any]
Parameters = Mapping[str, Array]


@dataclass(frozen=True)
class Stored:
    """A parameter of the network, laid out as another library has it.

    Attributes:
        code: the expression for it, of `w`, the network's parameters by name.
        of: the same, worked out.
    """

    code: str
    of: Callable[[Parameters], Array]

    @property
    def turned(self) -> Stored:
        """The matrix, transposed."""
        return Stored(f"{self.code}.T", lambda w: self.of(w).T)

    def transposed(self, *axes: int) -> Stored:
        """The axes in another order."""
        order = ", ".join(map(str, axes))
        return Stored(f"{self.code}.transpose({order})", lambda w: self.of(w).transpose(axes))

    def shaped(self, *shape: int) -> Stored:
        """The same numbers in another shape."""
        extents = ", ".join(map(str, shape))
        return Stored(f"{self.code}.reshape({extents})", lambda w: self.of(w).reshape(shape))


def given(step: Step, part: str) -> Stored:
    """A parameter as it is, as `load` finds it in the export."""
    name = step.weight(part)
    return Stored(f'w["{name}"]', lambda w: w[name])


def stacked(first: Stored, second: Stored) -> Stored:
    """Two arrays of one shape as one, along a new first axis."""
    code = f"np.stack([{first.code}, {second.code}])"
    return Stored(code, lambda w: np.stack([first.of(w), second.of(w)]))
