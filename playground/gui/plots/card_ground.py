"""The ground that a painted plot stands on."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from playground.gui import theme


def draw_card(painter: QPainter, box: QRectF) -> QRectF:
    """Draw a card as large as `box`; what is within its border."""
    palette = theme.current()
    painter.setPen(QColor(palette.card_border))
    painter.setBrush(QColor(palette.card))
    card = box.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(card, theme.RADIUS, theme.RADIUS)
    return card
