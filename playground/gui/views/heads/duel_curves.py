"""Both sides of an experiment on one plot, as far as they have come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.gui.plots.axes import FOOT, Axes, left_of
from playground.gui.plots.card_ground import draw_card
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.polygons import polygon_of
from playground.gui.plots.ticks import linear_ticks
from playground.gui.views.heads import words as lab_words
from playground.gui.views.heads.frame import DuelFrame
from playground.gui.views.heads.side_plot import side_colour
from playground.training.metrics import SHARES

_PAD, _HEAD = 8.0, 26.0
_MOST_POINTS = 400


@dataclass(frozen=True, eq=False)
class Line:
    """One curve: (E,) epochs and values of a side on "train" or "validation"."""

    side: int
    split: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]


class DuelCurves(HoverPlot):
    """The loss or a metric of both sides, validation in full and training faint.

    Attributes:
        quantity: "loss" or a metric's name.
        lines: what is drawn.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quantity = "loss"
        self.lines: tuple[Line, ...] = ()
        self._frame: DuelFrame | None = None
        self.setAccessibleName("Curves of both sides")

    def sizeHint(self) -> QSize:
        """Half of the centre, low."""
        return QSize(400, 150)

    def minimumSizeHint(self) -> QSize:
        """Low."""
        return QSize(200, 90)

    def set_frame(self, frame: DuelFrame | None) -> None:
        """Draw this."""
        self._frame = frame
        self.lines = () if frame is None else tuple(_lines(frame, self.quantity))
        self.update()

    def set_quantity(self, quantity: str) -> None:
        """Draw another one."""
        self.quantity = quantity
        self.set_frame(self._frame)

    def text_at(self, place: QPointF) -> str:
        """What both have at an epoch."""
        frame = self._frame
        if frame is None or not self.lines:
            return ""
        axes = self._axes(frame)
        if not axes.box.contains(place):
            return ""
        parts = []
        for line in self.lines:
            if line.split == "validation" and len(line.x):
                near = int(np.abs(line.x - axes.x_value(place.x())).argmin())
                value = lab_words.said(self.quantity, float(line.y[near]))
                parts.append(f"{lab_words.title(frame, line.side)}: {value}")
                epoch = line.x[near]
        return "\n".join([f"epoch {epoch:,.0f}, validation", *parts]) if parts else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card, the axes and the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, QRectF(self.rect()))
        frame = self._frame
        if frame is None:
            return
        axes = self._axes(frame)
        axes.draw_left(painter, self._ticks(axes), "")
        most = max(2, int(axes.box.width() / 60.0))
        axes.draw_bottom(painter, linear_ticks(*axes.x_range, most), "epoch")
        painter.setClipRect(axes.box.adjusted(-1.0, -2.0, 1.0, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in sorted(self.lines, key=lambda each: (each.split, -each.side)):
            self._draw(painter, frame, axes, line)

    def _draw(self, painter: QPainter, frame: DuelFrame, axes: Axes, line: Line) -> None:
        shown = np.isfinite(line.y)
        x, y = line.x[shown], line.y[shown]
        if len(x) > _MOST_POINTS:
            kept = np.unique(np.linspace(0, len(x) - 1, _MOST_POINTS).astype(int))
            x, y = x[kept], y[kept]
        colour = QColor(side_colour(frame, line.side))
        validation = line.split == "validation"
        if not validation:
            colour.setAlphaF(0.35)
        pen = QPen(colour, 1.8 if validation else 1.0)
        if line.side == 0 and validation:
            pen.setDashPattern([4.0, 2.5])
        painter.setPen(pen)
        box, (x0, x1), (y0, y1) = axes.box, axes.x_range, axes.y_range
        across = box.left() + (x - x0) / (x1 - x0) * box.width()
        up = box.bottom() - (y - y0) / (y1 - y0) * box.height()
        painter.drawPolyline(polygon_of(np.stack((across, up), axis=1)))

    def _axes(self, frame: DuelFrame) -> Axes:
        low, high = self._y_range()
        left = left_of([(0.0, "100%"), *linear_ticks(low, high, 4)], named=False) + _PAD
        down = self.height() - _HEAD - FOOT - _PAD
        box = QRectF(left, _HEAD, self.width() - left - _PAD - 4.0, down)
        return Axes(box, (0.0, float(frame.setup.experiment.epochs)), (low, high))

    def _ticks(self, axes: Axes) -> list[tuple[float, str]]:
        most = max(2, int(axes.box.height() / 28.0))
        if self.quantity in SHARES:
            return [(v, f"{100 * v:.0f}%") for v, _ in linear_ticks(*axes.y_range, most)]
        return linear_ticks(*axes.y_range, most)

    def _y_range(self) -> tuple[float, float]:
        if self.quantity in SHARES:
            return 0.0, 1.0
        found = [line.y[np.isfinite(line.y)] for line in self.lines]
        values = np.concatenate(found) if found else np.empty(0)
        if not len(values):
            return 0.0, 1.0
        low, high = float(values.min()), float(np.percentile(values, 99.5))
        low = min(low, 0.0) if self.quantity != "r2" else max(low, -1.0)
        return low, high + 0.05 * (high - low or 1.0)


def _lines(frame: DuelFrame, quantity: str) -> list[Line]:
    return [
        Line(number, split, side.epochs, side.series[quantity][place])
        for number, side in enumerate(frame.standing.sides)
        if quantity in side.series
        for place, split in enumerate(("train", "validation"))
    ]
