"""Sentences that change often, in room that never does."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots.card_ground import draw_card
from playground.gui.widgets.tips import plain_tip

_PAD, _GAP = 9.0, 4.0
_SIZE = 12


class Paragraphs(QWidget):
    """A muted paragraph and one in full ink, on a card; the whole is its tool tip.

    Attributes:
        muted, text: what is said.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.muted, self.text = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.notifier().theme_changed.connect(self._restyle)

    def say(self, muted: str, text: str) -> None:
        """Show these."""
        if (muted, text) == (self.muted, self.text):
            return
        self.muted, self.text = muted, text
        whole = "\n\n".join(filter(None, (text, muted)))
        self.setAccessibleName(whole)
        self.setToolTip(plain_tip(whole))
        self.update()

    def sizeHint(self) -> QSize:
        """Half of the centre, low."""
        return QSize(400, 150)

    def minimumSizeHint(self) -> QSize:
        """Low."""
        return QSize(200, 90)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card and what is said, the muted paragraph beneath."""
        painter, palette = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = draw_card(painter, QRectF(self.rect()))
        room = card.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        painter.setClipRect(room)
        kinds = (
            (self.text, palette.text, _SIZE),
            (self.muted, palette.muted, theme.TEXT_SMALL),
        )
        for text, ink, size in kinds:
            painter.setFont(theme.font(size))
            painter.setPen(QColor(ink))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            used = painter.boundingRect(room, flags | Qt.TextFlag.TextWordWrap, text)
            painter.drawText(room, flags | Qt.TextFlag.TextWordWrap, text)
            if text:
                room.setTop(used.bottom() + _GAP)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()
