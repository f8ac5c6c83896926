"""Layers dragged from the palette over a canvas, by real drag events."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from playground.gui.canvas.layer_mime import fragment_mime, layer_mime

COPY = Qt.DropAction.CopyAction
BUTTON, MODIFIER = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Carried:
    """A layer or a block from the palette, dragged over a canvas in scene coordinates."""

    def __init__(self, canvas, layer):
        """Args: layer: its type; or a block, as a fragment."""
        self.canvas = canvas
        self.mime = layer_mime(layer) if isinstance(layer, str) else fragment_mime(layer)

    def enter(self, point):
        event = QDragEnterEvent(self._at(point), COPY, self.mime, BUTTON, MODIFIER)
        return self._send(event)

    def over(self, point):
        event = QDragMoveEvent(self._at(point), COPY, self.mime, BUTTON, MODIFIER)
        return self._send(event)

    def leave(self):
        return self._send(QDragLeaveEvent())

    def drop(self, point):
        self.enter(point)
        if self.over(point):
            event = QDropEvent(QPointF(self._at(point)), COPY, self.mime, BUTTON, MODIFIER)
            return self._send(event)
        self.leave()
        return False

    def _at(self, point):
        return self.canvas.mapFromScene(QPointF(point))

    def _send(self, event):
        QApplication.sendEvent(self.canvas.viewport(), event)
        return event.isAccepted()
