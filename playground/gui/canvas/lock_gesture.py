"""Clicking the lock on a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from playground.gui.canvas.card import Card
from playground.gui.canvas.card_geometry import LOCK_PART
from playground.gui.canvas.gesture import Gesture

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas


class LockGesture(Gesture):
    """Lets a frozen layer learn, and others that are frozen and selected with it."""

    def __init__(self, canvas: Canvas, start: QPointF, card: Card) -> None:
        super().__init__(canvas, start)
        self._card = card
        card.press(LOCK_PART)

    def finish(self, point: QPointF) -> None:
        self._card.press("")
        if self._card.part_at(point) != LOCK_PART:
            return
        document, chosen = self.canvas.document, self.canvas.selection()
        together = chosen if self._card.id in chosen else [self._card.id]
        network = document.network
        document.freeze_nodes([e for e in together if e in network and network[e].frozen])

    def cancel(self) -> None:
        self._card.press("")
