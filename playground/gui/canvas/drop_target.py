"""Takes layers that are dragged from the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent

from playground.gui.canvas.layer_drop import LayerDrop
from playground.gui.canvas.layer_mime import layer_type_of

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas


class DropTarget:
    """Turns drag events into a `LayerDrop`."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._drop: LayerDrop | None = None

    def enter(self, event: QDropEvent) -> None:
        """Something is dragged in; only layers are taken."""
        layer_type = layer_type_of(event.mimeData())
        if layer_type is None:
            event.ignore()
            return
        self._drop = LayerDrop(self._canvas, layer_type)
        self.move(event)
        # Even over a place that refuses it: who ignores the entry is told of no move after it.
        event.accept()

    def move(self, event: QDropEvent) -> None:
        """It is dragged on; refused where it can't be dropped."""
        if self._drop is None:
            event.ignore()
            return
        self._drop.move(self._canvas.mapToScene(event.position().toPoint()))
        if self._drop.reason:
            event.ignore()
        else:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def leave(self) -> None:
        """It is dragged out."""
        if self._drop:
            self._drop.leave()
            self._drop = None

    def drop(self, event: QDropEvent) -> None:
        """It is dropped."""
        self.move(event)
        drop, self._drop = self._drop, None
        if drop:
            drop.drop()
