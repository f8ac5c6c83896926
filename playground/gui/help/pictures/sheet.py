"""What pictures of the glossary are drawn with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from playground.gui import theme

CENTRE = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_FOOT = 15.0


class Sheet:
    """A box with numbers along both sides, and pens in the theme's colours.

    Attributes:
        painter: what draws. box: the part of the picture that the numbers lie in, in px.
        palette: the theme's colours.
    """

    def __init__(
        self,
        painter: QPainter,
        box: QRectF,
        across: tuple[float, float] = (0.0, 1.0),
        up: tuple[float, float] = (0.0, 1.0),
    ) -> None:
        self.painter, self.box = painter, box
        self.palette = theme.current()
        self._across, self._up = across, up

    def at(self, x: float, y: float) -> QPointF:
        """A place in px."""
        (x0, x1), (y0, y1) = self._across, self._up
        return QPointF(
            self.box.left() + (x - x0) / (x1 - x0) * self.box.width(),
            self.box.bottom() - (y - y0) / (y1 - y0) * self.box.height(),
        )

    def axes(self, x_name: str, y_name: str, *, zero: bool = True) -> None:
        """Lines at 0 (or at the low ends), and the names of both axes."""
        (x0, x1), (y0, y1) = self._across, self._up
        x = min(max(0.0, x0), x1) if zero else x0
        y = min(max(0.0, y0), y1) if zero else y0
        self.line((x0, x1), (y, y), self.palette.disabled, 1.0)
        self.line((x, x), (y0, y1), self.palette.disabled, 1.0)
        below = QRectF(self.box.left(), self.box.bottom() + 1.0, self.box.width(), _FOOT)
        self.text(below, x_name, RIGHT)
        self.text(QRectF(self.box.left() + 3, self.box.top() - 3.0, 160.0, _FOOT), y_name, LEFT)

    def line(
        self,
        x: ArrayLike,
        y: ArrayLike,
        colour: str | QColor,
        width: float = 2.0,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    ) -> None:
        """A line through points; it is cut off at the box."""
        xs, ys = np.asarray(x, float), np.asarray(y, float)
        points = [self.at(a, b) for a, b in zip(xs, ys, strict=True)]
        pen = QPen(QColor(colour), width, style, Qt.PenCapStyle.RoundCap)
        self.painter.save()
        self.painter.setClipRect(self.box.adjusted(-2.0, -2.0, 2.0, 2.0))
        self.painter.setPen(pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawPolyline(QPolygonF(points))
        self.painter.restore()

    def dots(self, x: ArrayLike, y: ArrayLike, colour: str | QColor, radius: float = 3.0) -> None:
        """Points with a rim of the ground."""
        self.painter.setPen(QPen(QColor(self.palette.canvas), 1.0))
        self.painter.setBrush(QColor(colour))
        for a, b in zip(np.asarray(x, float), np.asarray(y, float), strict=True):
            self.painter.drawEllipse(self.at(a, b), radius, radius)

    def text(
        self,
        box: QRectF,
        words: str,
        align: Qt.AlignmentFlag = CENTRE,
        colour: str = "",
        bold: bool = False,
    ) -> None:
        """Small words in a box in px."""
        weight = QFont.Weight.DemiBold if bold else QFont.Weight.Normal
        self.painter.setFont(theme.font(theme.TEXT_SMALL, weight))
        self.painter.setPen(QColor(colour or self.palette.muted))
        self.painter.drawText(box, align, words)

    def label(self, x: float, y: float, words: str, colour: str = "") -> None:
        """Small words that begin at a place of the numbers."""
        place = self.at(x, y)
        self.text(QRectF(place.x(), place.y() - 8.0, 240.0, 16.0), words, LEFT, colour)

    def cell(self, box: QRectF, words: str, fill: QColor | str, ink: str = "") -> None:
        """A cell with a number in it."""
        self.painter.setPen(QPen(QColor(self.palette.card_border), 1.0))
        self.painter.setBrush(QColor(fill))
        self.painter.drawRoundedRect(box, 3.0, 3.0)
        self.text(box, words, CENTRE, ink or self.palette.text)

    def arrow(self, start: QPointF, end: QPointF, colour: str, width: float = 1.5) -> None:
        """A line with a head."""
        self.painter.setPen(QPen(QColor(colour), width))
        self.painter.drawLine(start, end)
        way = end - start
        length = float(np.hypot(way.x(), way.y())) or 1.0
        along = way / length * 6.0
        across = QPointF(-along.y(), along.x()) * 0.5
        head = QPainterPath(end)
        head.lineTo(end - along + across)
        head.lineTo(end - along - across)
        head.closeSubpath()
        self.painter.fillPath(head, QColor(colour))


def plot(
    painter: QPainter, box: QRectF, across: tuple[float, float], up: tuple[float, float]
) -> Sheet:
    """A sheet with room for the name of the axis beneath."""
    return Sheet(painter, box.adjusted(4.0, 4.0, -4.0, -_FOOT), across, up)


def columns(box: QRectF, shares: Sequence[float], gap: float = 8.0) -> list[QRectF]:
    """Boxes side by side, as wide as their shares."""
    room = box.width() - gap * (len(shares) - 1)
    found, left = [], box.left()
    for share in shares:
        width = room * share / sum(shares)
        found.append(QRectF(left, box.top(), width, box.height()))
        left += width + gap
    return found


def tinted(colour: str, strength: float) -> QColor:
    """A colour, see-through but for `strength` of it."""
    result = QColor(colour)
    result.setAlphaF(max(0.0, min(1.0, strength)))
    return result
