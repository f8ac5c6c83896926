"""Values of columns, gathered chunk by chunk into a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.data.arrays import read_only
from playground.data.tables.table import Column, Table, Words

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from playground.data.reading.convert import Converter
    from playground.data.reading.troubles import Troubles


class Gathered:
    """Keeps the values of every column in memory."""

    def __init__(self, converters: Sequence[Converter]) -> None:
        self.n_rows = 0
        self._converters = converters
        self._parts: list[list[NDArray[Any]]] = [[] for _ in converters]

    def add(self, frame: pl.DataFrame, lines: NDArray[np.int64]) -> None:
        """Take in some rows: a column of text for each converter, and the line of each row."""
        self.n_rows += frame.height
        columns = zip(self._converters, self._parts, frame.get_columns(), strict=True)
        for converter, parts, cells in columns:
            parts.append(converter.values(cells, lines))

    def table(self, troubles: Troubles) -> Table:
        """All of it."""
        columns = []
        for converter, parts in zip(self._converters, self._parts, strict=True):
            values = read_only(np.concatenate(parts))
            parts.clear()
            columns.append(column_of(converter, values))
        return Table(tuple(columns), troubles.in_order(), troubles.count, troubles.n_left_out)


def column_of(converter: Converter, values: NDArray[Any]) -> Column:
    """The column of these values (N,): float64, or the numbers of words."""
    if converter.worded:
        kind = "identifier" if converter.kind == "picture" else converter.kind
        return Column(converter.name, kind, Words(values, tuple(converter.distinct)))
    return Column(converter.name, converter.kind, values)
