"""The dotted ground of the canvas."""

from __future__ import annotations

from math import floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.gui import theme

_SPACING = 24.0
# Dots closer than this on the screen are thinned out.
_LEAST_ON_SCREEN_PX = 22.0


def paint_backdrop(painter: QPainter, area: QRectF) -> None:
    """Fill `area` of the scene with the canvas colour and its dots."""
    palette = theme.current()
    painter.fillRect(area, QColor(palette.canvas))
    zoom = painter.worldTransform().m11()
    spacing = _SPACING
    while spacing * zoom < _LEAST_ON_SCREEN_PX:
        spacing *= 2
    pen = QPen(QColor(palette.grid_dot), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left, top = floor(area.left() / spacing), floor(area.top() / spacing)
    right, bottom = floor(area.right() / spacing) + 1, floor(area.bottom() / spacing) + 1
    painter.drawPoints(
        [
            QPointF(column * spacing, row * spacing)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]
    )
