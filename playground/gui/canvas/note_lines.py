"""The words of a note, broken into lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

_LEFTWARDS = ("R", "AL")


@dataclass(frozen=True)
class Line:
    """One line, and whether it begins on the right."""

    text: str
    leftwards: bool


def broken(text: str, font: QFont, width: float, most: int) -> list[Line]:
    """Lines of at most `width` px, words broken where one alone is wider.

    Args:
        most: how many there may be; of a longer text the last ends in "…".
    """
    lines: list[Line] = []
    for line in _all_lines(text, font, width):
        if len(lines) == most:
            last = QFontMetricsF(font).elidedText(
                f"{lines[-1].text} {line.text}…", Qt.TextElideMode.ElideRight, width
            )
            return [*lines[:-1], Line(last, lines[-1].leftwards)]
        lines.append(line)
    return lines


def _all_lines(text: str, font: QFont, width: float) -> Iterator[Line]:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    for paragraph in text.split("\n"):
        leftwards = _reads_leftwards(paragraph)
        layout = QTextLayout(paragraph, font)
        layout.setTextOption(option)
        units = paragraph.encode("utf-16-le")  # as Qt counts
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start = 2 * line.textStart()
            piece = units[start : start + 2 * line.textLength()].decode("utf-16-le", "ignore")
            yield Line(piece.rstrip(), leftwards)
        layout.endLayout()


def _reads_leftwards(text: str) -> bool:
    """Whether the first letter that has a direction is read from right to left."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((each for each in directions if each in ("L", *_LEFTWARDS)), "L") in _LEFTWARDS
