"""Sentences in place of a map, or over it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from playground.gui import theme

_WIDEST = 280.0
_CENTRED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


def draw_message(painter: QPainter, box: QRectF, text: str) -> None:
    """A card that fills `box`, in place of a plot."""
    palette = theme.current()
    painter.setPen(QColor(palette.card_border))
    painter.setBrush(QColor(palette.card))
    painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
    painter.setFont(theme.font())
    painter.setPen(QColor(palette.muted))
    painter.drawText(box.adjusted(16, 8, -16, -8), _CENTRED, text)


def draw_note(painter: QPainter, box: QRectF, text: str) -> None:
    """A card over the middle of a plot, as high as its text."""
    palette = theme.current()
    painter.setFont(theme.font(theme.TEXT_SMALL))
    width = min(box.width() - 16.0, _WIDEST)
    needed = painter.boundingRect(QRectF(0.0, 0.0, width - 24.0, 400.0), _CENTRED, text)
    card = QRectF(0.0, 0.0, width, needed.height() + 16.0)
    card.moveCenter(box.center())
    painter.setPen(QColor(palette.card_border))
    painter.setBrush(QColor(palette.card))
    painter.drawRoundedRect(card, theme.RADIUS, theme.RADIUS)
    painter.setPen(QColor(palette.text))
    painter.drawText(card.adjusted(12, 8, -12, -8), _CENTRED, text)
