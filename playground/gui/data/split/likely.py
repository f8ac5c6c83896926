"""The column that a way of splitting most likely goes by."""

from __future__ import annotations

from playground.data.sides import SIDE_WORDS
from playground.data.split_spec import Way
from playground.data.tables.table import Column, Words
from playground.gui.data.review.state import Known

_MOST_WORDS = 20


def likely_column(way: Way, known: Known) -> str:
    """Its name, or "" where none is likely."""
    targets = {column.name for column in known.file.targets}
    distinct = {column.name: column.distinct for column in known.survey.columns}
    for column in known.table.columns:
        name, rows = column.name, len(known.table)
        if name in targets:
            continue
        if way == "time" and column.kind == "date":
            return name
        if way == "given" and _says_sides(column):
            return name
        if way == "group" and column.kind == "identifier" and distinct.get(name, rows) < rows:
            return name
    return ""


def _says_sides(column: Column) -> bool:
    if not isinstance(column.values, Words) or len(column.values.distinct) > _MOST_WORDS:
        return False
    words = {word.strip().lower() for word in column.values.distinct}
    return len(words) > 1 and words <= set(SIDE_WORDS)
