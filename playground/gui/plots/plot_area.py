"""A rectangle of data in a widget: its frame, ticks and names, and where things lie in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QTransform

from playground.gui import theme
from playground.gui.plots.map_grid import Extent
from playground.gui.plots.ticks import linear_ticks

_NAME_HEIGHT = 15.0
_TICK_HEIGHT = 15.0
_TICK_LENGTH = 3.0
_GAP = 3.0
_MOST_TICKS = 6


@dataclass(frozen=True)
class PlotArea:
    """A square plot with its axes on the left and beneath.

    Attributes:
        box: the square in px.
        extent: the data in it: x0, x1, y0, y1.
        names: the names of the two axes.
        most_ticks: on each axis.
    """

    box: QRectF
    extent: Extent
    names: tuple[str, str]
    most_ticks: int = _MOST_TICKS

    @classmethod
    def fitted(
        cls, width: float, height: float, extent: Extent, names: tuple[str, str]
    ) -> PlotArea:
        """The largest square that leaves room for its axes in `width` by `height` px."""
        bottom = _TICK_LENGTH + _TICK_HEIGHT + _NAME_HEIGHT
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
        texts = [text for _, text in linear_ticks(extent[2], extent[3], _MOST_TICKS)]
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0.0)
        left = np.ceil(_NAME_HEIGHT + widest + _GAP + _TICK_LENGTH)
        side = max(16.0, np.floor(min(width - left - 1.0, height - bottom - 1.0)))
        spare = max(0.0, np.floor((width - left - 1.0 - side) / 2.0))
        return cls(QRectF(left + spare, 0.5, side, side), extent, names)

    @staticmethod
    def height_for(width: int) -> int:
        """About the height in px at which the square fills `width`."""
        return round(width - 10)

    def to_pixels(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """(…, 2) data as px."""
        x0, x1, y0, y1 = self.extent
        box = self.box
        x = box.left() + (points[..., 0] - x0) / (x1 - x0) * box.width()
        y = box.bottom() - (points[..., 1] - y0) / (y1 - y0) * box.height()
        return np.stack((x, y), axis=-1)

    def transform(self) -> QTransform:
        """From data to px."""
        x0, x1, y0, y1 = self.extent
        box = self.box
        across, up = box.width() / (x1 - x0), box.height() / (y1 - y0)
        return QTransform(across, 0.0, 0.0, -up, box.left() - x0 * across, box.bottom() + y0 * up)

    def _pixel_of(self, x: float, y: float) -> QPointF:
        place = self.to_pixels(np.array([x, y]))
        return QPointF(float(place[0]), float(place[1]))

    def to_data(self, place: QPointF) -> tuple[float, float]:
        """A point in px as data."""
        x0, x1, y0, y1 = self.extent
        box = self.box
        x = x0 + (place.x() - box.left()) / box.width() * (x1 - x0)
        y = y0 + (box.bottom() - place.y()) / box.height() * (y1 - y0)
        return x, y

    def rect_of(self, extent: Extent) -> QRectF:
        """The px that another rectangle of data takes."""
        corners = self.to_pixels(np.array([[extent[0], extent[3]], [extent[1], extent[2]]]))
        return QRectF(QPointF(*corners[0]), QPointF(*corners[1]))

    def draw_frame(self, painter: QPainter, ground: str) -> None:
        """Round the corners off with the colour `ground`, and draw the border."""
        corners, rounded = QPainterPath(), QPainterPath()
        corners.addRect(self.box.adjusted(-1.0, -1.0, 1.0, 1.0))
        rounded.addRoundedRect(self.box, theme.RADIUS, theme.RADIUS)
        painter.fillPath(corners.subtracted(rounded), QColor(ground))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.current().card_border), 1.0))
        painter.drawRoundedRect(self.box, theme.RADIUS, theme.RADIUS)

    def draw_axes(self, painter: QPainter) -> None:
        """Draw ticks, their numbers and the names of the axes."""
        painter.setFont(theme.font(theme.TEXT_SMALL))
        self._draw_bottom(painter)
        self._draw_left(painter)

    def _draw_bottom(self, painter: QPainter) -> None:
        palette, box = theme.current(), self.box
        for value, text in linear_ticks(self.extent[0], self.extent[1], self.most_ticks):
            x = (
                box.left()
                + (value - self.extent[0]) / (self.extent[1] - self.extent[0]) * box.width()
            )
            painter.setPen(QColor(palette.disabled))
            painter.drawLine(
                QPointF(x, box.bottom() + 1.0), QPointF(x, box.bottom() + _TICK_LENGTH)
            )
            painter.setPen(QColor(palette.muted))
            label = QRectF(x - 40.0, box.bottom() + _TICK_LENGTH + 1.0, 80.0, _TICK_HEIGHT)
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)
        name = QRectF(
            box.left(), box.bottom() + _TICK_LENGTH + _TICK_HEIGHT, box.width(), _NAME_HEIGHT
        )
        self._draw_name(painter, name, self.names[0])

    def _draw_left(self, painter: QPainter) -> None:
        palette, box = theme.current(), self.box
        right = box.left() - _TICK_LENGTH - _GAP
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        widest = 0.0
        for value, text in linear_ticks(self.extent[2], self.extent[3], self.most_ticks):
            y = self._pixel_of(self.extent[0], value).y()
            painter.setPen(QColor(palette.disabled))
            painter.drawLine(QPointF(box.left() - _TICK_LENGTH, y), QPointF(box.left() - 1.0, y))
            painter.setPen(QColor(palette.muted))
            painter.drawText(QRectF(right - 80.0, y - 8.0, 80.0, 16.0), align, text)
            widest = max(widest, painter.fontMetrics().horizontalAdvance(text))
        painter.save()
        painter.translate(right - widest - _NAME_HEIGHT, box.bottom())
        painter.rotate(-90.0)
        self._draw_name(painter, QRectF(0.0, 0.0, box.height(), _NAME_HEIGHT), self.names[1])
        painter.restore()

    def _draw_name(self, painter: QPainter, box: QRectF, name: str) -> None:
        painter.setPen(QColor(theme.current().muted))
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
