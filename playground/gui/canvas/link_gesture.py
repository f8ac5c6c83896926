"""Drawing a wire from port to port."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from playground.gui import theme
from playground.gui.canvas.card import Card
from playground.gui.canvas.gesture import Gesture
from playground.gui.canvas.wire import wire_path

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas


class LinkGesture(Gesture):
    """Draws a link out of an output port; says before the release why it can't end somewhere."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Canvas, start: QPointF, source: str) -> None:
        super().__init__(canvas, start)
        self._source = source
        self._reasons = {
            name: self.document.why_not_connect(source, name)
            for name in self.scene.cards
            if name != source
        }
        self._draft = QGraphicsPathItem()
        self._draft.setZValue(3)
        self.scene.addItem(self._draft)

    def drag(self, point: QPointF) -> None:
        card = self._card_at(point)
        reason = self._reasons.get(card.id) if card else None
        for name, why in self._reasons.items():
            self.scene.cards[name].mark("legal" if why is None else None)
        if card and card.id in self._reasons:
            card.mark("illegal" if reason else "legal")
        self.canvas.explain(reason, point)
        self._draw(card.port("input") if card and not reason else point, bool(reason))

    def finish(self, point: QPointF) -> None:
        card = self._card_at(point)
        self.cancel()
        if self.dragging and card and self._reasons.get(card.id, "itself") is None:
            self.document.connect_nodes(self._source, card.id)

    def cancel(self) -> None:
        self.scene.removeItem(self._draft)
        for card in self.scene.cards.values():
            card.mark(None)
        self.canvas.explain(None, self.start)

    def _card_at(self, point: QPointF) -> Card | None:
        """The card under the pointer, but not the one the wire comes from."""
        card = self.scene.hit(point).card
        return card if card and card.id != self._source else None

    def _draw(self, end: QPointF, refused: bool) -> None:
        palette = theme.current()
        colour = QColor(palette.error if refused else palette.accent)
        self._draft.setPen(QPen(colour, 3, c=Qt.PenCapStyle.RoundCap))
        self._draft.setPath(wire_path(self.scene.cards[self._source].port("output"), end))
