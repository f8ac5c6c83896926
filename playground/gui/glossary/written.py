"""Reads the glossary's own texts, files in `assets/glossary`.

A file is a family of entries:

    family: Training

    # overfitting: Overfitting
    words: memorising
    see: validation_split, dropout
    formula: a formula, or `op NAME` for that of an op
    origin: where the formula comes from
    picture: overfitting

    Two or three sentences, with [links](validation_split) to other entries.

What the program's registries explain already in one line has a heading with no title,
`# activation.relu`; its text goes on where that line ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playground.errors import UserError

_HEADING = re.compile(r"#\s+(?P<key>[\w.-]+)(?::\s*(?P<title>\S.*))?$")
_FIELD = re.compile(r"(?P<name>[a-z]+):\s*(?P<value>.*)$")
_LISTS = ("see", "words", "keys")
_LINES = ("formula", "origin", "picture")


@dataclass(frozen=True)
class Written:
    """An entry as a file has it.

    Attributes:
        key, title, text, formula, origin, picture, see, words, keys: as in `Entry`; title "" where
            a registry has it.
        family: the file's.
        place: where it stands, for messages: "training.md, line 12".
    """

    key: str
    title: str
    family: str
    place: str
    text: str = ""
    formula: str = ""
    origin: str = ""
    picture: str = ""
    see: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def read(path: Path) -> list[Written]:
    """The entries of a file.

    Raises:
        UserError: if it can't be read or is not written so; it names the line.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"The glossary's file {path.name} can't be read: {error}.") from None
    return parse(text, path.name)


def parse(text: str, name: str) -> list[Written]:
    """The entries of a file's text; `name` is the file's, for messages."""
    found: list[Written] = []
    family = ""
    fields: dict[str, str] | None = None
    lines: list[str] = []
    heading: tuple[str, str, str] | None = None

    def finish() -> None:
        if heading is not None:
            found.append(_entry(heading, family, fields or {}, lines))

    for number, raw in enumerate(text.splitlines(), 1):
        line, place = raw.rstrip(), f"{name}, line {number}"
        if line.startswith("#"):
            finish()
            heading, fields, lines = _heading(line, place), {}, []
            if not family:
                raise UserError(f"{place}: expected `family: …` before the first entry.")
        elif heading is None:
            family = _family(line, place) or family
        elif line and not lines and (field := _FIELD.match(line)):
            _take(fields if fields is not None else {}, field["name"], field["value"], place)
        elif line or lines:
            lines.append(line)
    finish()
    return found


def _heading(line: str, place: str) -> tuple[str, str, str]:
    match = _HEADING.match(line)
    if match is None:
        raise UserError(f"{place}: expected `# key: Title` or `# key`. Received: {line!r}.")
    return match["key"], (match["title"] or "").strip(), place


def _family(line: str, place: str) -> str:
    if not line:
        return ""
    match = _FIELD.match(line)
    if match is None or match["name"] != "family" or not match["value"]:
        raise UserError(f"{place}: expected `family: …`. Received: {line!r}.")
    return match["value"].strip()


def _take(fields: dict[str, str], name: str, value: str, place: str) -> None:
    if name not in (*_LISTS, *_LINES):
        known = ", ".join((*_LISTS, *_LINES))
        raise UserError(f"{place}: there is no field {name!r}. There are: {known}.")
    if name in fields:
        raise UserError(f"{place}: {name!r} is given twice.")
    if not value.strip():
        raise UserError(f"{place}: {name!r} is empty; leave it out.")
    fields[name] = value.strip()


def _entry(
    heading: tuple[str, str, str], family: str, fields: dict[str, str], lines: list[str]
) -> Written:
    key, title, place = heading

    def several(name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in fields.get(name, "").split(",") if part.strip())

    return Written(
        key,
        title,
        family,
        place,
        " ".join(" ".join(lines).split()),
        formula=fields.get("formula", ""),
        origin=fields.get("origin", ""),
        picture=fields.get("picture", ""),
        see=several("see"),
        words=several("words"),
        keys=several("keys"),
    )
