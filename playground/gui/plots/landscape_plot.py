"""A loss landscape with the path walked through it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.landscape_survey import UNIT, Landscape
from playground.gui.plots.plot_area import PlotArea
from playground.gui.plots.walked_path import Walked
from playground.gui.segments import draw_segments

_BAR, _BAR_GAP, _TICK = 10.0, 10.0, 4.0
_REACH = 7.0
# Above the square, for half the number of a tick at its edge.
_TOP = 7.0
_SHORT_UNIT = "norms"


class LandscapePlot(HoverPlot):
    """Colours and lines of equal loss, the path and the present moment, and the colours' scale.

    Attributes:
        landscape: what is drawn; None for nothing. walked: the path on it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Loss around the present weights")
        self.landscape: Landscape | None = None
        self.walked: Walked | None = None

    def set_landscape(self, landscape: Landscape | None) -> None:
        """Draw this; another slice's path goes."""
        before = self.landscape
        if before is None or landscape is None or before.order is not landscape.order:
            self.walked = None
        self.landscape = landscape
        self.update()

    def set_walked(self, walked: Walked | None) -> None:
        """Draw this path."""
        self.walked = walked
        self.update()

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 250)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a low window."""
        return QSize(200, 130)

    def area(self) -> PlotArea:
        """Where the slice lies."""
        landscape = self.landscape
        extent = (-1.0, 1.0, -1.0, 1.0) if landscape is None else landscape.extent
        width, height = self.width() - self._bar_width(), self.height() - _TOP
        area = PlotArea.fitted(width, height, extent, ("", ""))
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
        across, up = ("", "") if landscape is None else landscape.names
        for shown in (
            (f"{across} ({UNIT})", f"{up} ({UNIT})"),
            (f"{across} ({_SHORT_UNIT})", f"{up} ({_SHORT_UNIT})"),
            tuple(f"{name.partition(',')[0]} ({_SHORT_UNIT})" for name in (across, up)),
        ):
            if max(map(metrics.horizontalAdvance, shown)) < area.box.width():
                break
        names = shown[0], shown[1]
        return replace(area, box=area.box.translated(0.0, _TOP), names=names)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the landscape, then what lies on it, then the axes."""
        landscape = self._in_these_colours()
        if landscape is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, palette = self.area(), theme.current()
        painter.fillRect(area.box, QColor(palette.card))
        painter.save()
        painter.setClipRect(area.box)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area.box, landscape.picture.image)
        self._draw_lines(painter, area)
        self._draw_path(painter, area)
        painter.restore()
        area.draw_frame(painter, palette.panel)
        area.draw_axes(painter)
        self._draw_bar(painter, area)

    def text_at(self, place: QPointF) -> str:
        """The loss under the pointer, and the moment of the path there."""
        landscape, area = self.landscape, self.area()
        if landscape is None or not area.box.contains(place):
            return ""
        x, y = area.to_data(place)
        column, row = (
            int(np.abs(along - at).argmin()) for along, at in ((landscape.x, x), (landscape.y, y))
        )
        if not landscape.known[row, column]:
            return "not computed yet"
        span = landscape.extent[1] - landscape.extent[0]
        there = (words.coordinate(float(v), span) for v in (landscape.x[column], landscape.y[row]))
        text = f"loss {words.number(float(landscape.losses[row, column]))} at {', '.join(there)}"
        return text + self._moment_at(area, place)

    def _in_these_colours(self) -> Landscape | None:
        """What is drawn, coloured anew when the theme has changed."""
        found, dark = self.landscape, theme.current().dark
        if found is not None and found.picture.dark != dark:
            self.landscape = replace(found, picture=replace(found.picture, dark=dark))
        return self.landscape

    def _moment_at(self, area: PlotArea, place: QPointF) -> str:
        walked = self.walked
        if walked is None:
            return ""
        if walked.present is not None:
            at = area.to_pixels(walked.present)
            if np.hypot(at[0] - place.x(), at[1] - place.y()) <= _REACH:
                return "\nthe moment that is shown"
        if not len(walked.places):
            return ""
        off = np.hypot(*(area.to_pixels(walked.places) - (place.x(), place.y())).T)
        nearest = int(off.argmin())
        return f"\nepoch {walked.epochs[nearest]:,}" if off[nearest] <= _REACH else ""

    def _draw_lines(self, painter: QPainter, area: PlotArea) -> None:
        assert self.landscape is not None
        box = area.box
        scale = np.array((box.width(), -box.height()))
        for line in self.landscape.picture.lines:
            painter.setPen(QPen(QColor(*line.colour), line.width))
            places = line.segments * scale + (box.left(), box.bottom())
            draw_segments(painter, places)

    def _draw_path(self, painter: QPainter, area: PlotArea) -> None:
        walked, palette = self.walked, theme.current()
        if walked is None:
            return
        dark, light = QColor(palette.dark_ring), QColor(palette.light_ring)
        places = [QPointF(*at) for at in area.to_pixels(walked.places).tolist()]
        if places:
            line = QPolygonF(places)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, width in ((light, 3.6), (dark, 1.6)):
                pen = QPen(colour, width)
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.setPen(pen)
                painter.drawPolyline(line)
            painter.setPen(QPen(dark, 1.6))
            painter.setBrush(light)
            painter.drawEllipse(places[0], 4.0, 4.0)
        if walked.present is not None:
            painter.setPen(QPen(light, 1.6))
            painter.setBrush(QColor(palette.accent))
            painter.drawEllipse(_point(area.to_pixels(walked.present)), 5.0, 5.0)

    def _bar_width(self) -> float:
        ticks = [] if self.landscape is None else self.landscape.picture.ticks
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
        widest = max((metrics.horizontalAdvance(text) for _, text in ticks), default=0.0)
        return _BAR_GAP + _BAR + _TICK + max(float(np.ceil(widest)), 24.0) + 2.0

    def _draw_bar(self, painter: QPainter, area: PlotArea) -> None:
        """The colours' scale, with the losses at which there are lines."""
        assert self.landscape is not None
        palette, picture = theme.current(), self.landscape.picture
        left = area.box.right() + _BAR_GAP
        bar = QRectF(left, area.box.top(), _BAR, area.box.height())
        painter.drawImage(bar, picture.bar)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(palette.card_border))
        painter.drawRect(bar)
        painter.setFont(theme.font(theme.TEXT_SMALL))
        low, high = picture.span
        above = bar.bottom() + 8.0
        for value, text in picture.ticks:
            y = bar.bottom() - (value - low) / (high - low) * bar.height()
            if above - y < 13.0:
                continue
            above = y
            painter.setPen(QColor(palette.muted))
            painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + _TICK - 1.0, y))
            box = QRectF(
                bar.right() + _TICK + 1.0, min(max(y - 7.0, 0.0), bar.bottom() - 7.0), 60.0, 14.0
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(QColor(palette.muted))
        name = QRectF(left - 1.0, bar.bottom() + 19.0, 60.0, 15.0)
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "loss")


def _point(place: NDArray[np.float64]) -> QPointF:
    return QPointF(float(place[0]), float(place[1]))
