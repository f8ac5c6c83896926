"""The loss as one weight goes, and the slope that backpropagation says it has there."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.axes import FOOT, Axes, left_of
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.ticks import linear_ticks
from playground.training.stepping.gradient_check import Check, Valley

_TOP, _RIGHT = 6.0, 8.0
_MARK = 4.5


class SlopePlot(HoverPlot):
    """A curve, its tangent, and a dot where the weight is.

    Attributes:
        valley: the curve. found: the check whose gradient is the tangent's.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("The loss as this weight goes")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(112)
        self.valley: Valley | None = None
        self.found: Check | None = None

    def show_slope(self, valley: Valley | None, found: Check | None) -> None:
        """Draw these; None takes the drawing away."""
        self.valley, self.found = valley, found
        self.setVisible(valley is not None and bool(np.isfinite(valley.losses).any()))
        if found is not None:
            self.setAccessibleDescription(
                f"At {words.number(found.weight)} the slope is {words.number(found.backpropagated)}"
            )
        self.update()

    def sizeHint(self) -> QSize:
        """The width of the page."""
        return QSize(420, 112)

    def text_at(self, place: QPointF) -> str:
        valley = self.valley
        if valley is None or self.found is None:
            return ""
        weight = self._axes(valley).x_value(place.x())
        near = int(np.abs(valley.weights - weight).argmin())
        loss = words.number(float(valley.losses[near]), 4)
        return f"w {words.number(float(valley.weights[near]))}: loss {loss}"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axes, curve, tangent and dot."""
        valley, found = self.valley, self.found
        if valley is None or found is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, axes = theme.current(), self._axes(valley)
        axes.draw_left(painter, linear_ticks(*axes.y_range, 3), "loss")
        axes.draw_bottom(painter, linear_ticks(*axes.x_range, 6), "w")
        painter.setClipRect(axes.box)
        painter.setPen(QPen(QColor(palette.accent), 2.0))
        painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(axes.x(float(w)), axes.y(float(loss)))
                    for w, loss in zip(valley.weights, valley.losses, strict=True)
                    if np.isfinite(loss)
                ]
            )
        )
        if not np.isfinite([found.at, found.backpropagated]).all():
            return
        painter.setPen(QPen(QColor(palette.positive), 1.6, Qt.PenStyle.DashLine))
        ends = [
            QPointF(axes.x(w), axes.y(found.at + (w - found.weight) * found.backpropagated))
            for w in axes.x_range
        ]
        painter.drawLine(*ends)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.text))
        painter.drawEllipse(QPointF(axes.x(found.weight), axes.y(found.at)), _MARK, _MARK)

    def _axes(self, valley: Valley) -> Axes:
        finite = valley.losses[np.isfinite(valley.losses)]
        low, high = float(finite.min(initial=np.inf)), float(finite.max(initial=-np.inf))
        if not low <= high:
            low, high = 0.0, 1.0
        spare = 0.1 * max(high - low, 1e-9 * max(abs(high), 1.0))
        low, high = low - spare, high + spare
        left = left_of(linear_ticks(low, high, 3))
        size = max(self.width() - left - _RIGHT, 10.0), max(self.height() - _TOP - FOOT, 10.0)
        ends = float(valley.weights[0]), float(valley.weights[-1])
        return Axes(QRectF(left, _TOP, *size), ends, (low, high))
