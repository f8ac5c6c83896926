"""The first look at a text table: how it is written, what its columns are, its first rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.data.reading.dialect import (
    dates_of,
    decimal_of,
    has_header,
    one_byte,
    rows_of,
    separator_of,
    usual_width,
)
from playground.data.reading.encoding import decoded, encoding_of, known
from playground.data.reading.head import N_PIECES, head_of, pieces_of
from playground.data.reading.quoted import QuotedText
from playground.data.reading.troubles import Troubles, quoted
from playground.data.tables.spec import MOST_COLUMNS, Reading
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.reading.source import Source

_MOST_ROWS, _MOST_WHOLE = 3_000, 200_000
_MOST_ABOVE = 20
_MOST_NAME = 1_000
_TOLD = re.compile(rb"sep=([\x09,;|:])\r?\n")


@dataclass(frozen=True)
class Opening:
    """What the beginning of a text table says.

    Attributes:
        reading: how it is written.
        names: of the columns, all different.
        first_line: the line on which its rows begin, from 1.
        rows, lines: the first rows that have as many cells as there are names, and the line of
            each.
        samples: rows from all over the file, those of `rows` first.
        n_rows: how many rows there are; about so many where not `whole`.
        whole: whether `rows` are all there are.
        above: what stands out before the first row. troubles: the same among the first rows, which
            will be read again.
        bare_returns: whether lines end with a carriage return alone.
    """

    reading: Reading
    names: tuple[str, ...]
    first_line: int
    rows: list[list[str]]
    lines: list[int]
    samples: list[list[str]]
    n_rows: int
    whole: bool
    above: Troubles
    troubles: Troubles
    bare_returns: bool = False


def open_table(source: Source, layout: str, given: Reading | None = None) -> Opening:
    """Look at the beginning of a text table, and here and there into the rest.

    Args:
        layout: of the reading that comes out. given: a reading to keep to.

    Raises:
        UserError: it is empty, no text, or no table.
    """
    head = head_of(source)
    pieces = pieces_of(source, len(head))
    encoding = given.encoding if given else encoding_of(head, pieces)
    text = decoded(head, encoding).replace("\0", "")
    bare = "\r" in text and "\n" not in text
    contents = (text.replace("\r", "\n") if bare else text).encode(errors="replace")
    whole = len(head) == source.size
    if not whole:
        contents = contents[: contents.rfind(b"\n") + 1] or contents
    told = _TOLD.match(contents)
    if told:
        # Excel's own way to say it, on a line above the table: it becomes an empty one.
        contents = b"\n" + contents[told.end() :]
    said = told[1].decode() if told else separator_of(contents)
    separator = given.separator if given else said
    contents, byte = one_byte(contents, separator)
    n_separators = contents.count(byte, 0, contents.find(b"\n"))
    if n_separators > 10 * MOST_COLUMNS and separator != " ":
        raise _too_wide(source, n_separators + 1, 1)
    found = QuotedText(byte).rows(contents, _MOST_WHOLE if whole else _MOST_ROWS)
    if not found.rows:
        raise UserError(
            f"{source.name} holds only empty lines. Choose a file that has a table in it."
        )
    n_sound = sum(line < found.unclosed[0] for line in found.lines) if found.unclosed else 0
    if n_sound and not whole:
        # The mark may be closed beyond the head.
        found.rows, found.lines = found.rows[:n_sound], found.lines[:n_sound]
        found.unclosed.clear()
    whole = whole and found.n_bytes == len(contents)
    mark = b"\r" if bare else b"\n"
    n_marks = sum(piece.count(mark) for piece in (head, *pieces))
    n_lines = n_marks / sum(map(len, (head, *pieces))) * source.size
    # A row may be of several lines.
    n_rows = n_lines * len(found.rows) / max(1, contents.count(b"\n", 0, found.n_bytes))
    laid_out = _Found(found.rows, found.lines, found.unclosed, whole, bare, round(n_rows), pieces)
    return _opening(source, layout, given, encoding, separator, laid_out)


@dataclass(frozen=True)
class _Found:
    """The first rows of a file as they stand there, and pieces of the rest."""

    rows: list[list[str]]
    lines: list[int]
    unclosed: list[int]
    whole: bool
    bare: bool
    n_rows: int
    pieces: Sequence[bytes]


def _opening(
    source: Source,
    layout: str,
    given: Reading | None,
    encoding: str,
    separator: str,
    found: _Found,
) -> Opening:
    rows, lines = found.rows, found.lines
    troubles = Troubles()
    n_above = _rows_above(rows)
    for line, row in zip(lines[:n_above], rows[:n_above], strict=False):
        shown = quoted(" ".join(cell for cell in row if cell))
        troubles.leave_out(line, f"{shown} stands above the table: left out")
    rows, lines = rows[n_above:], lines[n_above:]
    width = usual_width(rows[1:] or rows)
    if max(width, len(rows[0])) > MOST_COLUMNS:
        raise _too_wide(source, max(width, len(rows[0])), lines[0])
    decimal = given.decimal if given else decimal_of([r for r in rows if len(r) == width])
    header = (
        given.header if given else has_header([r for r in rows if len(r) >= width - 1], decimal)
    )
    if header:
        names = named(rows[0], width, lines[0], troubles)
        first_line = lines[1] if len(lines) > 1 else lines[0] + 1
        rows, lines = rows[1:], lines[1:]
    else:
        width = width if len(rows) > 1 else len(rows[0])
        names = tuple(f"column {place + 1}" for place in range(width))
        first_line = lines[0]
    above, troubles = troubles, Troubles()
    for line in found.unclosed:
        (above if line < first_line else troubles).leave_out(line, UNCLOSED)
    kept = [place for place, row in enumerate(rows) if len(row) == width]
    for place in set(range(len(rows))) - set(kept):
        troubles.leave_out(lines[place], ragged(len(rows[place]), width))
    rows, lines = [rows[place] for place in kept], [lines[place] for place in kept]
    n_rows = len(rows) if found.whole else max(len(rows), found.n_rows)
    samples = [*rows, *_sampled(found.pieces, encoding, separator, found.bare, width)]
    dates = given.dates if given else dates_of(samples, decimal)
    reading = given or Reading(
        separator=separator, decimal=decimal, encoding=encoding, header=header, dates=dates
    )
    reading = reading.model_copy(update={"layout": layout})
    return Opening(
        reading,
        names,
        first_line,
        rows,
        lines,
        samples,
        n_rows,
        found.whole,
        above,
        troubles,
        found.bare,
    )


UNCLOSED = "a quotation mark is opened and closed nowhere: the row is left out"


def ragged(n_cells: int, n_columns: int) -> str:
    """What is said of a row with too few or too many cells."""
    cells = "1 cell" if n_cells == 1 else f"{n_cells:,} cells"
    columns = "1 column" if n_columns == 1 else f"{n_columns:,} columns"
    return f"the row has {cells} where the table has {columns}: left out"


def _sampled(
    pieces: Sequence[bytes], encoding: str, separator: str, bare: bool, width: int
) -> list[list[str]]:
    """The whole rows in pieces of the file; those at the edges, and those that fail, are not."""
    rows = []
    name = known(encoding)
    if name in ("utf-16", "utf-32") and pieces:
        name += "-le"
    for piece in pieces:
        text = piece.decode(name, errors="replace").replace("\0", "")
        text = text.replace("\r", "\n") if bare else text
        inner = text[text.find("\n") + 1 : text.rfind("\n") + 1].encode(errors="replace")
        found = rows_of(inner, separator, _MOST_ROWS // N_PIECES)
        rows += [row for row in found if len(row) == width]
    return rows


def _rows_above(rows: Sequence[Sequence[str]]) -> int:
    """How many rows stand above the heading: titles, notes, with fewer cells than the table."""
    width = usual_width(rows[1:] or rows)
    for place, row in enumerate(rows[:_MOST_ABOVE]):
        if len(row) >= width - 1 and (len(row) > 1 or width == 1):
            return place
    return 0


def _too_wide(source: Source, n_columns: int, line: int) -> UserError:
    """What is said of a table with too many columns."""
    return UserError(
        f"{source.name}: row {line} has {n_columns:,} columns; at most {MOST_COLUMNS:,} can be "
        "worked with. If it should have fewer, choose another separator; else save the columns "
        "that matter to a file of their own."
    )


def named(first: Sequence[str], width: int, line: int, troubles: Troubles) -> tuple[str, ...]:
    """Names of the columns from the heading: none empty, no two the same, as many as columns."""
    given = [cell.strip()[:_MOST_NAME] for cell in first]
    if len(given) == width - 1:
        # Some programs number the rows and leave that column without a name.
        given.insert(0, "row")
        troubles.add(line, "row", "the heading has one name too few: the first column is “row”")
    elif len(given) != width:
        extra = [cell for cell in given[width:] if cell]
        if len(given) < width or extra:
            troubles.add(
                line,
                "",
                f"the heading has {len(given):,} names for {width:,} columns: "
                + ("the last are numbered" if len(given) < width else "the last are left out"),
            )
        given = given[:width] + [""] * (width - len(given))
    return _different(given, line, troubles)


def _different(given: Sequence[str], line: int, troubles: Troubles) -> tuple[str, ...]:
    """The names with numbers behind those that come again, and for those that are empty."""
    taken = set(given)
    used: set[str] = set()
    last: Counter[str] = Counter()
    names = []
    for place, name in enumerate(given):
        new = name or f"column {place + 1}"
        while new in used or (new != name and new in taken):
            last[name] += 1
            new = f"{name or f'column {place + 1}'} ({last[name] + 1})"
        if name and new != name:
            what = f"another column is called {quoted(name)}: this one is now {quoted(new)}"
            troubles.add(line, name, what)
        used.add(new)
        names.append(new)
    return tuple(names)
