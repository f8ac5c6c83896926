"""The little curve of an activation."""

from __future__ import annotations

from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap

from playground.gui import theme
from playground.network.activations import Activation

_RANGE = 3.0
_N_POINTS = 33


@cache
def _unit_curve(activation: Activation) -> tuple[tuple[float, float], ...]:
    """Points of the curve in a box of 1 by 1, y downwards."""
    x = np.linspace(-_RANGE, _RANGE, _N_POINTS)
    y = activation.curve(x)
    low, high = float(y.min()), float(y.max())
    across = (x + _RANGE) / (2 * _RANGE)
    down = 1.0 - (y - low) / ((high - low) or 1.0)
    return tuple(zip(across.tolist(), down.tolist(), strict=True))


def draw_curve(painter: QPainter, activation: Activation, box: QRectF, colour: QColor) -> None:
    """Draw the curve from −3 to 3, filling `box`."""
    path = QPainterPath()
    for index, (across, down) in enumerate(_unit_curve(activation)):
        point = QPointF(box.left() + across * box.width(), box.top() + down * box.height())
        if index:
            path.lineTo(point)
        else:
            path.moveTo(point)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


def curve_icon(activation: Activation) -> QIcon:
    """The curve as an icon in the theme's accent."""
    return QIcon(_CurveEngine(activation))


class _CurveEngine(QIconEngine):
    """Draws an activation's curve at any size."""

    def __init__(self, activation: Activation) -> None:
        super().__init__()
        self._activation = activation

    def clone(self) -> QIconEngine:
        return _CurveEngine(self._activation)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        inset = max(1.0, rect.height() * 0.16)
        box = QRectF(rect).adjusted(1.0, inset, -1.0, -inset)
        draw_curve(painter, self._activation, box, QColor(theme.current().accent))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        result = QPixmap(size)
        result.fill(Qt.GlobalColor.transparent)
        painter = QPainter(result)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return result
