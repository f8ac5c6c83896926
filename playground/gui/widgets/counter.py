"""A large number that changes many times a second."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.gui import theme


class Counter(QWidget):
    """Text in large figures. Only a text of another length asks for a new layout: a label asks for
    one whenever its text changes.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._text = ""

    def text(self) -> str:
        """What is shown."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show `text`."""
        if text == self._text:
            return
        longer = len(text) != len(self._text)
        self._text = text
        self.setAccessibleDescription(text)
        if longer:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its text."""
        metrics = QFontMetricsF(_font())
        return QSize(round(metrics.horizontalAdvance(self._text) + 1.0), round(metrics.height()))

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the number."""
        painter = QPainter(self)
        painter.setFont(_font())
        painter.setPen(QColor(theme.current().text))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), flags, self._text)


def _font() -> QFont:
    return theme.font(theme.TEXT_LARGE, QFont.Weight.DemiBold)
