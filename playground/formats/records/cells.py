"""The cells of a table's columns, as they are written into a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from playground.data.tables.table import Column


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
    """A column's cells, one a row; pictures have none."""
    if column.kind == "date":
        return [_date(seconds) for seconds in column.numbers.tolist()]
    if column.kind == "number":
        return [_plain(number) for number in column.numbers.tolist()]
    return column.words.strings()


def _plain(number: float) -> float | int | str:
    """A whole number without a point; nothing where it is missing."""
    if np.isnan(number):
        return ""
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _date(seconds: float) -> str:
    """As ISO 8601 has it; the day alone where it is midnight."""
    if np.isnan(seconds):
        return ""
    whole = np.datetime64(round(seconds * 1e6), "us").item().isoformat(" ")
    return str(whole).removesuffix(" 00:00:00")
