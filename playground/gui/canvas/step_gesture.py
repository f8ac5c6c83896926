"""Holding − or + down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QTimer, Slot

from playground.gui.canvas.card import Card
from playground.gui.canvas.gesture import Gesture

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

_REPEAT_AFTER_MS, _REPEAT_EVERY_MS = 400, 70


class StepGesture(Gesture):
    """Steps a card's number at once, and again while the button is held."""

    outlives_edits = True

    def __init__(self, canvas: Canvas, start: QPointF, card: Card, part: str) -> None:
        super().__init__(canvas, start)
        self._card = card
        card.press(part)
        self._clock = _Clock(canvas, card.id, 1 if part == "plus" else -1)

    def finish(self, point: QPointF) -> None:
        self._clock.stop()
        self._card.press("")

    def cancel(self) -> None:
        self.finish(self.start)


class _Clock(QObject):
    """Steps now, and repeatedly until stopped."""

    def __init__(self, canvas: Canvas, identity: str, steps: int) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._identity = identity
        self._steps = steps
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(_REPEAT_AFTER_MS)
        canvas.step(identity, steps)

    def stop(self) -> None:
        self._timer.stop()
        self.deleteLater()

    @Slot()
    def _tick(self) -> None:
        self._timer.setInterval(_REPEAT_EVERY_MS)
        self._canvas.step(self._identity, self._steps)
