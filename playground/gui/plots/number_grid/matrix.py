"""A matrix with its names and its scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.gui.plots.colours import Bytes, diverging


@dataclass(frozen=True, eq=False)
class Matrix:
    """What a grid shows.

    One whose numbers are not laid out, being too many, is a subclass with `shape`, `value`, `part`,
    `colours` and `stretch` of its own.

    Attributes:
        key: what it is called among others: "dense_1.weight".
        title: over it: "W  2×8".
        values: (R, C) numbers; never changed once they are shown.
        rows, columns: their names; where there are none, they are counted from 1.
        scale: the values that are drawn fully blue and fully orange; None: the greatest amount in
            it, to both sides of 0.
    """

    key: str
    title: str
    values: NDArray[Any]
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    scale: tuple[float, float] | None = None
    _pixels: dict[bool, Bytes] = field(default_factory=dict, init=False, repr=False)

    @property
    def shape(self) -> tuple[int, int]:
        """Its rows and columns."""
        rows, columns = self.values.shape
        return rows, columns

    def row_name(self, row: int) -> str:
        """What a row is called."""
        return self.rows[row] if row < len(self.rows) else str(row + 1)

    def column_name(self, column: int) -> str:
        """What a column is called."""
        return self.columns[column] if column < len(self.columns) else str(column + 1)

    def value(self, row: int, column: int) -> float:
        """One number."""
        return float(self.values[row, column])

    def part(self, rows: range, columns: range) -> NDArray[Any]:
        """The numbers in these rows and columns."""
        return self.values[rows.start : rows.stop, columns.start : columns.stop]

    def colours(self, rows: NDArray[np.intp], columns: NDArray[np.intp], dark: bool) -> Bytes:
        """(R, C, 4): the colours of these rows and columns."""
        return self.pixels(dark)[rows[:, None], columns[None, :]]

    def stretch(self, rows: range, columns: range, most: tuple[int, int], dark: bool) -> Bytes:
        """The colours of more cells than there are pixels to draw them with.

        Args:
            most: the pixels down and across. A matrix may give as few as these, each standing for
                several cells; what it gives beyond them is averaged.
        """
        return self.pixels(dark)[rows.start : rows.stop, columns.start : columns.stop]

    def pixels(self, dark: bool) -> Bytes:
        """(R, C, 4) its colours; worked out once, and best where nobody waits for the window."""
        if dark not in self._pixels:
            low, high = self.scale or around_zero([self.values])
            colours = diverging(np.asarray(self.values, np.float32), low, high, dark)
            self._pixels[dark] = np.ascontiguousarray(colours)
        return self._pixels[dark]


def around_zero(arrays: Sequence[NDArray[Any]]) -> tuple[float, float]:
    """A scale with 0 in the middle that the greatest amount of all of these reaches the end of."""
    most = 0.0
    for values in arrays:
        finite = np.abs(values[np.isfinite(values)])
        most = max(most, float(finite.max(initial=0.0)))
    return -(most or 1.0), most or 1.0
