"""One layer type in the palette."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QWidget

from playground.gui.canvas.layer_mime import layer_mime
from playground.gui.panels.tile import Tile
from playground.gui.topics import mark
from playground.network.layers import LAYERS
from playground.network.node import Catalogue


class LayerTile(Tile):
    """A layer type, to drag, double-click or press Enter on.

    Attributes:
        layer_type: its name, as in files.

    Signals:
        insert_requested(str): the layer type.
    """

    insert_requested = Signal(str)

    def __init__(self, layer_type: str, parent: QWidget) -> None:
        about: Catalogue = LAYERS[layer_type].catalogue
        super().__init__(about.label, about.icon, about.family, about.help, parent)
        self.setAccessibleName(f"{about.label} layer")
        mark(self, f"layer.{layer_type}")
        self.layer_type = layer_type

    def mime(self) -> QMimeData:
        return layer_mime(self.layer_type)

    def insert(self) -> None:
        self.insert_requested.emit(self.layer_type)
