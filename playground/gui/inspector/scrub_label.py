"""A name that changes its number when it is dragged sideways."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLabel, QWidget

_PX_A_STEP = 6.0


class ScrubLabel(QLabel):
    """Signals: scrubbed(steps): how far it was dragged since it said so last."""

    scrubbed = Signal(int)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self._start: float | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = event.globalPosition().x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is None:
            return
        steps = int((event.globalPosition().x() - self._start) / _PX_A_STEP)
        if steps:
            self._start += steps * _PX_A_STEP
            self.scrubbed.emit(steps)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._start = None
