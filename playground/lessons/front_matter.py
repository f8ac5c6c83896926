"""The head of a lesson's file: `key: value` lines between two lines of three dashes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from playground.errors import UserError
from playground.lessons.lesson import Lesson
from playground.registry import did_you_mean

_FENCE = "---"
_MOST_LETTERS = 200
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


class Numbered(Protocol):
    """A line of a file."""

    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str: ...


def read_front_matter(lines: Sequence[Numbered], path: Path) -> tuple[Lesson, int]:
    """What the head says, and how many lines it takes.

    Raises:
        UserError: it is missing, or not as it should be; with the file and the line.
    """
    end = _end_of(lines, path)
    fields: dict[str, Any] = {}
    for line in lines[1:end]:
        if not line.text or line.text.startswith("#"):
            continue
        key, colon, value = (part.strip() for part in line.text.partition(":"))
        key = key.lower()
        where = f"{path}, line {line.number}"
        if not colon or key not in _READ:
            raise UserError(
                f"{where}: a lesson has no {key!r}.{did_you_mean(key, _READ)} "
                f"It has: {', '.join(_READ)}."
            )
        if key in fields:
            raise UserError(f"{where}: {key} is said twice.")
        try:
            fields[key] = _READ[key](_unquoted(value))
        except UserError as error:
            raise UserError(f"{where}: {key}: {error}") from None
    for needed in ("title", "minutes"):
        if needed not in fields:
            raise UserError(f"{path}, line {end + 1}: the head of the lesson has no {needed}.")
    return Lesson(path, **fields), end + 1


def _end_of(lines: Sequence[Numbered], path: Path) -> int:
    if not lines or lines[0].text != _FENCE:
        raise UserError(
            f"{path}, line 1: a lesson begins with a line of three dashes, then title and minutes, "
            "then three dashes again."
        )
    for at, line in enumerate(lines[1:], 1):
        if line.text == _FENCE:
            return at
    raise UserError(f"{path}, line 1: the head of the lesson has no end, a line of three dashes.")


def _unquoted(value: str) -> str:
    quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _words(value: str) -> str:
    if not 0 < len(value) <= _MOST_LETTERS:
        raise UserError(f"expected some words, at most {_MOST_LETTERS} letters.")
    return value


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit() and len(value) < 7):
            raise UserError(f"expected a whole number. Received: {value!r}.")
        if not least <= int(value) <= most:
            raise UserError(f"expected a number from {least} to {most}. Received: {value}.")
        return int(value)

    return read


def _project(value: str) -> str:
    """A name, never a way to another folder."""
    if _FILE.fullmatch(value) is None:
        raise UserError(
            "expected the name of an example or a template, or of a project file beside the "
            f"lesson. Received: {value!r}."
        )
    return value


def _requires(value: str) -> tuple[str, ...]:
    return tuple(_project(part.strip()) for part in value.split(",") if part.strip())


_READ: dict[str, Callable[[str], Any]] = {
    "title": _words,
    "minutes": _whole(1, 120),
    "seen": _words,
    "part": _words,
    "order": _whole(0, 999_999),
    "project": _project,
    "requires": _requires,
}
