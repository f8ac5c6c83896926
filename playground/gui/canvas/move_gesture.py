"""Moving cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from playground.gui.canvas.gesture import Gesture

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

GRID = 8
# A card within this many px of a grid line is drawn onto it.
_PULL = 2.5


class MoveGesture(Gesture):
    """Drags the selected cards; one edit at the end."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: Canvas, start: QPointF, grabbed: str) -> None:
        super().__init__(canvas, start)
        self._grabbed = grabbed
        boxes = self.scene.boxes()
        self._origins = {name: (boxes[name].x, boxes[name].y) for name in canvas.selection()}

    def drag(self, point: QPointF) -> None:
        self.scene.arranger.put(self._places(point))

    def finish(self, point: QPointF) -> None:
        if not self.dragging:
            self.canvas.select([self._grabbed])
            return
        boxes = self.scene.boxes()
        still = {name: (box.x, box.y) for name, box in boxes.items()}
        self.canvas.keep_view()
        self.document.move_nodes(still | self._places(point))

    def cancel(self) -> None:
        self.scene.arranger.put(self._origins)

    def _places(self, point: QPointF) -> dict[str, tuple[float, float]]:
        """Where the cards are with the pointer at `point`: the grabbed one pulled to the grid."""
        offset = point - self.start
        x, y = self._origins[self._grabbed]
        dx = pulled(x + offset.x()) - x
        dy = pulled(y + offset.y()) - y
        return {name: (left + dx, top + dy) for name, (left, top) in self._origins.items()}


def pulled(value: float) -> float:
    """`value`, or the grid line close to it; whole px either way."""
    line = round(value / GRID) * GRID
    return float(line if abs(value - line) <= _PULL else round(value))
