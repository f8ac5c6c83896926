"""The marks of a chart: its bars and its lines."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from playground.gui import theme
from playground.gui.plots.axes import Axes
from playground.gui.plots.chart_picture import ChartBars, ChartLine

# Lines of more points than this are drawn 1 px wide: a wide jagged one takes Qt ten times as long.
_MOST_WIDE = 600


def span(ends: tuple[float, float]) -> float:
    """How long a range is; 1 for one of no length."""
    return (ends[1] - ends[0]) or 1.0


def bar_box(bars: ChartBars, number: int, axes: Axes) -> QRectF:
    """Where a bar is drawn, in px."""
    most = max(1, int(bars.counts.max(initial=1)))
    height = bars.share * axes.box.height() * float(bars.counts[number]) / most
    left, right = axes.x(float(bars.edges[number])), axes.x(float(bars.edges[number + 1]))
    return QRectF(left, axes.box.bottom() - height, max(1.0, right - left - 1.0), height)


def draw_bars(painter: QPainter, bars: ChartBars, axes: Axes) -> None:
    """Draw bars along the bottom, each as strong as its shade."""
    palette = theme.current()
    full, pale = QColor(bars.colour), QColor(palette.disabled)
    painter.setPen(Qt.PenStyle.NoPen)
    for number in np.flatnonzero(bars.counts).tolist():
        shade = float(np.clip(bars.shades[number], 0.0, 1.0))
        parts = [
            round(p + (f - p) * shade)
            for f, p in zip(full.getRgb()[:3], pale.getRgb()[:3], strict=True)  # type: ignore[index]
        ]
        colour = QColor(*parts)
        colour.setAlpha(150)
        painter.setBrush(colour)
        painter.drawRect(bar_box(bars, number, axes))


def draw_line(painter: QPainter, line: ChartLine, axes: Axes) -> None:
    """Draw a line in all its stretches."""
    (x0, x1), (y0, y1), box = axes.x_range, axes.y_range, axes.box
    across, up = box.width() / (x1 - x0), box.height() / (y1 - y0)
    to_px = QTransform(across, 0.0, 0.0, -up, box.left() - x0 * across, box.bottom() + y0 * up)
    if line.steps:
        width = 2.0 if line.thick else 1.0
    else:
        width = (2.4 if line.thick else 1.5) if len(line.x) <= _MOST_WIDE else 1.0
    # Steps are upright and level, and sharpest with plain edges, at a tenth of the time.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not line.steps)
    pen = QPen(QColor(line.colour), width)
    if line.dashed:
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern((4.0, 2.5))
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for piece in line.pieces:
        painter.drawPolyline(to_px.map(piece))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
