"""A number with as many digits as there is room for."""

from __future__ import annotations

from playground.gui import theme
from playground.gui.plots import words

DIGITS = 3
_MARGIN = 2.0


def fitted(value: float, width: float) -> str:
    """`words.number` of three digits, or of fewer where a cell of `width` px has no room for them.

    Where there is no room for one either, `words.shortest`; else "".
    """
    for digits in range(DIGITS, -1, -1):
        text = words.number(value, digits) if digits else words.shortest(value)
        if theme.text_width(text, theme.TEXT_SMALL) <= width - _MARGIN:
            return text
    return ""
