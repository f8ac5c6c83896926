"""What is drawn over units: the dots of biases, and how a sample passes through."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.views.neurons.art import text
from playground.gui.views.neurons.picture import Passing, Picture
from playground.gui.views.neurons.stand import Stand
from playground.gui.views.neurons.wires import largest_of

# The radius in px of a dot, for nothing and for the layer's largest bias.
_SMALLEST, _LARGEST = 1.6, 4.4
# Room at the right of a unit's picture that a number takes, in px.
_NUMBER = 34.0


def sign_colour(value: float) -> QColor:
    """Blue below 0, orange above, grey for what is no number."""
    palette = theme.current()
    if not np.isfinite(value):
        return QColor(palette.disabled)
    return QColor(palette.positive if value > 0.0 else palette.negative)


def radius_of(value: float, largest: float) -> float:
    """How large a dot is, in px."""
    if not np.isfinite(value) or not largest > 0.0:
        return _SMALLEST
    return _SMALLEST + (_LARGEST - _SMALLEST) * min(abs(value) / largest, 1.0)


def draw_biases(painter: QPainter, picture: Picture) -> None:
    """A dot at the left of every unit that has a bias."""
    assert picture.board is not None
    painter.setPen(Qt.PenStyle.NoPen)
    for stand in picture.board.stands:
        values = (picture.biases or {}).get(stand.layer.id)
        if values is None:
            continue
        largest = largest_of(values)
        for unit in stand.units:
            value = float(values[unit])
            radius = radius_of(value, largest)
            painter.setBrush(sign_colour(value))
            painter.drawEllipse(QPointF(*stand.dot(unit)), radius, radius)


def draw_passing(painter: QPainter, picture: Picture, passing: Passing) -> None:
    """What a sample does in every unit: a disc for its value, a triangle for the loss's slope."""
    assert picture.board is not None
    for stand in picture.board.stands:
        name = stand.layer.id
        values, slopes = passing.values[name], passing.slopes.get(name)
        for unit in stand.units:
            _draw_value(painter, stand, unit, float(values[unit]), largest_of(values))
            if slopes is not None:
                _draw_slope(painter, stand, unit, float(slopes[unit]), largest_of(slopes))
        _mark_point(painter, picture, stand, passing.row)


def _draw_value(painter: QPainter, stand: Stand, unit: int, value: float, largest: float) -> None:
    box = stand.box(unit)
    x, y = box.right + 8.0, box.top + box.height * 0.3
    disc(painter, x, y, value, largest)
    room = stand.card.right - x - 7.0
    if room >= _NUMBER - 8.0 and box.height >= 24.0:
        place = QRectF(x + 6.0, y - 8.0, room + 2.0, 16.0)
        small = theme.font(theme.TEXT_SMALL)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        said = words.number(value, 2)
        if QFontMetricsF(small).horizontalAdvance(said) <= place.width():
            text(painter, place, said, small, theme.current().text, left)


def disc(painter: QPainter, x: float, y: float, value: float, largest: float) -> None:
    """The mark of an activation."""
    ring = QColor(theme.current().muted)
    painter.setPen(QPen(ring, 1.0))
    painter.setBrush(sign_colour(value))
    radius = radius_of(value, largest)
    painter.drawEllipse(QPointF(x, y), radius, radius)


def _draw_slope(painter: QPainter, stand: Stand, unit: int, value: float, largest: float) -> None:
    box = stand.box(unit)
    triangle(painter, box.right + 8.0, box.top + box.height * 0.74, value, largest)


def triangle(painter: QPainter, x: float, y: float, value: float, largest: float) -> None:
    """The mark of a slope: it points back to where the gradient goes."""
    size = radius_of(value, largest)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(sign_colour(value))
    painter.drawPolygon(
        QPolygonF([QPointF(x - size, y), QPointF(x + size, y - size), QPointF(x + size, y + size)])
    )


def _mark_point(painter: QPainter, picture: Picture, stand: Stand, row: int) -> None:
    """A ring in every map, where the sample lies."""
    job = picture.job
    if job.plane is None or stand.layer.kind != "map":
        return
    u, v = job.plane.project(job.frame.whole.dataset.features[[row]])[0]
    x0, x1, y0, y1 = job.extent
    if not (x0 <= u <= x1 and y0 <= v <= y1):
        return
    palette = theme.current()
    painter.setBrush(QColor(palette.card))
    painter.setPen(QPen(QColor(palette.text), 1.2))
    for unit in stand.units:
        box = stand.box(unit)
        x = box.left + (u - x0) / (x1 - x0) * box.width
        y = box.bottom - (v - y0) / (y1 - y0) * box.height
        painter.drawEllipse(QPointF(x, y), 2.2, 2.2)
