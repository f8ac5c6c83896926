"""ARFF, the tables of Weka and OpenML: what each column holds stands above the rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from playground.data.reading.encoding import decoded, encoding_of
from playground.data.reading.head import LONGEST_ROW, head_of
from playground.data.reading.opening import ragged
from playground.data.reading.row_reader import RowOpening, RowReader
from playground.data.reading.troubles import Troubles, quoted
from playground.data.tables.spec import Reading
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.reading.source import Source
    from playground.data.tables.kinds import Kind

_MOST_ROWS = 3_000
_ATTRIBUTE = re.compile(
    r"""@attribute\s+('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s{]+)\s*(.*)""", re.IGNORECASE
)
_CELL = re.compile(r"""\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^,]*?)\s*(?:,|\Z)""")
_KINDS: dict[str, Kind | None] = {
    "numeric": "number",
    "real": "number",
    "integer": "number",
    "date": "date",
    "string": None,
}


class Arff(RowReader):
    """Rows as in CSV beneath lines with @attribute."""

    name = "arff"
    label = "ARFF (Weka, OpenML)"
    help = "A text file with lines that begin with @attribute, then @data, then the rows."
    suffixes: tuple[str, ...] = (".arff",)
    here = "playground.data.reading.arff:read_here"

    def open(self, source: Source, reading: Reading | None) -> RowOpening:
        """See `RowReader`."""
        head_of(source)
        head = source.piece(0, LONGEST_ROW)
        reading = reading or Reading(encoding=encoding_of(head))
        lines = decoded(head, reading.encoding).split("\n")
        names, kinds, first = _attributes(source, lines)
        whole = len(head) == source.size
        below = lines[first:] if whole else lines[first:-1]
        troubles = Troubles()
        samples: list[list[str]] = []
        at: list[int] = []
        for place, line in enumerate(below[:_MOST_ROWS]):
            try:
                row = self.row_of(line.strip(), names) if line.strip() else None
            except ValueError as error:
                troubles.leave_out(first + 1 + place, f"{error}: left out")
                continue
            if row is not None:
                samples.append(row)
                at.append(first + 1 + place)
        n_rows = len(samples)
        counted = whole and len(below) <= _MOST_ROWS
        if not counted:
            begin = sum(len(line) + 1 for line in lines[:first])
            rest = len(head) - begin
            n_rows = round((source.size - begin) * len(below) / max(1, rest))
        return RowOpening(
            reading.model_copy(update={"layout": self.name}),
            names,
            kinds,
            first + 1,
            samples,
            len(samples),
            n_rows,
            counted,
            troubles,
            tuple(at),
        )

    def row_of(self, line: str, names: Sequence[str]) -> list[str] | None:
        """See `RowReader`. Where only what is not 0 is written, in braces, the rest is 0."""
        if line.startswith("%"):
            return None
        if line.startswith("{") and line.endswith("}"):
            return _sparse(line[1:-1], len(names))
        cells = _split(line)
        if len(cells) == len(names) + 1 and cells[-1].startswith("{"):
            # The weight of the row.
            cells.pop()
        if len(cells) != len(names):
            raise ValueError(ragged(len(cells), len(names)).removesuffix(": left out"))
        return cells


def read_here(path: Path, reading: Reading, kinds: Mapping[str, Kind], folder: Path) -> None:
    """What the other process does of `Arff.read`."""
    Arff().write(path, reading, kinds, folder)


def _attributes(
    source: Source, lines: Sequence[str]
) -> tuple[tuple[str, ...], tuple[Kind | None, ...], int]:
    """The columns' names and kinds, and the number of lines above the rows."""
    names: list[str] = []
    kinds: list[Kind | None] = []
    for place, line in enumerate(lines):
        line = line.strip()
        if line.lower().startswith("@data"):
            break
        found = _ATTRIBUTE.fullmatch(line)
        if found is None:
            continue
        name, holds = _bare(found[1]), found[2].strip()
        word = holds.lower().split()[0] if holds else ""
        if not holds.startswith("{") and word not in _KINDS:
            raise UserError(
                f"{source.name}, row {place + 1}, column {name!r}: columns of the type "
                f"{quoted(holds)} can't be read. Save the table as CSV, and open that."
            )
        if name in names:
            raise UserError(
                f"{source.name}, row {place + 1}: there are two columns called {name!r}. Give one "
                "another name."
            )
        names.append(name)
        kinds.append("category" if holds.startswith("{") else _KINDS[word])
    else:
        raise UserError(
            f"{source.name} has no line with @data, or not within its first "
            f"{LONGEST_ROW >> 20} MB. Save the table as CSV, and open that."
        )
    if not names:
        raise UserError(f"{source.name} has no line with @attribute above its rows.")
    return tuple(names), tuple(kinds), place + 1


def _split(line: str) -> list[str]:
    if "'" not in line and '"' not in line:
        return [cell.strip() for cell in line.split(",")]
    cells, at = [], 0
    while at < len(line):
        found = _CELL.match(line, at)
        if found is None:
            raise ValueError(f"a quotation mark is closed nowhere in {quoted(line)}")
        cells.append(_bare(found[1]))
        at = found.end()
    if line.endswith(","):
        cells.append("")
    return cells


def _sparse(inner: str, width: int) -> list[str]:
    cells = ["0"] * width
    for part in _split(inner) if inner.strip() else ():
        place, _, value = part.partition(" ")
        if not place.isdigit() or int(place) >= width:
            raise ValueError(f"{quoted(part)} names no column")
        cells[int(place)] = _bare(value.strip())
    return cells


def _bare(word: str) -> str:
    """A word without the quotation marks around it."""
    if len(word) >= 2 and word[0] == word[-1] and word[0] in "'\"":
        return re.sub(r"\\(.)", r"\1", word[1:-1])
    return word
