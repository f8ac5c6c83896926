"""Formulas with numbers, each number in the colour of its operand."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from playground.engine.worked import Piece, Written
from playground.gui import theme
from playground.gui.views.steps.hues import hue


class FormulaLabel(QLabel):
    """Lines of formulas.

    Attributes:
        lines: what is written.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("The formula with its numbers")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFont(theme.font(theme.TEXT_BODY))
        self.lines: tuple[Written, ...] = ()
        self._else = ""
        theme.notifier().theme_changed.connect(self._restyle)

    @property
    def texts(self) -> tuple[str, ...]:
        """The lines as plain text."""
        return tuple(line.text for line in self.lines)

    def set_lines(self, lines: Sequence[Written], otherwise: str) -> None:
        """Show these, or a sentence where there are none."""
        self.lines, self._else = tuple(lines), otherwise
        self._write()

    def _write(self) -> None:
        self.setAccessibleDescription("; ".join(self.texts) or self._else)
        if not self.lines:
            self.setText(_span(self._else, theme.current().muted))
            return
        self.setText("<br>".join(map(_line, self.lines)))

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self._write()


def _line(line: Written) -> str:
    palette = theme.current()
    result = f"<b>{escape(line.result)}</b>"
    because = _span(f" &nbsp;since {escape(line.because)}", palette.muted) if line.because else ""
    if line.right == line.result:
        return f"{escape(line.name)} = {result}{because}"
    right = "".join(map(_piece, line.pieces))
    return f"{escape(line.name)} = {right} {line.sign} {result}{because}"


def _piece(piece: Piece) -> str:
    text = escape(piece.text)
    if piece.text.startswith("⟨"):
        return _span(f"&thinsp;{text}", theme.current().muted)
    return text if piece.operand is None else _span(text, hue(piece.operand))


def _span(text: str, colour: str) -> str:
    return f'<span style="color:{colour}">{text}</span>'
