"""Statements that are too long for a line, broken as Ruff's formatter breaks them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

WIDTH = 88
INDENT = "    "
_OPENING, _CLOSING = "([{", ")]}"
# Operators, those that bind least first.
_BY_BINDING = ("+-", "*/@")


def wrap(statement: str, depth: int) -> list[str]:
    """The lines of a statement, indented by `depth` steps.

    A line that is too long is broken within its last brackets: what they hold goes on a line of
    its own, or if that is too long too, on a line a part. Sums get brackets of their own.
    """
    line = INDENT * depth + statement if statement else ""
    if len(line) <= WIDTH or statement.startswith(("#", '"""')):
        return [line]
    start = _start_of_value(statement)
    operands = _operands(statement[start:])
    place = _brackets_to_break(statement, WIDTH - len(INDENT) * depth)
    if _is_sum(operands) or (len(operands) > 1 and place is None):
        return _enclosed(f"{statement[:start]}(", statement[start:], ")", depth)
    if place is None:
        return [line]
    opening, closing = place
    before, inside = statement[: opening + 1], statement[opening + 1 : closing]
    return _enclosed(before, inside, statement[closing:], depth)


def _enclosed(before: str, inside: str, after: str, depth: int) -> list[str]:
    """What brackets hold on a line of its own, or on several."""
    whole = INDENT * (depth + 1) + inside
    parts, operands = _parts(inside), _operands(inside)
    # A list's entries go on one line with its brackets or on a line each.
    listed = re.search(r"(^|[\s(\[{])[\[{]$", before) is not None
    if len(whole) <= WIDTH and not (listed and len(parts) > 1):
        middle = [whole]
    elif len(parts) > 1:
        middle = [line for part in parts for line in _part_lines(part, depth + 1)]
    elif len(operands) > 1:
        middle = [line for operand in operands for line in wrap(operand, depth + 1)]
    else:
        middle = wrap(inside, depth + 1)
    return [INDENT * depth + before, *middle, INDENT * depth + after]


def _part_lines(part: str, depth: int) -> list[str]:
    """One of several parts, with the comma behind it."""
    operands = _operands(f"{part},")
    if len(INDENT) * depth + len(part) < WIDTH or not _is_sum(_operands(part)):
        return wrap(f"{part},", depth)
    return [line for operand in operands for line in wrap(operand, depth)]


def _is_sum(operands: list[str]) -> bool:
    """Whether a line is broken before operators, and not within the last brackets."""
    return len(operands) > 2 or (len(operands) == 2 and operands[-1].endswith("]"))


def _start_of_value(statement: str) -> int:
    """Where the value begins that a statement returns or gives a name."""
    if statement.startswith("return "):
        return len("return ")
    named = re.match(r"[\w.]+ = ", statement)
    return named.end() if named else 0


def _operands(value: str) -> list[str]:
    """A sum's, or else a product's, parts, each but the first with its operator before it."""
    found: dict[str, list[int]] = {}
    depth = 0
    for place, character in _outside_strings(value):
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth == 0 and value[max(0, place - 1) : place + 2] == f" {character} ":
            found.setdefault(character, []).append(place)
    for kinds in _BY_BINDING:
        places = sorted(place for kind in kinds for place in found.get(kind, ()))
        if places:
            return [value[a:b].strip() for a, b in pairwise([0, *places, len(value)])]
    return [value]


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
