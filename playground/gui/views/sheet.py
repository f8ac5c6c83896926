"""The numbers behind a picture, as a table to take along."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

# A spreadsheet runs a cell that begins with one of these as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Sheet:
    """A table.

    Attributes:
        columns: their names, with units where they have some.
        rows: one cell a column; numbers are written so that they read back the same.
    """

    columns: Sequence[str]
    rows: Iterable[Sequence[object]]

    def csv(self) -> str:
        """As comma-separated values with a line of names; text that looks like a formula is
        quoted with an apostrophe."""
        text = StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([_cell(name) for name in self.columns])
        writer.writerows([_cell(value) for value in row] for row in self.rows)
        return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value.item() if hasattr(value, "item") else value
