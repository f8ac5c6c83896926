"""Colours for Python code."""

from __future__ import annotations

import keyword
import re

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from playground.gui import theme

_PARTS = re.compile(
    r'(?P<quote>""")'
    r"|(?P<comment>#.*)"
    r'|(?P<string>[fr]?"(?:[^"\\]|\\.)*"|[fr]?\'(?:[^\'\\]|\\.)*\')'
    rf"|\b(?P<keyword>{'|'.join(keyword.kwlist)})\b"
    r"|(?<![\w.])(?P<number>\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?)\b",
    re.IGNORECASE,
)
_WORDS = frozenset(keyword.kwlist)
# States of a line's end: outside of everything, and within a string of three quotes.
_OUTSIDE, _WITHIN = 0, 1


class PythonHighlighter(QSyntaxHighlighter):
    """Keywords, strings, numbers and comments, in the theme's colours.

    Attributes:
        faded: whether all of it is shown as what holds no more.
        plain: whether it is no Python, and has no colours.
    """

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.faded = False
        self.plain = False

    def highlightBlock(self, text: str) -> None:  # noqa: N802
        """Colour one line; Qt calls it."""
        if self.faded:
            self.setFormat(0, len(text), _in_colour(theme.current().disabled))
            return
        if self.plain:
            return
        start = 0
        if self.previousBlockState() == _WITHIN:
            start = self._finish_string(text, 0)
        while start < len(text) and self.currentBlockState() != _WITHIN:
            found = _PARTS.search(text, start)
            if found is None:
                break
            start = self._colour(text, found)
        if self.currentBlockState() != _WITHIN:
            self.setCurrentBlockState(_OUTSIDE)

    def _colour(self, text: str, found: re.Match[str]) -> int:
        """Colour one part; where it ends."""
        kind = found.lastgroup or ""
        if kind == "quote":
            self.setFormat(found.start(), 3, _in_colour(theme.current().muted))
            return self._finish_string(text, found.end(), found.start())
        # Letters of either case are for numbers and prefixes; keywords have one of their own.
        if kind != "keyword" or found["keyword"] in _WORDS:
            self.setFormat(found.start(), len(found[0]), _in_colour(_colour_of(kind)))
        return found.end()

    def _finish_string(self, text: str, search_from: int, start: int = 0) -> int:
        """Colour a string of three quotes up to its end, or the line's; where that is."""
        end = text.find('"""', search_from)
        self.setCurrentBlockState(_WITHIN if end < 0 else _OUTSIDE)
        stop = len(text) if end < 0 else end + 3
        self.setFormat(start, stop - start, _in_colour(theme.current().muted))
        return stop


def _colour_of(kind: str) -> str:
    colours = theme.current()
    return {
        "comment": colours.muted,
        "string": colours.good,
        "keyword": colours.accent,
        "number": colours.warning,
    }[kind]


def _in_colour(name: str) -> QTextCharFormat:
    found = QTextCharFormat()
    found.setForeground(QColor(name))
    return found
