"""What a step says: plain words, with numbers of the run in braces and a little emphasis."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playground.errors import UserError
from playground.lessons.names import Names
from playground.lessons.quantities import Amount, parse_amount

_NUMBER = re.compile(r"\{([^{}]*)\}")
_MARKS = re.compile(
    r"\*\*(?P<strong>[^*]+)\*\*|\*(?P<soft>[^*]+)\*|`(?P<code>[^`]+)`"
    r"|\[(?P<link>[^\[\]]+)\]\((?P<topic>[a-z0-9_.]+)\)"
)


@dataclass(frozen=True)
class Piece:
    """Some words, or one number of the run.

    Attributes:
        look: "plain", "strong", "soft", "code" or "link".
        text: the words. amount: the number in their place, or None.
        topic: of a link, the entry of the glossary that it leads to.
    """

    look: str
    text: str
    amount: Amount | None = None
    topic: str = ""


Prose = tuple[Piece, ...]


def parse_prose(text: str, names: Names) -> Prose:
    """Words with `**strong**`, `*soft*` and `code` marks, and numbers such as `{training loss}`.

    `[words](topic)` leads to an entry of the glossary, and nowhere else.

    Raises:
        UserError: nothing is called what stands in braces.
    """
    pieces: list[Piece] = []
    end = 0
    for mark in _MARKS.finditer(text):
        pieces += _numbers("plain", text[end : mark.start()], names)
        if mark["link"]:
            pieces.append(Piece("link", mark["link"], topic=mark["topic"]))
        else:
            look = str(mark.lastgroup)
            pieces += _numbers(look, str(mark[look]), names)
        end = mark.end()
    return tuple(pieces + _numbers("plain", text[end:], names))


def _numbers(look: str, text: str, names: Names) -> list[Piece]:
    pieces, end = [], 0
    for found in _NUMBER.finditer(text):
        if found.start() > end:
            pieces.append(Piece(look, text[end : found.start()]))
        pieces.append(Piece(look, found[0], parse_amount(found[1], names)))
        end = found.end()
    rest = text[end:]
    if "{" in rest or "}" in rest:
        raise UserError("Braces hold a number of the run, as in {training loss}. One is left over.")
    return [*pieces, Piece(look, rest)] if rest else pieces
