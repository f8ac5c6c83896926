"""The small label that follows the pointer and says what lies under it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

_GAP = 12


class Readout(QLabel):
    """A label over a plot, beside the pointer, out of the pointer's way."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "readout")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, text: str, place: QPoint, within: QRect) -> None:
        """Show `text` near `place`, on the side where it stays inside `within`."""
        self.setText(text)
        self.adjustSize()
        left = place.x() + _GAP
        if left + self.width() > within.right():
            left = place.x() - _GAP - self.width()
        top = place.y() - _GAP - self.height()
        if top < within.top():
            top = place.y() + _GAP
        left = max(within.left(), min(left, within.right() - self.width()))
        self.move(left, top)
        self.show()
        self.raise_()
