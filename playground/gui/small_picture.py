"""The small picture of a network that goes into its project file."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from playground.gui import theme
from playground.gui.panels.template_picture import paint_network
from playground.network.spec import NetworkSpec

SIZE = QSize(480, 200)


def small_picture(network: NetworkSpec) -> bytes:
    """A PNG of `SIZE`, in the colours of the present theme."""
    image = QImage(SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(theme.current().chip))
    painter = QPainter(image)
    paint_network(painter, network, QRectF(0, 0, SIZE.width(), SIZE.height()))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
