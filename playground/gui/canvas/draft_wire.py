"""A wire that is being drawn and is no link yet."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsScene

from playground.gui import theme
from playground.gui.canvas.wire import wire_path


class DraftWire:
    """A wire from a port to wherever it may end, until it is removed."""

    def __init__(self, scene: QGraphicsScene) -> None:
        self._scene = scene
        self._item = QGraphicsPathItem()
        self._item.setZValue(3)
        scene.addItem(self._item)

    def run(self, begin: QPointF, end: QPointF, *, refused: bool) -> None:
        """Lie between two points, red where it may not end there."""
        palette = theme.current()
        colour = QColor(palette.error if refused else palette.accent)
        self._item.setPen(QPen(colour, 3, c=Qt.PenCapStyle.RoundCap))
        self._item.setPath(wire_path(begin, end))

    def remove(self) -> None:
        """Be gone."""
        if self._item.scene() is self._scene:
            self._scene.removeItem(self._item)
