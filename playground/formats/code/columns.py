"""Columns as an index."""

from __future__ import annotations


def columns_of(columns: tuple[int, ...]) -> str:
    """(2, 3, 4) as "2:5", (0, 2) as "[0, 2]"."""
    first, last = columns[0], columns[-1]
    if columns == tuple(range(first, last + 1)):
        return f"{first}:{last + 1}"
    return str(list(columns))
