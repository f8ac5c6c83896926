"""A widget as a drawing that can be magnified."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPicture, QRegion
from PySide6.QtWidgets import QHeaderView, QScrollBar, QWidget

_SPARE = 3
# What has to be pixels has so many a px.
_FINE = 4.0


def record(widget: QWidget) -> QPicture:
    """What a visible widget shows now, as lines, letters and pictures; without scroll bars.

    `QWidget.render` would leave out that what lies in a widget ends at its edge: a list would go on
    beneath its frame. So each is painted by itself, clipped to those that it lies in.
    """
    picture = QPicture()
    painter = QPainter(picture)
    _paint(painter, widget, widget, widget.rect(), QWidget.RenderFlag.DrawWindowBackground)
    painter.end()
    return picture


def _paint(
    painter: QPainter, widget: QWidget, root: QWidget, clip: QRect, flags: QWidget.RenderFlag
) -> None:
    corner = widget.mapTo(root, QPoint(0, 0))
    # A little more to the sides: where letters were measured in another font, the last is not cut.
    seen = QRect(corner, widget.size()).adjusted(-_SPARE, 0, _SPARE, 0) & clip
    if seen.isEmpty():
        return
    if isinstance(widget, QHeaderView):
        _stamp(painter, widget, corner, seen)
        return
    painter.save()
    painter.setClipRect(seen)
    painter.translate(corner)
    # Not the graphics view's own, which draws its scene.
    QWidget.render(widget, painter, QPoint(0, 0), QRegion(), flags)
    painter.restore()
    for child in widget.children():
        if not isinstance(child, QWidget) or isinstance(child, QScrollBar) or child.isWindow():
            continue
        if child.isVisible():
            _paint(painter, child, root, seen, QWidget.RenderFlag(0))


def _stamp(painter: QPainter, header: QHeaderView, corner: QPoint, seen: QRect) -> None:
    """As pixels: it sets clips of its own, which would let it out of what it lies in."""
    image = QImage(header.size() * _FINE, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(_FINE)
    image.fill(Qt.GlobalColor.transparent)
    inner = QPainter(image)
    header.render(inner, QPoint(0, 0), QRegion(), QWidget.RenderFlag.DrawChildren)
    inner.end()
    painter.save()
    painter.setClipRect(seen)
    painter.drawImage(QRectF(QRect(corner, header.size())), image)
    painter.restore()
