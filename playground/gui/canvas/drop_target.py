"""Takes layers and blocks that are dragged from the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDropEvent

from playground.errors import UserError
from playground.gui.canvas.fragment_drop import FragmentDrop
from playground.gui.canvas.layer_drop import LayerDrop
from playground.gui.canvas.layer_mime import FRAGMENT_MIME, fragment_of, layer_type_of

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas


class DropTarget:
    """Turns drag events into a `LayerDrop` or a `FragmentDrop`."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._drop: LayerDrop | FragmentDrop | None = None

    def enter(self, event: QDropEvent) -> None:
        """Something is dragged in; only layers and blocks are taken."""
        self._canvas.notes.withdraw()
        self._drop = self._drop_of(event.mimeData())
        if self._drop is None:
            event.ignore()
            return
        self.move(event)
        # Even over a place that refuses it: who ignores the entry is told of no move after it.
        event.accept()

    def move(self, event: QDropEvent) -> None:
        """It is dragged on; refused where it can't be dropped."""
        if self._drop is None:
            event.ignore()
            return
        self._drop.move(self._canvas.mapToScene(event.position().toPoint()))
        refusal = self._drop.refusal
        if refusal and refusal.mended is None:
            event.ignore()
        else:
            # Also where it does not fit, if something can be offered there that mends it.
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

    def _drop_of(self, data: QMimeData) -> LayerDrop | FragmentDrop | None:
        layer_type = layer_type_of(data)
        if layer_type is not None:
            return LayerDrop(self._canvas, layer_type)
        if data.hasFormat(FRAGMENT_MIME):
            try:
                return FragmentDrop(self._canvas, fragment_of(data))
            except UserError as error:
                self._canvas.warn(str(error))
        return None
