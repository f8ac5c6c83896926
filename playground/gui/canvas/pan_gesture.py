"""Moving the view."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt

from playground.gui.canvas.gesture import Gesture


class PanGesture(Gesture):
    """Pulls the canvas along with the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor
    outlives_edits = True

    def drag(self, point: QPointF) -> None:
        # `point` moves with the view, so the way still to go is from where it began.
        self.canvas.keep_view()
        self.canvas.pan(self.start - point)
