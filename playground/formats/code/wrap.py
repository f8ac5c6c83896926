"""Statements that are too long for a line, broken as Ruff's formatter breaks them."""

from __future__ import annotations

from collections.abc import Iterator

WIDTH = 88
INDENT = "    "
_OPENING, _CLOSING = "([{", ")]}"


def wrap(statement: str, depth: int) -> list[str]:
    """The lines of a statement, indented by `depth` steps.

    A line that is too long is broken within its last brackets: what they hold goes on a line of
    its own, or if that is too long too, on a line a part.
    """
    line = INDENT * depth + statement if statement else ""
    if len(line) <= WIDTH or statement.startswith(("#", '"""')):
        return [line]
    place = _brackets_to_break(statement, WIDTH - len(INDENT) * depth)
    if place is None:
        return [line]
    opening, closing = place
    before, inside = statement[: opening + 1], statement[opening + 1 : closing]
    parts = _parts(inside)
    whole = INDENT * (depth + 1) + inside
    if len(whole) <= WIDTH:
        middle = [whole]
    elif len(parts) < 2:
        middle = wrap(inside, depth + 1)
    else:
        middle = [line for part in parts for line in wrap(f"{part},", depth + 1)]
    return [INDENT * depth + before, *middle, INDENT * depth + statement[closing:]]


def _brackets_to_break(text: str, room: int) -> tuple[int, int] | None:
    """The last brackets that hold something, of those that open while there is still room."""
    found, open_at = [], []
    for place, character in _outside_strings(text):
        if character in _OPENING:
            open_at.append(place)
        elif character in _CLOSING:
            opening = open_at.pop()
            if not open_at and place - opening > 1:
                found.append((opening, place))
    fitting = [each for each in found if each[0] < room]
    return next(reversed(fitting or found), None)


def _parts(text: str) -> list[str]:
    """What commas outside of all brackets separate."""
    parts, depth, start = [], 0, 0
    for place, character in _outside_strings(text):
        depth += (character in _OPENING) - (character in _CLOSING)
        if character == "," and depth == 0:
            parts.append(text[start:place].strip())
            start = place + 1
    rest = text[start:].strip()
    return [*parts, rest] if rest else parts


def _outside_strings(text: str) -> Iterator[tuple[int, str]]:
    """The characters that are not in a string's quotes, with their places."""
    quote, escaped = "", False
    for place, character in enumerate(text):
        if quote:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == quote:
                quote = ""
        elif character in "\"'":
            quote = character
        else:
            yield place, character
