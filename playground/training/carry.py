"""What survives an edit: old numbers laid into a new layout."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any

from numpy.typing import NDArray

from playground.engine.program import Operand

Array = NDArray[Any]
Layout = Mapping[str, Operand]


def carry(
    old: Mapping[str, Array], new: Mapping[str, Array], gates: Mapping[str, int] | None = None
) -> list[str]:
    """Copy each array of `old` into the one of `new` that has its name.

    Where a shape grew, the part that both have is copied and the rest of `new` stays; where it
    shrank, what no longer fits is left out.

    Args:
        old, new: parameters by name; those of `new` are written to.
        gates: how many matrices side by side a parameter's columns are, where more than one; each
            is carried over by itself.

    Returns:
        The names that could not be carried over: those not in `old`, or of another rank there.
    """
    anew = []
    for name, whole in new.items():
        before, array = old.get(name), whole
        if before is None or before.ndim != array.ndim:
            anew.append(name)
            continue
        if gates and name in gates:
            before, array = (_gate_by_gate(each, gates[name]) for each in (before, array))
        shared = tuple(slice(0, min(a, b)) for a, b in zip(before.shape, array.shape, strict=True))
        array[shared] = before[shared]
    return anew


def _gate_by_gate(array: Array, gates: int) -> Array:
    """(…, G·U), contiguous, seen as (…, G, U)."""
    return array.reshape(*array.shape[:-1], gates, -1)


def parts(flat: Array, layout: Layout) -> dict[str, Array]:
    """Views of every parameter in a flat buffer, by name."""
    return {name: part(flat, place) for name, place in layout.items()}


def part(flat: Array, place: Operand) -> Array:
    """The view of one parameter in a flat buffer."""
    return flat[place.offset : place.offset + prod(place.shape)].reshape(place.shape)
