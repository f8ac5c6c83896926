"""Marks in the glossary's texts: `[shown](key)` links, `*word*` stresses, backticks are code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

_STRESSED = re.compile(r"\*([^*]+)\*")
_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[([^\]\[]+)\]\(([\w.-]+)\)")


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `key` is what it links to, "" for plain text."""

    text: str
    key: str = ""


def pieces(text: str) -> tuple[Piece, ...]:
    """The text cut at its links."""
    found: list[Piece] = []
    at = 0
    for match in _LINK.finditer(text):
        if match.start() > at:
            found.append(Piece(text[at : match.start()]))
        found.append(Piece(match[1], match[2]))
        at = match.end()
    if at < len(text):
        found.append(Piece(text[at:]))
    return tuple(found)


def plain(text: str) -> str:
    """The text without its marks."""
    bare = "".join(piece.text for piece in pieces(text))
    return _CODE.sub(r"\1", _STRESSED.sub(r"\1", bare))


def html(text: str, colour: str) -> str:
    """The text for a label that shows rich text; everything but its marks is escaped.

    Args:
        colour: of the links.
    """
    style = f"color: {colour}; text-decoration: none;"
    return "".join(
        f'<a href="{piece.key}" style="{style}">{escape(piece.text)}</a>'
        if piece.key
        else _CODE.sub(r"<code>\1</code>", _STRESSED.sub(r"<i>\1</i>", escape(piece.text)))
        for piece in pieces(text)
    )
