"""Values as Python literals, broken into lines as Ruff's formatter breaks them."""

from __future__ import annotations

from typing import Any

from playground.formats.code.names import quoted
from playground.formats.code.page import Line, indented
from playground.formats.code.wrap import INDENT, WIDTH


def literal(value: Any, before: str, after: str, depth: int) -> list[Line]:
    """A value between the text that stands before and after it.

    Args:
        depth: how far in it will stand, which leaves it that much less room.
    """
    line = f"{before}{_short(value)}{after}"
    if len(INDENT) * depth + len(line) <= WIDTH or not isinstance(value, dict | list) or not value:
        return [Line(line)]
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    inside: list[Line] = []
    entries = (
        [(f"{quoted(key)}: ", each) for key, each in value.items()]
        if isinstance(value, dict)
        else [("", each) for each in value]
    )
    for key, each in entries:
        inside += literal(each, key, ",", depth + 1)
    return [Line(f"{before}{opening}"), *indented(inside), Line(f"{closing}{after}")]


def _short(value: Any) -> str:
    """A value on one line, strings in double quotes."""
    match value:
        case dict():
            inside = ", ".join(f"{quoted(key)}: {_short(each)}" for key, each in value.items())
            return f"{{{inside}}}"
        case list() | tuple():
            return f"[{', '.join(_short(each) for each in value)}]"
        case str():
            return quoted(value)
        case _:
            return repr(value)
