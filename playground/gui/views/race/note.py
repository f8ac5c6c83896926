"""A remark in small type, in room that never changes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.views.race.look import PAD
from playground.gui.widgets.tips import plain_tip

_LINES = 4
_LINE = 14


class Note(QWidget):
    """Up to four lines; the whole is its tool tip.

    Attributes:
        text: what it says.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()  # until there is something to say
        theme.notifier().theme_changed.connect(self._restyle)

    def say(self, text: str) -> None:
        """Show this."""
        if text != self.text:
            self.text = text
            self.setAccessibleName(text)
            self.setToolTip(plain_tip(text))
            self.setVisible(bool(text))
            self.update()

    def sizeHint(self) -> QSize:
        """Four lines."""
        return QSize(240, _LINES * _LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text."""
        painter = QPainter(self)
        painter.setFont(theme.font(theme.TEXT_SMALL))
        painter.setPen(QColor(theme.current().muted))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        room = QRectF(self.rect()).adjusted(PAD, 0.0, -PAD, 0.0)
        painter.drawText(room, flags | Qt.TextFlag.TextWordWrap, self.text)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()
