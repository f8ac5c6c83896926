"""Tables as CSV that spreadsheets open and do not run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

# Where a cell of text begins with one of these, a spreadsheet may take it for a formula; with a
# quote before it, it is text (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any) -> Any:
    """A value as a cell: text can't become a formula, numbers stay as they are."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return value


def table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file in UTF-8, its lines ended as RFC 4180 has them."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([cell(name) for name in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue().encode()
