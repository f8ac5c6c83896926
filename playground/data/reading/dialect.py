"""How a text table is laid out: its separator, its decimal sign, its heading, its dates."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from playground.data.reading.cells import digits_of, number_of, seconds_of
from playground.data.reading.quoted import QuotedText

SEPARATORS = (",", ";", "\t", "|", "::")
UNIT = b"\x1f"
"""Stands for a separator of several bytes while a file is read."""
_DECIMAL_COMMA = re.compile(r"[+-]?\d{0,}(\.\d{3})*,\d+", re.ASCII)
_DECIMAL_POINT = re.compile(r"[+-]?\d{0,}(,\d{3})*\.\d+", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+", re.ASCII)
_FEW_ROWS = 400
# So well must a separator serve to be taken without a second look; see `_regularity`.
_REGULAR = 0.5
_SNIFF_BYTES, _MOST_SNIFF_BYTES = 64 << 10, 256 << 10


def one_byte(text: bytes, separator: str) -> tuple[bytes, bytes]:
    """The text with a separator of one byte, and that separator."""
    written = separator.encode()
    if len(written) == 1:
        return text, written
    return text.replace(written, UNIT), UNIT


def rows_of(text: bytes, separator: str, most: int) -> list[list[str]]:
    """The first rows of a text."""
    text, byte = one_byte(text, separator)
    return QuotedText(byte).rows(text, most).rows


def usual_width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells most rows have; of equally usual numbers the larger one."""
    counts = Counter(len(row) for row in rows)
    return max(counts, key=lambda width: (counts[width], width)) if counts else 0


def separator_of(text: bytes) -> str:
    """The separator with which the rows of a text have equally many cells."""
    best, best_score = ",", 0.0
    text = _first_lines(text)
    for separator in SEPARATORS:
        if separator.encode() not in text:
            continue
        rows = rows_of(text, separator, _FEW_ROWS)
        score = _regularity(rows, separator)
        if score > best_score + 1e-9:
            best, best_score = separator, score
    if (best_score < _REGULAR or best == "\t") and _blanks_separate(text, best):
        return " "
    if best_score < _REGULAR and _is_prose(text, best):
        # Of one column, then: any mark will do that is nowhere in it.
        return next((mark for mark in SEPARATORS if mark.encode() not in text), best)
    return best


def _is_prose(text: bytes, separator: str) -> bool:
    """Whether what stands between separators are parts of sentences."""
    cells = [cell for row in rows_of(text, separator, _FEW_ROWS) for cell in row]
    return sum(len(cell.split()) for cell in cells) >= 3 * len(cells)


def _first_lines(text: bytes) -> bytes:
    """So much of a text that its rows can be compared."""
    end = text.find(b"\n", _SNIFF_BYTES)
    return text[: min(end if end >= 0 else len(text), _MOST_SNIFF_BYTES)]


def _regularity(rows: list[list[str]], separator: str) -> float:
    """How well a separator serves, from 0 to 1."""
    width = usual_width(rows[1:] or rows)
    if width < 2:
        return 0.0
    regular = [row for row in rows if len(row) == width]
    share = len(regular) / len(rows)
    # Where cells hold what is a better separator elsewhere, this one may stand within cells.
    others = [mark for mark in (";", "\t", "|") if mark != separator]
    if separator in (";", "\t", "::"):
        others = []
    cells = [cell for row in regular for cell in row]
    odd = sum(any(mark in cell for mark in others) for cell in cells) / len(cells)
    # A title of one cell above, or a row that is wrong, does not count much.
    return share**2 * (1 - odd / 2)


def _blanks_separate(text: bytes, other: str) -> bool:
    """Whether blanks part cells, mostly of numbers, and more of them than another separator."""
    rows = rows_of(text, " ", _FEW_ROWS)
    width = usual_width(rows[1:] or rows)
    regular = [row for row in rows if len(row) == width]
    if width < 2 or len(regular) < 0.9 * len(rows):
        return False
    if width <= usual_width(rows_of(text, other, _FEW_ROWS)):
        return False
    body = [cell for row in regular[1:] or regular for cell in row]
    return sum(number_of(cell) is not None for cell in body) > 0.5 * len(body)


def decimal_of(rows: Sequence[Sequence[str]]) -> Literal[".", ","]:
    """What stands before the decimals of numbers, as far as the cells show."""
    commas = points = 0
    for row in rows:
        for cell in row:
            cell = cell.strip()
            if _DECIMAL_COMMA.fullmatch(cell):
                # 1,234 may be a thousand and more: half a voice.
                commas += 1 if _THOUSANDS.fullmatch(cell) else 2
            elif _DECIMAL_POINT.fullmatch(cell):
                points += 2
    return "," if commas > points else "."


def has_header(rows: Sequence[Sequence[str]], decimal: str) -> bool:
    """Whether the first row names the columns: it looks unlike what stands below it."""
    if len(rows) < 2:
        return bool(rows) and not any(number_of(cell, decimal) is not None for cell in rows[0])
    first, body = rows[0], rows[1:]
    for place, name in enumerate(first):
        below = [row[place].strip() for row in body if place < len(row) and row[place].strip()]
        if not below:
            continue
        if sum(_is_amount(cell, decimal) for cell in below) > 0.8 * len(below):
            if name.strip() and not _is_amount(name, decimal):
                return True
            if _is_amount(name, decimal) and not _counts_up(first, decimal):
                return False
    names = [name.strip() for name in first]
    if len(set(names)) < len(names) and "" not in names and len(rows) > 2:
        return any(number_of(name, decimal) is None for name in names) and not _come_again(rows)
    return not _come_again(rows)


def _is_amount(cell: str, decimal: str) -> bool:
    return number_of(cell, decimal) is not None or seconds_of(cell.strip()) is not None


def _counts_up(first: Sequence[str], decimal: str) -> bool:
    """Whether names are numbers in a row, as years or 0, 1, 2 … are."""
    numbers = [number_of(cell, decimal) for cell in first]
    known = [number for number in numbers if number is not None]
    steps = {after - before for before, after in itertools.pairwise(known)}
    return len(known) >= 3 and steps == {1.0}


def _come_again(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row's words stand below it too, so that they are cells like others."""
    first, body = rows[0], rows[1:]
    again = 0
    for place, name in enumerate(first):
        again += bool(name.strip()) and any(place < len(row) and row[place] == name for row in body)
    return again > 0.5 * len(first) or (len(first) <= 3 and again > 0)


def dates_of(rows: Sequence[Sequence[str]], decimal: str) -> Literal["ymd", "dmy", "mdy"]:
    """The order of day, month and year where a date's numbers show it."""
    first_is_day = second_is_day = year_first = points = others = 0
    for row in rows[:: 1 + len(rows) // _FEW_ROWS]:
        for cell in row:
            digits = digits_of(cell) if 6 <= len(cell) <= 40 else None
            if digits is None:
                continue
            a, b, c, mark = digits
            if len(a) == 4:
                year_first += 1
            elif len(c) in (2, 4):
                first_is_day += int(a) > 12
                second_is_day += int(b) > 12
                points += mark == "."
                others += 1
    if others == 0 or year_first > others:
        return "ymd"
    if second_is_day > first_is_day:
        return "mdy"
    return "dmy"
