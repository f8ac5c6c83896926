"""The thumbnail of a data set."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from playground.data.dataset import Task
from playground.gui.palette import DARK, LIGHT, Palette
from playground.gui.plots.colours import class_colour, paint, value_colour
from playground.gui.plots.map_grid import cell_centres, extent_of

Glyph = Literal["table", "image"]

_GRID = 40
_MOST_SHOWN = 300
_SCALE = 2
# On smaller pictures dots are mere noise.
_SIDE_FOR_DOTS = 64
# Each place takes the colours of the points within about this share of the side.
_REACH = 0.045

# A 3, drawn by hand in shades from 0 to 9.
_DIGIT = (
    "00589300",
    "06928900",
    "00001960",
    "00059400",
    "00037920",
    "00000595",
    "03506970",
    "00798300",
)


def gallery_pixmap(
    points: NDArray[np.float64] | None,
    targets: NDArray[np.int64] | NDArray[np.float64] | None,
    task: Task,
    size: int,
    dark: bool,
    glyph: Glyph = "table",
) -> QPixmap:
    """A square picture, sharp on screens of twice the density.

    Args:
        points: (n, 2), or None for data that can't be drawn on a plane.
        targets: as in `Dataset`; not used without points.
        task: what the targets mean.
        size: the side in px.
        dark: whether it is drawn on the dark ground.
        glyph: what stands for data without points: a table, or an image of a digit.
    """
    picture = QPixmap(size * _SCALE, size * _SCALE)
    picture.setDevicePixelRatio(_SCALE)
    palette = DARK if dark else LIGHT
    picture.fill(QColor(palette.chip))
    painter = QPainter(picture)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    if points is not None and targets is not None and len(points):
        _draw_points(painter, points, targets, task, size, dark)
    elif glyph == "image":
        _draw_digit(painter, size, palette)
    else:
        _draw_table(painter, size, palette)
    painter.end()
    return picture


def _draw_points(
    painter: QPainter,
    points: NDArray[np.float64],
    targets: NDArray[np.int64] | NDArray[np.float64],
    task: Task,
    size: int,
    dark: bool,
) -> None:
    shown = np.linspace(0, len(points) - 1, min(len(points), _MOST_SHOWN)).astype(int)
    points, targets = points[shown], targets[shown]
    outputs = _outputs(targets, task)
    extent = extent_of(points)
    low, high = (float(outputs[:, 0].min()), float(outputs[:, 0].max()))
    rgba = np.ascontiguousarray(paint(_tint(points, outputs, extent), task, low, high, dark)[::-1])
    image = QImage(rgba.tobytes(), _GRID, _GRID, 4 * _GRID, QImage.Format.Format_RGBX8888)
    painter.drawImage(QRectF(0, 0, size, size), image)
    if size < _SIDE_FOR_DOTS:
        return
    painter.setPen(QPen(QColor(255, 255, 255, 150), 0.5))
    x0, x1, y0, y1 = extent
    for row in range(0, len(points), max(1, len(points) // 60)):
        x = (points[row, 0] - x0) / (x1 - x0) * size
        y = (y1 - points[row, 1]) / (y1 - y0) * size
        painter.setBrush(_colour(targets[row], task, low, high))
        painter.drawEllipse(QPointF(x, y), 1.3, 1.3)


def _outputs(targets: NDArray[np.int64] | NDArray[np.float64], task: Task) -> NDArray[np.float64]:
    """The targets as a perfect network would predict them: (n, outputs)."""
    if task == "multiclass":
        classes = int(targets.max()) + 1
        return np.asarray(targets[:, None] == np.arange(classes), np.float64)
    return np.asarray(targets, np.float64).reshape(len(targets), -1)


def _tint(
    points: NDArray[np.float64],
    outputs: NDArray[np.float64],
    extent: tuple[float, float, float, float],
) -> NDArray[np.float32]:
    """Every place as the points nearest to it: Gaussian weights about the nearest distance."""
    span = np.array([extent[1] - extent[0], extent[3] - extent[2]])
    places = (cell_centres(extent, _GRID, _GRID) / span).astype(np.float32)
    known = (points / span).astype(np.float32)
    # |a − b|² = |a|² − 2ab + |b|², of which |a|² is the same for every point of a place.
    squares = (known**2).sum(axis=1) - 2.0 * places @ known.T
    squares -= squares.min(axis=1, keepdims=True)
    weights = np.exp(squares * np.float32(-0.5 / _REACH**2))
    weights /= weights.sum(axis=1, keepdims=True)
    tint: NDArray[np.float32] = (weights @ outputs.astype(np.float32)).reshape(_GRID, _GRID, -1)
    return tint


def _colour(target: NDArray[np.generic], task: Task, low: float, high: float) -> QColor:
    first = float(np.ravel(target)[0])
    if task == "regression":
        return QColor(*value_colour(first, low, high))
    if task == "multilabel":
        chosen = np.flatnonzero(target)
        return QColor(*class_colour(task, int(chosen[0]))) if len(chosen) else QColor("#8c929a")
    return QColor(*class_colour(task, int(first)))


def _draw_table(painter: QPainter, size: int, palette: Palette) -> None:
    """Four rows of three cells, the first row and a column in the colours of the classes."""
    margin, gap = size * 0.17, size * 0.055
    width = (size - 2 * margin - 2 * gap) / 3
    height = (size - 2 * margin - 3 * gap) / 4
    painter.setPen(Qt.PenStyle.NoPen)
    last = (palette.negative, palette.positive, palette.negative)
    for row in range(4):
        for column in range(3):
            colour = QColor(palette.muted)
            colour.setAlphaF(0.85 if row == 0 else 0.35)
            if row and column == 2:
                colour = QColor(last[row - 1])
            painter.setBrush(colour)
            box = QRectF(
                margin + column * (width + gap), margin + row * (height + gap), width, height
            )
            painter.drawRoundedRect(box, 1.5, 1.5)


def _draw_digit(painter: QPainter, size: int, palette: Palette) -> None:
    margin = size * 0.12
    side = (size - 2 * margin) / len(_DIGIT)
    painter.setPen(Qt.PenStyle.NoPen)
    ink = QColor(palette.text)
    for row, shades in enumerate(_DIGIT):
        for column, shade in enumerate(shades):
            ink.setAlphaF(0.06 + 0.94 * int(shade) / 9.0)
            painter.setBrush(ink)
            place = QRectF(margin + column * side, margin + row * side, side - 0.5, side - 0.5)
            painter.drawRect(place)
