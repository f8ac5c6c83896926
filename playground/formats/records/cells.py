"""The cells of a table's columns, as they are written into a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.formats.records.tables import cell

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.tables.table import Column

_LARGEST_WHOLE = 1e15


def unlike(names: Sequence[str]) -> list[str]:
    """Headings of which no two are alike: the second "age" is "age (2)"."""
    found: list[str] = []
    for name in names:
        other, count = name, 1
        while other in found:
            count += 1
            other = f"{name} ({count})"
        found.append(other)
    return found


def cells_of(column: Column) -> list[Any]:
    """A column's cells, one a row, none of which a spreadsheet runs; pictures have none."""
    if column.kind == "date":
        return [_date(seconds) for seconds in column.numbers.tolist()]
    if column.kind == "number":
        return _amounts(column.numbers)
    return [cell(word) for word in column.words.strings()]


def _amounts(numbers: NDArray[np.float64]) -> list[Any]:
    """Whole numbers without a point; nothing where they are missing."""
    found: list[Any] = numbers.tolist()
    whole = (numbers == np.rint(numbers)) & (np.abs(numbers) < _LARGEST_WHOLE)
    for row in np.flatnonzero(whole).tolist():
        found[row] = int(found[row])
    for row in np.flatnonzero(np.isnan(numbers)).tolist():
        found[row] = ""
    return found


def _date(seconds: float) -> str:
    """As ISO 8601 has it; the day alone where it is midnight."""
    if np.isnan(seconds):
        return ""
    whole = np.datetime64(round(seconds * 1e6), "us").item().isoformat(" ")
    return str(whole).removesuffix(" 00:00:00")
