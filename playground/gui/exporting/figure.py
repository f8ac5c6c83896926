"""A drawing in a report."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter, QPicture

# In px: as wide as the page, or half of it, which is about the window's right column.
WIDE, HALF = 700, 342
# Pictures have so many pixels a px, so that they are sharp on screens of high density.
SCALE = 2.0


@dataclass(frozen=True, eq=False)
class Figure:
    """A drawing with its words.

    Attributes:
        name: of the view it shows, or "network".
        title: what it is, "" where the heading says it. help: one line.
        remark: what was chosen in it, or "".
        picture: the drawing. size: its width and height in px.
    """

    name: str
    title: str
    help: str
    remark: str
    picture: QPicture
    size: QSizeF

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Draw it as wide as `box`, in the painter's own units."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(box.topLeft())
        device = painter.device()
        assert device is not None
        # A picture is played at its own size in inches; a px here is one of ours.
        inches = self.picture.logicalDpiX() / device.logicalDpiX()
        scale = box.width() / self.size.width() * inches
        painter.scale(scale, scale)
        self.picture.play(painter)
        painter.restore()

    def image(self) -> QImage:
        """It at twice its size, on white."""
        image = QImage((self.size * SCALE).toSize(), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        self.draw(painter, QRectF(0.0, 0.0, image.width(), image.height()))
        painter.end()
        return image


def png(image: QImage) -> bytes:
    """An image as the bytes of a PNG file; in any thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
