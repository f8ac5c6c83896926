"""One block in the palette."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QWidget

from playground.gui.canvas.layer_mime import fragment_mime
from playground.gui.panels.tile import Tile
from playground.gui.topics import mark
from playground.network.fragment import Fragment


class BlockTile(Tile):
    """A part of a network under a name, to drag, double-click or press Enter on.

    Signals:
        insert_requested(title).
    """

    insert_requested = Signal(str)

    def __init__(self, fragment: Fragment, parent: QWidget) -> None:
        layers = ", ".join(node.catalogue.label for node in fragment.nodes)
        super().__init__(fragment.title, "block", "", f"A block of layers: {layers}.", parent)
        self.setAccessibleName(f"{fragment.title} block")
        mark(self, "blocks")
        self._fragment = fragment

    def mime(self) -> QMimeData:
        return fragment_mime(self._fragment)

    def insert(self) -> None:
        self.insert_requested.emit(self._fragment.title)
