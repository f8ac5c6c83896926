"""A card drawn once, kept, and shown again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from playground.gui.plots.vector import keeps_lines


class CardPicture:
    """The picture of one card at one zoom.

    While the view zooms, the picture that there is is stretched; drawing hundreds of cards anew at
    every step would make the window stutter. At rest it is drawn anew, sharp to the pixel.
    """

    def __init__(self) -> None:
        self._pixmap: QPixmap | None = None
        self._zoom = 0.0
        self._ratio = 0.0

    def forget(self) -> None:
        """What it shows is no longer so."""
        self._pixmap = None

    def is_sharp(self, zoom: float) -> bool:
        """Whether it was drawn for this zoom."""
        return self._pixmap is not None and self._zoom == zoom

    def paint(
        self,
        painter: QPainter,
        box: QRectF,
        draw: Callable[[QPainter, float], None],
        *,
        stretching: bool,
        smoothly: bool = True,
    ) -> None:
        """Show it in `box` (the painter's coordinates), drawing it first where it has to be.

        A drawing that may be magnified gets its lines and letters, whole.

        Args:
            draw: draws the card with a painter whose coordinates are the card's, at a zoom.
            stretching: whether a picture of another zoom will do for now.
            smoothly: whether it is then stretched with care, which takes four times as long.
        """
        if keeps_lines(painter):
            draw(painter, 1.0)
            return
        zoom = painter.worldTransform().m11()
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        stale = self._pixmap is None or self._ratio != ratio
        if stale or (self._zoom != zoom and not stretching):
            self._render(box, zoom, ratio, draw)
        assert self._pixmap is not None
        if self._zoom == zoom:
            self._show_sharp(painter, box, ratio)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smoothly)
            painter.drawPixmap(box, self._pixmap, QRectF(self._pixmap.rect()))

    def _render(
        self, box: QRectF, zoom: float, ratio: float, draw: Callable[[QPainter, float], None]
    ) -> None:
        scale = zoom * ratio
        size = (box.size() * scale).toSize()
        pixmap = QPixmap(max(1, size.width() + 1), max(1, size.height() + 1))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.scale(scale, scale)
        painter.translate(-box.topLeft())
        draw(painter, zoom)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        self._pixmap, self._zoom, self._ratio = pixmap, zoom, ratio

    def _show_sharp(self, painter: QPainter, box: QRectF, ratio: float) -> None:
        """Put it pixel on pixel, so that nothing is blurred."""
        assert self._pixmap is not None
        corner = painter.worldTransform().map(box.topLeft())
        whole = QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio)
        painter.save()
        painter.setWorldTransform(QTransform())
        painter.drawPixmap(whole, self._pixmap)
        painter.restore()
