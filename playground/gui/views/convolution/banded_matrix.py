"""The matrix of a whole layer as a grid shows it: looked up for what is seen, never laid out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.gui.plots.colours import Bytes, diverging
from playground.gui.plots.number_grid import Matrix
from playground.gui.plots.number_grid.matrix import around_zero
from playground.network.sliding.banded import Banded
from playground.network.sliding.layout import Layout

# Of more entries than this, what is seen of them from afar is cut out of a picture of all.
_MOST_AT_ONCE = 300_000
_OVERVIEW = 1024


@dataclass(frozen=True, eq=False)
class BandedMatrix(Matrix):
    """Inputs as rows, outputs as columns.

    Where cells are smaller than pixels, a pixel shows the strongest of its entries, so that thin
    bands don't fade.

    Attributes:
        banded: what stands where; `values` are its weights.
    """

    banded: Banded = field(kw_only=True)
    _overviews: dict[bool, Bytes] = field(default_factory=dict, init=False, repr=False)

    @property
    def shape(self) -> tuple[int, int]:
        return self.banded.shape

    @property
    def limits(self) -> tuple[float, float]:
        """What is drawn fully blue and fully orange."""
        return self.scale or around_zero([self.values])

    def row_name(self, row: int) -> str:
        return place_name(self.banded.sliding.arriving, row)

    def column_name(self, column: int) -> str:
        return place_name(self.banded.sliding.leaving, column)

    def value(self, row: int, column: int) -> float:
        return self.banded.entry(row, column)

    def part(self, rows: range, columns: range) -> NDArray[Any]:
        return self.banded.part(np.array(rows, np.intp), np.array(columns, np.intp))

    def colours(self, rows: NDArray[np.intp], columns: NDArray[np.intp], dark: bool) -> Bytes:
        return self._coloured(self.banded.part(rows, columns), dark)

    def stretch(self, rows: range, columns: range, most: tuple[int, int], dark: bool) -> Bytes:
        if len(rows) * len(columns) <= _MOST_AT_ONCE:
            return self._coloured(self._shrunk(rows, columns, most), dark)
        return cut(self.overview(dark), self.shape, rows, columns)

    def overview(self, dark: bool) -> Bytes:
        """All of it in at most 1,024 × 1,024 pixels; best made where nobody waits."""
        if dark not in self._overviews:
            self._overviews[dark] = self._coloured(strongest(self.banded), dark)
        return self._overviews[dark]

    def pixels(self, dark: bool) -> Bytes:
        """Nobody needs them all."""
        raise NotImplementedError

    def _shrunk(self, rows: range, columns: range, most: tuple[int, int]) -> NDArray[Any]:
        """A stretch of few entries: the strongest of those that share a pixel."""
        part = self.part(rows, columns)
        found = np.zeros((min(most[0], len(rows)), min(most[1], len(columns))), part.dtype)
        down, across = np.nonzero(part)
        _Pixels((len(rows), len(columns)), found).lay(down, across, part[down, across])
        return found

    def _coloured(self, values: NDArray[Any], dark: bool) -> Bytes:
        low, high = self.limits
        return diverging(np.asarray(values, np.float32), low, high, dark)


def strongest(banded: Banded) -> NDArray[Any]:
    """(at most 1,024, at most 1,024): in each pixel the strongest of its entries."""
    rows, columns = banded.shape
    found = np.zeros((min(rows, _OVERVIEW), min(columns, _OVERVIEW)), banded.weights.dtype)
    pixels = _Pixels(banded.shape, found)
    for entries in banded.all_entries():
        pixels.lay(entries.inputs, entries.outputs, banded.values(entries))
    return found


class _Pixels:
    """A picture that is smaller than the matrix it is of."""

    def __init__(self, shape: tuple[int, int], found: NDArray[Any]) -> None:
        self._found = found.reshape(-1)
        rows, columns = (
            np.arange(count) * size // count for count, size in zip(shape, found.shape, strict=True)
        )
        self._rows, self._columns = rows * found.shape[1], columns

    def lay(self, rows: NDArray[np.intp], columns: NDArray[np.intp], values: NDArray[Any]) -> None:
        """Put values where they are stronger than what is there."""
        at = self._rows[rows] + self._columns[columns]
        stronger = np.abs(values) > np.abs(self._found[at])
        at, values = at[stronger], values[stronger]
        # Amounts are compared by the upper half of their bits, which are sorted in one pass; of
        # several for one pixel the last that is put there stays.
        amounts = np.abs(values).astype(np.float32).view(np.uint32) >> np.uint32(16)
        order = np.argsort(amounts.astype(np.uint16), kind="stable")
        self._found[at[order]] = values[order]


def cut(picture: Bytes, shape: tuple[int, int], rows: range, columns: range) -> Bytes:
    """What a picture of a whole matrix shows of a stretch of it."""
    down, across = (
        slice(
            part.start * size // count,
            max(-(-part.stop * size // count), part.start * size // count + 1),
        )
        for part, size, count in zip((rows, columns), picture.shape, shape, strict=False)
    )
    return picture[down, across]


def place_name(layout: Layout, at: int) -> str:
    """ "1:3,4", channel, row and column, counted from 1; of a sequence "1:3", channel and step."""
    channel, row, column = layout.place(at)
    if layout.channels_last:
        return f"{channel + 1}:{column + 1}"
    return f"{channel + 1}:{row + 1},{column + 1}"
