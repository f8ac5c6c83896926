"""Draws a scene: its grids, what stands out, what is not known yet, its curve."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from playground.gui import theme
from playground.gui.plots.number_grid import Grid, GridPainter, Lights, texts_of
from playground.gui.plots.number_grid.fitting import fitted
from playground.gui.plots.number_grid.painter import draw_lights
from playground.gui.plots.words import number
from playground.gui.views.matrices.scene import Curve, Moment, Scene

_CENTRE = Qt.AlignmentFlag.AlignCenter


def draw_scene(painter: QPainter, scene: Scene, grids: GridPainter) -> None:
    """Draw what stays the same until the next moment."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for grid in scene.grids:
        grids.draw_base(painter, grid, texts_of(grid))
    painter.setFont(theme.font(theme.TEXT_SMALL))
    palette = theme.current()
    for each in scene.texts:
        painter.setPen(QColor(palette.text if each.role == "label" else palette.muted))
        painter.drawText(each.box, each.align, each.text)
    if scene.curve is not None:
        _draw_curve(painter, scene.curve)


def draw_over(
    painter: QPainter,
    scene: Scene,
    lights: dict[str, Lights],
    moment: Moment | None,
    point: tuple[float, float] | None,
) -> None:
    """Draw what stands out now, and take away what is not known yet."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for grid in scene.grids:
        if moment is not None and grid.matrix.key in moment.shown:
            _blank(painter, grid, moment.shown[grid.matrix.key])
    if moment is not None and moment.partial is not None:
        _draw_partial(painter, scene, *moment.partial)
    for grid in scene.grids:
        if grid.matrix.key in lights:
            draw_lights(painter, grid, lights[grid.matrix.key])
    if point is not None and scene.curve is not None:
        draw_point(painter, scene.curve, *point)


def _blank(painter: QPainter, grid: Grid, known: int) -> None:
    """Cover the cells that are not known yet."""
    rows, columns = grid.matrix.shape
    row, column = divmod(min(known, rows * columns), columns)
    box, palette = grid.box, theme.current()
    painter.save()
    painter.setClipRect(box)
    painter.setPen(QPen(QColor(palette.card_border), 1.0))
    painter.setBrush(QColor(palette.chip))
    if row < rows and column:
        left = grid.across.place(column)
        top = grid.down.place(row)
        painter.drawRect(QRectF(left, top, box.right() - left, grid.down.cell))
        row += 1
    if row < rows:
        top = grid.down.place(row)
        painter.drawRect(QRectF(box.left(), top, box.width(), box.bottom() - top))
    painter.restore()


def _draw_partial(
    painter: QPainter, scene: Scene, key: str, cell: tuple[int, int], value: float
) -> None:
    grid = scene.grid(key)
    if grid is None:
        return
    box = grid.cell_box(*cell)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.current().accent_soft))
    painter.drawRect(box)
    painter.setFont(theme.font(theme.TEXT_SMALL))
    painter.setPen(QColor(theme.current().text))
    painter.drawText(box, _CENTRE, fitted(value, max(box.width(), 48.0)))


def _draw_curve(painter: QPainter, curve: Curve) -> None:
    palette, plot = theme.current(), plot_box(curve)
    painter.setPen(QPen(QColor(palette.card_border), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(plot)
    zero = place_on(curve, 0.0, 0.0)
    painter.setPen(QPen(QColor(palette.plot_grid), 1.0))
    if plot.left() < zero.x() < plot.right():
        painter.drawLine(QPointF(zero.x(), plot.top()), QPointF(zero.x(), plot.bottom()))
    if plot.top() < zero.y() < plot.bottom():
        painter.drawLine(QPointF(plot.left(), zero.y()), QPointF(plot.right(), zero.y()))
    painter.save()
    painter.setClipRect(plot)
    places = [place_on(curve, float(x), float(y)) for x, y in zip(curve.x, curve.y, strict=True)]
    path = QPainterPath()
    path.addPolygon(QPolygonF(places))
    painter.setPen(QPen(QColor(palette.muted), 1.6))
    painter.drawPath(path)
    faint = QColor(palette.accent)
    faint.setAlphaF(0.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faint)
    for x, y in curve.points:
        painter.drawEllipse(place_on(curve, float(x), float(y)), 2.5, 2.5)
    painter.restore()
    painter.setFont(theme.font(theme.TEXT_SMALL))
    painter.setPen(QColor(palette.muted))
    top = QRectF(plot.left() + 5.0, plot.top() + 2.0, plot.width() - 8.0, 14.0)
    painter.drawText(top, Qt.AlignmentFlag.AlignLeft, curve.label)


def draw_point(painter: QPainter, curve: Curve, x: float, y: float) -> None:
    """Draw how one number goes up to the curve and across."""
    if not (np.isfinite(x) and np.isfinite(y)):
        return
    palette, plot, place = theme.current(), plot_box(curve), place_on(curve, x, y)
    painter.save()
    painter.setClipRect(plot.adjusted(-1, -1, 1, 1))
    painter.setPen(QPen(QColor(palette.accent), 1.0, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(place.x(), plot.bottom()), place)
    painter.drawLine(QPointF(plot.left(), place.y()), place)
    painter.setPen(QPen(QColor(palette.card), 1.5))
    painter.setBrush(QColor(palette.accent))
    painter.drawEllipse(place, 4.5, 4.5)
    painter.restore()
    painter.setFont(theme.font(theme.TEXT_SMALL))
    painter.setPen(QColor(palette.text))
    box = QRectF(plot.left(), plot.bottom() - 16.0, plot.width() - 5.0, 14.0)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    text = f"{number(x)} → {number(y)}"
    wide = theme.text_width(text, theme.TEXT_SMALL) + 6.0
    painter.fillRect(QRectF(box.right() - wide, box.top(), wide, 14.0), QColor(palette.card))
    painter.drawText(box, right, text)


def plot_box(curve: Curve) -> QRectF:
    """Where the curve is drawn."""
    return curve.box.adjusted(1.0, 1.0, -1.0, -1.0)


def place_on(curve: Curve, x: float, y: float) -> QPointF:
    """Where a number of the function stands."""
    plot = plot_box(curve)
    low, high = curve.heights
    left, right = float(curve.x[0]), float(curve.x[-1])
    across = (x - left) / (right - left)
    up = min(max((y - low) / (high - low), -4.0), 5.0)
    return QPointF(plot.left() + across * plot.width(), plot.bottom() - up * plot.height())
