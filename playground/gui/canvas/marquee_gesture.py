"""Selecting with a rectangle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsRectItem

from playground.gui import theme
from playground.gui.canvas.gesture import Gesture

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas


class MarqueeGesture(Gesture):
    """Selects the cards and notes that a rectangle touches; with Shift, besides those before."""

    outlives_edits = True

    def __init__(self, canvas: Canvas, start: QPointF, *, adding: bool) -> None:
        super().__init__(canvas, start)
        self._before = canvas.chosen()
        self._kept = self._before if adding else []
        palette = theme.current()
        fill = QColor(palette.accent)
        fill.setAlphaF(0.10)
        self._band = QGraphicsRectItem()
        self._band.setZValue(4)
        pen = QPen(QColor(palette.accent), 1)
        pen.setCosmetic(True)
        self._band.setPen(pen)
        self._band.setBrush(fill)
        self.scene.addItem(self._band)

    def drag(self, point: QPointF) -> None:
        band = QRectF(self.start, point).normalized()
        self._band.setRect(band)
        rects = {card.id: card.scene_rect() for card in self.scene.cards.values()}
        rects |= {note.id: note.scene_rect() for note in self.scene.notes.values()}
        touched = [name for name, rect in rects.items() if rect.intersects(band)]
        self.canvas.select([*self._kept, *touched])

    def finish(self, point: QPointF) -> None:
        self.scene.removeItem(self._band)
        if not self.dragging:
            self.canvas.select(self._kept)

    def cancel(self) -> None:
        self.scene.removeItem(self._band)
        self.canvas.select(self._before)
