"""What survives an edit: old numbers laid into a new layout."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

from numpy.typing import NDArray

from playground.engine.program import Operand

Array = NDArray[Any]


def carry(
    old: Array, old_layout: Mapping[str, Operand], new: Array, new_layout: Mapping[str, Operand]
) -> list[str]:
    """Copy each parameter of `old` into `new` where the name is in both.

    Where a shape grew, the part that both have is copied and the rest of `new` stays; where it
    shrank, what no longer fits is left out.

    Args:
        old, new: flat buffers, parameters packed as their layouts say.
        old_layout, new_layout: a place for each parameter.

    Returns:
        The names that could not be carried over: those not in `old`, or of another rank there.
    """
    anew = []
    for name, place in new_layout.items():
        before = old_layout.get(name)
        if before is None or len(before.shape) != len(place.shape):
            anew.append(name)
            continue
        shared = tuple(slice(0, min(a, b)) for a, b in zip(before.shape, place.shape, strict=True))
        part(new, place)[shared] = part(old, before)[shared]
    return anew


def part(flat: Array, place: Operand) -> Array:
    """The view of one parameter in a flat buffer."""
    return flat[place.offset : place.offset + prod(place.shape)].reshape(place.shape)
