"""Arrays of many samples, gone through a few at a time so that nothing takes twice their memory."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

# So many numbers are looked at in one go: 4 MB of float64.
_NUMBERS = 1 << 19
_ROWS = 4096
LARGE = 4_000_000
"""Arrays of more numbers than this, 32 MB of float64, are never copied whole where that can be."""


def blocks_of(samples: int, shape: tuple[int, ...]) -> Iterator[slice]:
    """Slices that together are all of so many samples of this shape."""
    rows = max(1, _NUMBERS // max(1, prod(shape)))
    for start in range(0, samples, rows):
        yield slice(start, min(start + rows, samples))


def lay_beside(target: NDArray[np.float64], parts: Sequence[NDArray[np.float64]]) -> None:
    """Fill `target` (N, sum of F) with arrays (N, F), one beside the other.

    Row by row memory is written many times faster a few thousand rows at a time than column by
    column.
    """
    for start in range(0, len(target), _ROWS):
        rows, place = slice(start, start + _ROWS), 0
        for part in parts:
            target[rows, place : place + part.shape[1]] = part[rows]
            place += part.shape[1]


def is_large(array: NDArray[Any]) -> bool:
    """Whether it holds more than `LARGE` numbers."""
    return array.size > LARGE


def largest_in_size(array: NDArray[Any]) -> float:
    """The greatest absolute value in (N, *shape); NaN where there is one, 0 of nothing."""
    found = [float(np.abs(array[part]).max(initial=0.0)) for part in _parts(array)]
    return float(np.max(found, initial=0.0))


def _parts(array: NDArray[Any]) -> Iterator[slice]:
    return blocks_of(len(array), array.shape[1:])
