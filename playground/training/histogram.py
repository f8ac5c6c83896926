"""How numbers are spread, in bins that those of other moments share.

Bins are as wide as a power of two and begin at whole multiples of it. So a histogram that was
counted once can be counted into wider bins at any later time, exactly, without its numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, frexp, isfinite, log2
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Bins that one histogram has at most, beside one more at its end.
MOST_BINS = 64
_LEAST_BINS = 8
# Numbers this much alike are one for all that can be seen: bin numbers stay exact in float64.
_DIGITS = 40
_NARROWEST = -200


@dataclass(frozen=True, eq=False)
class Histogram:
    """The counts of one set of numbers.

    Attributes:
        level: bins are 2^level wide.
        first: the number of the first bin, which begins at first · 2^level.
        counts: (B,) int32; a bin has its lower edge and not its upper.
        size: how many numbers there were, counted or not.
        n_lost: how many were not finite.
        n_zero: how many were 0 and have no place on a logarithmic axis.
        mean, deviation: of the finite numbers themselves; NaN where there are none.
    """

    level: int
    first: int
    counts: NDArray[np.int32]
    size: int
    n_lost: int
    n_zero: int
    mean: float
    deviation: float


@dataclass(frozen=True)
class Grid:
    """Bins that several histograms share: `n` of them from `first` on, 2^level wide."""

    level: int
    first: int
    n: int

    @cached_property
    def edges(self) -> NDArray[np.float64]:
        """(n + 1,) where the bins begin and end."""
        edges: NDArray[np.float64] = np.ldexp(
            (self.first + np.arange(self.n + 1)).astype(np.float64), self.level
        )
        return edges


def histogram_of(numbers: NDArray[Any], *, log: bool = False) -> Histogram:
    """Count numbers of any shape.

    Args:
        numbers: what to count.
        log: count the logarithms to base 10 of their amounts.
    """
    flat = np.asarray(numbers, np.float64).ravel()
    finite = flat[np.isfinite(flat)]
    with np.errstate(over="ignore"):
        mean, deviation = (
            (float(finite.mean()), float(finite.std())) if finite.size else (np.nan, np.nan)
        )
    placed = finite
    if log:
        placed = np.log10(np.abs(finite[finite != 0.0]))
    lost, zero = flat.size - finite.size, finite.size - placed.size
    level, first, counts = _counted(placed)
    return Histogram(level, first, counts, flat.size, lost, zero, mean, deviation)


def _counted(placed: NDArray[np.float64]) -> tuple[int, int, NDArray[np.int32]]:
    if not placed.size:
        return _NARROWEST, 0, np.zeros(0, np.int32)
    low, high = float(placed.min()), float(placed.max())
    level = _level(low, high)
    numbers = np.floor(np.ldexp(placed, -level)).astype(np.int64)
    first = int(numbers.min())
    return level, first, np.bincount(numbers - first).astype(np.int32)


def _level(low: float, high: float) -> int:
    largest = max(abs(low), abs(high))
    coarse = frexp(largest)[1] - _DIGITS if largest else _NARROWEST
    span = high / MOST_BINS - low / MOST_BINS  # the difference itself may be too large
    fine = ceil(log2(span)) if span > 0.0 and isfinite(span) else _NARROWEST
    return max(coarse, fine, _NARROWEST)


def common_grid(histograms: Sequence[Histogram]) -> Grid:
    """The narrowest bins, at most about 64 and at least 8, that hold all that was counted."""
    counted = [each for each in histograms if each.counts.size]
    if not counted:
        return Grid(-3, -4, _LEAST_BINS)
    level = max(each.level for each in counted)
    while True:
        first = min(each.first >> (level - each.level) for each in counted)
        last = max((each.first + each.counts.size - 1) >> (level - each.level) for each in counted)
        if last - first < MOST_BINS:
            return _widened(Grid(level, first, last - first + 1))
        level += max(1, int(log2((last - first + 1) / MOST_BINS)))


def _widened(grid: Grid) -> Grid:
    """At least 8 bins; where all numbers are one, a scale that suits it around them."""
    if grid.n >= _LEAST_BINS:
        return grid
    if grid.level <= _NARROWEST:
        return Grid(-3, -4, _LEAST_BINS)
    # One number, met exactly: bins an eighth of it wide.
    exponent = frexp(max(abs(grid.first), abs(grid.first + grid.n)))[1]
    if exponent > _DIGITS - 8:
        up = exponent - 4
        first = grid.first >> up
        grid = Grid(grid.level + up, first, ((grid.first + grid.n - 1) >> up) - first + 1)
    spare = max(0, _LEAST_BINS - grid.n)
    return Grid(grid.level, grid.first - spare // 2, grid.n + spare)


def stacked(histograms: Sequence[Histogram], grid: Grid) -> NDArray[np.int64]:
    """(H, n) the counts of several histograms in the bins of a grid that holds them all."""
    sizes = np.array([each.counts.size for each in histograms], np.int64)
    if not sizes.sum():
        return np.zeros((len(histograms), grid.n), np.int64)
    firsts = np.array([each.first for each in histograms], np.int64)
    shifts = np.array([grid.level - each.level for each in histograms], np.int64)
    shifts = np.minimum(shifts, 63)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    numbers = np.arange(int(sizes.sum())) + np.repeat(firsts - starts, sizes)
    bins = (numbers >> np.repeat(shifts, sizes)) - grid.first
    rows = np.repeat(np.arange(len(histograms)) * grid.n, sizes)
    counts = np.concatenate([each.counts for each in histograms])
    whole = np.bincount(rows + bins, counts, len(histograms) * grid.n)
    table: NDArray[np.int64] = whole.astype(np.int64).reshape(len(histograms), grid.n)
    return table
