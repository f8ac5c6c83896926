"""Clicking a choice on a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from playground.gui.canvas.card import Card
from playground.gui.canvas.gesture import Gesture

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas


class ClickGesture(Gesture):
    """Opens a choice's menu if the button is released where it was pressed."""

    def __init__(self, canvas: Canvas, start: QPointF, card: Card, part: str) -> None:
        super().__init__(canvas, start)
        self._card = card
        self._part = part
        card.press(part)

    def finish(self, point: QPointF) -> None:
        self._card.press("")
        if self._card.part_at(point) == self._part:
            self.canvas.open_menu(self._card.id, self._part)

    def cancel(self) -> None:
        self._card.press("")
