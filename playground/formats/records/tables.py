"""Tables as CSV that spreadsheets open and do not run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from playground.formats.code.names import quoted

# Where a cell of text begins with one of these, a spreadsheet may take it for a formula; with a
# quote before it, it is text (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_BYTE_ORDER_MARK = "\ufeff"

_SNIPPET = """
import csv

with open({file}, newline="", encoding="utf-8-sig") as file:
    rows = list(csv.DictReader(file))
print(len(rows), rows[-1])
"""


def cell(value: Any) -> Any:
    """A value as a cell: text can't become a formula, numbers stay as they are."""
    if isinstance(value, str):
        # Spreadsheets look past spaces.
        return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value
    return value


def table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file in UTF-8, its lines ended as RFC 4180 has them.

    It begins with a mark where it is not plain ASCII, without which Excel takes it for another
    encoding.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([cell(name) for name in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    written = text.getvalue()
    return (written if written.isascii() else _BYTE_ORDER_MARK + written).encode()


def read_table(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a table, as Python's csv module reads them."""
    with open(path, newline="", encoding="utf-8-sig") as file:
        header, *rows = csv.reader(file)
    return header, rows


def table_snippet(path: Path) -> str:
    """Python that reads it."""
    return _SNIPPET.format(file=quoted(path.name)).strip()
