"""Lines of code that know which node they are of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from playground.formats.code.design import Code
from playground.formats.code.wrap import wrap


@dataclass(frozen=True)
class Line:
    """One statement.

    Attributes:
        text: without its indentation; "" for an empty line.
        owner: the id of the node it belongs to, "" for none.
        depth: how many steps it is indented.
    """

    text: str
    owner: str = ""
    depth: int = 0


def lines(text: str, owner: str = "") -> list[Line]:
    """Code as it stands, its indentation in steps of four."""
    found = []
    for line in text.strip("\n").splitlines():
        bare = line.lstrip(" ")
        found.append(Line(bare, owner, (len(line) - len(bare)) // 4))
    return found


def indented(given: Iterable[Line], steps: int = 1) -> list[Line]:
    """The same lines further in."""
    return [replace(line, depth=line.depth + steps) if line.text else line for line in given]


def sections(*parts: list[Line]) -> list[Line]:
    """Functions and classes, two empty lines between them; empty parts are left out."""
    found: list[Line] = []
    for part in parts:
        if part:
            found += [Line(""), Line(""), *part] if found else part
    return found


def code_of(given: Iterable[Line], notes: Iterable[str] = ()) -> Code:
    """The finished program."""
    written: list[str] = []
    owned: dict[str, list[range]] = {}
    for line in given:
        start = len(written)
        written += wrap(line.text, line.depth)
        if line.owner:
            _add(owned.setdefault(line.owner, []), range(start, len(written)))
    places = {owner: tuple(parts) for owner, parts in owned.items()}
    return Code("\n".join(written) + "\n", places, tuple(dict.fromkeys(notes)))


def _add(parts: list[range], new: range) -> None:
    if parts and parts[-1].stop == new.start:
        new = range(parts.pop().start, new.stop)
    parts.append(new)
