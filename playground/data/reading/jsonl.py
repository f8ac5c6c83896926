"""JSON lines: an object on each line, whose fields are the cells."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground.data.reading.encoding import decoded, encoding_of
from playground.data.reading.head import head_of, pieces_of
from playground.data.reading.row_reader import RowOpening, RowReader
from playground.data.reading.troubles import Troubles
from playground.data.tables.spec import MOST_COLUMNS, Reading
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.reading.source import Source
    from playground.data.tables.kinds import Kind

_MOST_ROWS = 3_000
_MOST_PIECE = 20


class JsonLines(RowReader):
    """Objects of one level; those within them are taken apart once: "address.city"."""

    name = "jsonl"
    label = "JSON lines"
    help = "A text file with an object in braces on each line: its fields are the columns."
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson", ".jsonlines")
    here = "playground.data.reading.jsonl:read_here"

    def open(self, source: Source, reading: Reading | None) -> RowOpening:
        """See `RowReader`. The columns are the fields that come up in it here and there."""
        head = head_of(source)
        pieces = pieces_of(source, len(head))
        reading = reading or Reading(encoding=encoding_of(head, pieces))
        text = decoded(head, reading.encoding)
        whole = len(head) == source.size
        lines = [line for line in text.split("\n") if line.strip()]
        lines = lines if whole else lines[:-1] or lines
        troubles = Troubles()
        objects = _objects(lines[:_MOST_ROWS])
        if not objects:
            raise UserError(
                f"{source.name}, row 1: {_shown(lines[0])} is no JSON object in braces. Each line "
                "should hold one; a table of another layout needs the ending of its own."
            )
        n_first = len(objects)
        for piece in pieces:
            inner = decoded(piece, reading.encoding).split("\n")[1:-1]
            objects += _objects(inner[: _MOST_ROWS // len(pieces)])
        names: dict[str, None] = {}
        for each in objects:
            names.update(dict.fromkeys(each))
            if len(names) > 10 * MOST_COLUMNS:
                break
        n_rows = len(lines)
        if not whole:
            n_rows = round(source.size * len(lines) / max(1, len(head)))
        return RowOpening(
            reading.model_copy(update={"layout": self.name}),
            tuple(names),
            (None,) * len(names),
            1,
            [[each.get(name, "") for name in names] for each in objects],
            n_first,
            n_rows,
            whole and len(objects) == len(lines),
            troubles,
        )

    def row_of(self, line: str, names: Sequence[str]) -> list[str] | None:
        """See `RowReader`."""
        cells = _cells(line)
        return [cells.get(name, "") for name in names]


def read_here(path: Path, reading: Reading, kinds: Mapping[str, Kind], folder: Path) -> None:
    """What the other process does of `JsonLines.read`."""
    JsonLines().write(path, reading, kinds, folder)


def _objects(lines: Sequence[str]) -> list[dict[str, str]]:
    """The cells of the lines that hold an object."""
    found = []
    for line in lines:
        try:
            found.append(_cells(line))
        except ValueError:
            continue
    return found


def _cells(line: str) -> dict[str, str]:
    """The fields of the object on a line, those of objects within it too.

    Raises:
        ValueError: there is no object; with words.
    """
    try:
        known = json.loads(line)
    except RecursionError:
        raise ValueError(f"{_shown(line)} is nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"{_shown(line)} is no JSON: {error}") from None
    if not isinstance(known, dict):
        raise ValueError(f"{_shown(line)} is no JSON object in braces")
    cells: dict[str, str] = {}
    for name, value in known.items():
        if isinstance(value, dict):
            cells.update({f"{name}.{inner}": _cell(each) for inner, each in value.items()})
        else:
            cells[name] = _cell(value)
    return cells


def _cell(value: Any) -> str:
    """A value as a cell: a list of words becomes tags, and what lies deeper stays JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list) and not any(isinstance(each, list | dict) for each in value):
        return "|".join(_cell(each) for each in value)
    return json.dumps(value, ensure_ascii=False)


def _shown(line: str) -> str:
    shown = line.strip()
    return f"“{shown[:_MOST_PIECE]}…”" if len(shown) > _MOST_PIECE else f"“{shown}”"
