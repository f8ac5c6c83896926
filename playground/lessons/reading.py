"""Lessons from Markdown: a front matter between lines of dashes, then a `##` heading a step.

Whatever is wrong is said with the file and the line. Nothing in a file is run, and nothing but
text is read from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from playground.errors import UserError
from playground.formats.reading.files import read_bytes
from playground.lessons.conditions import parse_condition
from playground.lessons.front_matter import read_front_matter
from playground.lessons.lesson import Lesson, Step
from playground.lessons.names import Names
from playground.lessons.places import parse_place
from playground.lessons.prose import parse_prose
from playground.registry import did_you_mean

SUFFIX = ".md"
MOST_BYTES = 100_000
MOST_STEPS = 40
MOST_LETTERS = 700  # of what one step tells: more would not be read
_KEYS = ("point", "view", "do", "done", "say", "then")
_ENDINGS = ("next", "wait")
_KEY_LINE = re.compile(r"(?P<dash>-\s+)?(?P<key>[A-Za-z_]+):\s*(?P<value>.*)")


@dataclass(frozen=True)
class Line:
    """A line of the file. Attributes: number, from 1; text, without blanks around it."""

    number: int
    text: str


def read_lesson(path: Path, names: Names) -> Lesson:
    """The lesson in a file.

    Raises:
        UserError: it is none, or not a sound one; the message names the file and the line.
    """
    return parse_lesson(_text_of(path), path, names)


def parse_lesson(text: str, path: Path, names: Names) -> Lesson:
    """The lesson that a text is; `path` is where it stands. Raises: see `read_lesson`."""
    lines = [Line(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    lesson, after = read_front_matter(lines, path)
    steps = [_step(head, body, path, names) for head, body in _sections(lines[after:])]
    if not steps:
        raise UserError(f"{path}: a lesson has steps, each under a heading such as “## Press Run”.")
    if len(steps) > MOST_STEPS:
        raise UserError(f"{path}: {len(steps)} steps are too many; at most {MOST_STEPS} are shown.")
    return replace(lesson, steps=tuple(steps))


def _text_of(path: Path) -> str:
    try:
        return read_bytes(path, MOST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(f"{path} is no text in UTF-8. Save it as such.") from None


def _sections(lines: list[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Each heading with what stands beneath it; what stands before the first is for readers."""
    heads = [at for at, line in enumerate(lines) if line.text.startswith("## ")]
    for at, end in pairwise([*heads, len(lines)]):
        yield lines[at], lines[at + 1 : end]


def _step(head: Line, body: list[Line], path: Path, names: Names) -> Step:
    step = Step(heading=head.text.removeprefix("## ").strip(), line=head.number)
    paragraphs: list[tuple[int, list[str]]] = []
    open_paragraph = False
    for line in body:
        key = _key_of(line, path)
        if key is not None:
            step = _with(step, *key, line, path, names)
        elif line.text and open_paragraph:
            paragraphs[-1][1].append(line.text)
        elif line.text:
            paragraphs.append((line.number, [line.text]))
        open_paragraph = key is None and bool(line.text)
    told = sum(len(text) for _, texts in paragraphs for text in texts)
    if told > MOST_LETTERS:
        raise UserError(
            f"{path}, line {head.number}: this step tells {told} letters; at most {MOST_LETTERS} "
            "are read with pleasure. Make two steps of it."
        )
    prose = []
    for number, texts in paragraphs:
        with _at(path, number):
            prose.append(parse_prose(" ".join(texts), names))
    return replace(step, paragraphs=tuple(prose))


def _key_of(line: Line, path: Path) -> tuple[str, str] | None:
    """The key and the value of a line such as "- done: running"; None for a line of prose."""
    found = _KEY_LINE.fullmatch(line.text)
    if found is None:
        return None
    key = found["key"].lower()
    if key in _KEYS:
        return key, found["value"]
    if found["dash"]:
        raise UserError(
            f"{path}, line {line.number}: a step has no {key!r}.{did_you_mean(key, _KEYS)} "
            f"It has: {', '.join(_KEYS)}."
        )
    return None


def _with(step: Step, key: str, value: str, line: Line, path: Path, names: Names) -> Step:
    with _at(path, line.number):
        if not value:
            raise UserError(f"After {key}: comes what it is.")
        match key:
            case "point":
                return replace(step, points=(*step.points, parse_place(value, names)))
            case "view":
                return replace(step, view=names.check("view", value))
            case "do":
                return replace(step, task=parse_prose(value, names))
            case "done":
                return replace(step, done=(*step.done, parse_condition(value, names)))
            case "say":
                return replace(step, word=parse_prose(value, names))
            case _:
                if value not in _ENDINGS:
                    raise UserError(
                        f"Then comes next (the next step, by itself) or wait (until Next is "
                        f"pressed). Received: {value!r}."
                    )
                return replace(step, moves_on=value == "next")


@contextmanager
def _at(path: Path, line: int) -> Iterator[None]:
    """Says of errors inside where in the file they are."""
    try:
        yield
    except UserError as error:
        raise UserError(f"{path}, line {line}: {error}") from None
