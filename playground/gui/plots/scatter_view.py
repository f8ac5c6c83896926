"""Predicted against true values of one target."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.plot_area import PlotArea

_MOST_POINTS = 4000
_RADIUS = 2.6
_REACH = 8.0


class ScatterView(HoverPlot):
    """Dots for the two splits and the diagonal on which a perfect network would lie."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: NDArray[np.float64] = np.empty((0, 2))
        self._validation_rows: NDArray[np.bool_] = np.empty(0, bool)
        self._name = ""

    def set_values(
        self,
        true: NDArray[np.float64],
        predicted: NDArray[np.float64],
        validation_rows: NDArray[np.bool_],
        name: str,
    ) -> None:
        """Draw (N,) predicted over (N,) true values of the target `name`."""
        self._values = np.stack((true, predicted), axis=1)
        self._validation_rows = validation_rows
        self._name = name
        self.update()

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 300)

    def place_of(self, row: int) -> QPointF:
        """Where sample `row` lies, in px."""
        x, y = self._area().to_pixels(self._values[row])
        return QPointF(float(x), float(y))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, the diagonal and the dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, palette = self._area(), theme.current()
        painter.fillRect(area.box, QColor(palette.card))
        painter.setPen(QPen(QColor(palette.disabled), 1.0))
        painter.drawLine(area.box.bottomLeft(), area.box.topRight())
        self._draw_dots(painter, area)
        area.draw_frame(painter, palette.panel)
        area.draw_axes(painter)

    def _area(self) -> PlotArea:
        """A square with one range on both axes: that of the true and the predicted values."""
        finite = self._values[np.isfinite(self._values).all(axis=1)]
        low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
        margin = 0.05 * (high - low) or 0.5
        span = (low - margin, high + margin)
        names = (f"true {self._name}", f"predicted {self._name}")
        return PlotArea.fitted(self.width(), self.height(), (*span, *span), names)

    def _draw_dots(self, painter: QPainter, area: PlotArea) -> None:
        palette = theme.current()
        fills = []
        for colour in (palette.train, palette.validation):
            fill = QColor(colour)
            fill.setAlpha(150)
            fills.append(fill)
        rows = np.flatnonzero(np.isfinite(self._values).all(axis=1))
        if len(rows) > _MOST_POINTS:
            rows = rows[np.linspace(0, len(rows) - 1, _MOST_POINTS).astype(int)]
        painter.setPen(QPen(QColor(palette.card), 0.6))
        for row, (x, y) in zip(rows, area.to_pixels(self._values[rows]).tolist(), strict=True):
            painter.setBrush(fills[int(self._validation_rows[row])])
            painter.drawEllipse(QPointF(x, y), _RADIUS, _RADIUS)

    def text_at(self, place: QPointF) -> str:
        if len(self._values) == 0:
            return ""
        places = self._area().to_pixels(self._values)
        distances = np.hypot(places[:, 0] - place.x(), places[:, 1] - place.y())
        distances[~np.isfinite(distances)] = np.inf
        nearest = int(distances.argmin())
        if distances[nearest] > _REACH:
            return ""
        true, predicted = (words.number(float(value)) for value in self._values[nearest])
        split = "validation" if self._validation_rows[nearest] else "training"
        return f"{split} sample {nearest}\ntrue {true}, predicted {predicted}"
