"""The network as it stands on the canvas, for a report."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QPainter, QPicture

from playground.gui import theme
from playground.gui.canvas.scene import NetworkScene
from playground.gui.document import Document
from playground.gui.exporting.figure import Figure

# Cards without a place of their own are laid out for a page of this size in px.
_PAGE = (980.0, 620.0)
_MARGIN = 8.0


def network_figure(document: Document, parent: QObject) -> Figure:
    """All cards and wires, in the colours of paper. At once: it takes some 50 ms."""
    with theme.on_paper():
        scene = NetworkScene(document, parent)
        scene.arranger.animated = False
        scene.set_area(_PAGE)
        box = scene.content_rect().adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        picture = QPicture()
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scene.render(painter, QRectF(0.0, 0.0, box.width(), box.height()), box)
        painter.end()
        scene.deleteLater()
    help_text = "Every layer with what leaves it, and how they are wired"
    return Figure("network", "", help_text, "", picture, box.size())
