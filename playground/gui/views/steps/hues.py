"""One colour an operand, the same in formulas and over its numbers."""

from __future__ import annotations

from playground.gui import theme

# Of Okabe and Ito's palette, darkened on light ground so that small text can be read.
_LIGHT = ("#0063a0", "#a85800", "#00745a", "#9a4a86", "#6b6100")
_DARK = ("#6dbdf0", "#eda83a", "#3fcfa4", "#dd9cc8", "#e2d75a")


def hue(operand: int | None) -> str:
    """The colour of an instruction's operand; that of text for what is none."""
    palette = theme.current()
    if operand is None:
        return palette.text
    hues = _DARK if palette.dark else _LIGHT
    return hues[operand % len(hues)]
