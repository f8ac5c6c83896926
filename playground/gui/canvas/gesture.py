"""What every mouse gesture is: started by being made, then moved, then finished or cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

# A press becomes a drag after this many px on the screen.
DRAG_AFTER = 4


class Gesture:
    """A press of the mouse until its release.

    Attributes:
        start: where it began, in scene coordinates.
        dragging: whether the pointer has gone far enough to mean it.
        cursor: what the pointer looks like meanwhile, or None.
        outlives_edits: whether it goes on when the document changes meanwhile.
    """

    cursor: Qt.CursorShape | None = None
    outlives_edits = False

    def __init__(self, canvas: Canvas, start: QPointF) -> None:
        self.canvas = canvas
        self.scene = canvas.network_scene
        self.document = canvas.document
        self.start = start
        self.dragging = False
        self._at = start

    def move(self, point: QPointF) -> None:
        """The pointer has come to `point` in the scene."""
        self._at = point
        offset = (point - self.start) * self.canvas.zoom
        self.dragging = self.dragging or offset.manhattanLength() >= DRAG_AFTER
        if self.dragging:
            self.drag(point)

    def refresh(self) -> None:
        """Everything has been drawn anew; what is dragged goes where the pointer is."""
        if self.dragging:
            self.drag(self._at)

    def drag(self, point: QPointF) -> None:
        """The pointer has moved far enough and come to `point`."""

    def finish(self, point: QPointF) -> None:
        """The button was released at `point`."""

    def cancel(self) -> None:
        """Everything is as it was."""
