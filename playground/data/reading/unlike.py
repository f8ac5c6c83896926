"""In what a text table is written otherwise than another, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.data.reading.opening import open_table
from playground.data.reading.source import Source

if TYPE_CHECKING:
    from pathlib import Path

    from playground.data.tables.spec import Reading

_MARKS = {"\t": "a tab", " ": "a blank"}


def unlike_in(path: Path, reading: Reading) -> str:
    """What seems to be otherwise in a file than a reading has it; "" where nothing is.

    Raises:
        UserError: it is no table of text.
    """
    seen = open_table(Source.of_file(path), reading.layout).reading
    found = []
    if seen.separator != reading.separator:
        found.append(
            f"{_mark(seen.separator)} between cells in place of {_mark(reading.separator)}"
        )
    if seen.header != reading.header:
        found.append(f"{'' if seen.header else 'no '}names in its first row")
    if seen.decimal != reading.decimal:
        found.append(f"“{seen.decimal}” before decimals in place of “{reading.decimal}”")
    if seen.encoding != reading.encoding and "ascii" not in (seen.encoding, reading.encoding):
        found.append(f"letters written as {seen.encoding} in place of {reading.encoding}")
    return ", ".join(found)


def _mark(separator: str) -> str:
    return _MARKS.get(separator, f"“{separator}”")
