"""What single cells say: amounts, moments, words."""

from __future__ import annotations

import math
import re
from datetime import datetime
from functools import lru_cache
from typing import Literal

Order = Literal["ymd", "dmy", "mdy"]

_EPOCH = datetime(1970, 1, 1)
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_BLANKS = " \t\u00a0\u202f\u2009"
_MONEY = "$€£¥%"
_GROUPED = {
    ".": re.compile(rf"[+-]?\d{{1,3}}([,'’{_BLANKS}]\d{{3}})+(\.\d+)?", re.ASCII),
    ",": re.compile(rf"[+-]?\d{{1,3}}([.'’{_BLANKS}]\d{{3}})+(,\d+)?", re.ASCII),
}
_GROUPERS = {".": re.compile(rf"[,'’{_BLANKS}]"), ",": re.compile(rf"[.'’{_BLANKS}]")}

_CLOCK = (
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
    r" ?(?P<half>[AaPp]\.?[Mm]\.?)?)?(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?"
)
_IN_DIGITS = re.compile(
    r"(?P<a>\d{1,4})(?P<mark>[-/.])(?P<b>\d{1,2})(?:(?P=mark)(?P<c>\d{1,4}))?" + _CLOCK, re.ASCII
)
_DAY_MONTH = re.compile(
    r"(?P<day>\d{1,2})\.?[ -](?P<month>[A-Za-z]{3,9})\.?,?[ -](?P<year>\d{4})" + _CLOCK, re.ASCII
)
_MONTH_DAY = re.compile(
    r"(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})" + _CLOCK,
    re.ASCII,
)
_RUN_TOGETHER = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})" + _CLOCK, re.ASCII)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def number_of(cell: str, decimal: str = ".") -> float | None:
    """The amount in a cell; None where there is none. Infinity is none.

    Taken off: blanks around it, a sign of money or of per cent, and marks between thousands.
    """
    cell = cell.strip()
    plain = cell.replace(",", ".", 1) if decimal == "," and "." not in cell else cell
    if not _PLAIN.fullmatch(plain):
        bare = cell.strip(_MONEY + _BLANKS)
        if bare[:1] in ("+", "-") and bare[1:2] in tuple(_MONEY):
            bare = bare[0] + bare[1:].lstrip(_MONEY + _BLANKS)
        if _GROUPED[decimal].fullmatch(bare):
            bare = _GROUPERS[decimal].sub("", bare)
        plain = bare.replace(",", ".", 1) if decimal == "," else bare
        if not _PLAIN.fullmatch(plain):
            return None
    elif decimal == "," and _GROUPED[","].fullmatch(cell):
        plain = _GROUPERS[","].sub("", cell)
    value = float(plain)
    return value if math.isfinite(value) else None


def is_infinite(cell: str) -> bool:
    """Whether a cell names infinity, or an amount beyond all that can be kept."""
    try:
        return math.isinf(float(cell))
    except ValueError:
        return False


@lru_cache(maxsize=4_096)
def seconds_of(cell: str, order: Order = "ymd") -> float | None:
    """The moment in a cell, in seconds since 1970-01-01 00:00; None where there is none.

    A zone of time is read over: moments are in the table's own time.

    Args:
        order: of day, month and year, where the year does not come first.
    """
    cell = cell.strip()
    found = _IN_DIGITS.fullmatch(cell)
    if found:
        return _of_digits(found, order)
    found = _DAY_MONTH.fullmatch(cell) or _MONTH_DAY.fullmatch(cell)
    if found:
        month = found["month"][:3].lower()
        if month not in _MONTHS:
            return None
        return _moment(int(found["year"]), _MONTHS.index(month) + 1, int(found["day"]), found)
    found = _RUN_TOGETHER.fullmatch(cell)
    if found:
        return _moment(int(found["year"]), int(found["month"]), int(found["day"]), found)
    return None


def digits_of(cell: str) -> tuple[str, str, str, str] | None:
    """The three numbers of a date that is written in digits, and the mark between them."""
    found = _IN_DIGITS.fullmatch(cell.strip())
    if found is None or found["c"] is None:
        return None
    return found["a"], found["b"], found["c"], found["mark"]


def _of_digits(found: re.Match[str], order: Order) -> float | None:
    a, b, c = found["a"], found["b"], found["c"]
    if c is None:
        # A year and a month, as in 2024-03: any other pair is no date.
        return _moment(int(a), int(b), 1, found) if len(a) == 4 and found["mark"] != "." else None
    if len(a) >= 3 or len(c) == 3 or (order == "ymd" and len(c) == 2):
        year, month, day = a, b, c
    else:
        year = c
        # Without a word on the order, the day comes first.
        month, day = (a, b) if order == "mdy" else (b, a)
    if len(year) == 3:
        return None
    return _moment(_whole_year(year), int(month), int(day), found)


def _whole_year(year: str) -> int:
    number = int(year)
    if len(year) > 2:
        return number
    return number + (2000 if number < 70 else 1900)


def _moment(year: int, month: int, day: int, found: re.Match[str]) -> float | None:
    hour, half = int(found["hour"] or 0), (found["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    part = float("0." + found["part"]) if found["part"] else 0.0
    try:
        minute, second = int(found["minute"] or 0), int(found["second"] or 0)
        moment = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    return (moment - _EPOCH).total_seconds() + part
