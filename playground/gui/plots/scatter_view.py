"""Values of samples over other values, the two splits in their colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.map_grid import Extent
from playground.gui.plots.plot_area import PlotArea
from playground.gui.plots.polygons import polygon_of
from playground.gui.plots.wide_area import wide_area

# More dots than this hide each other: of more, evenly chosen ones are drawn.
_MOST_POINTS = 2500
_SIZE = 5.0
_REACH = 8.0


@dataclass(frozen=True, eq=False)
class Scatter:
    """Dots and the line on which those of a perfect network would lie.

    Attributes:
        x, y: (N,) finite. rows: (N,) which rows of the data they are.
        validation: (N,) whether kept aside.
        names: of the axes. short: the same for the read-out.
        line: the diagonal, in a square with one range on both axes; or y = 0.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    rows: NDArray[np.int64]
    validation: NDArray[np.bool_]
    names: tuple[str, str]
    short: tuple[str, str]
    line: Literal["diagonal", "zero"]

    def extent(self) -> Extent:
        """The plotted rectangle: all values, and a margin."""
        if self.line == "diagonal":
            span = _span(np.concatenate((self.x, self.y)))
            return (*span, *span)
        far = float(np.abs(self.y).max(initial=0.0)) or 1.0
        return (*_span(self.x), -1.08 * far, 1.08 * far)


class ScatterView(HoverPlot):
    """Draws a `Scatter`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scatter: Scatter | None = None
        self._extent: Extent = (0.0, 1.0, 0.0, 1.0)

    def set_scatter(self, scatter: Scatter) -> None:
        """Draw these."""
        self.scatter, self._extent = scatter, scatter.extent()
        self.update()

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 260)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a low window."""
        return QSize(110, 110)

    def place_of(self, row: int) -> QPointF:
        """Where row `row` of the data lies, in px."""
        scatter = self.scatter
        assert scatter is not None
        at = int(np.flatnonzero(scatter.rows == row)[0])
        place = self._area().to_pixels(np.array([scatter.x[at], scatter.y[at]]))
        return QPointF(*place.tolist())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, the line and the dots."""
        if self.scatter is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, palette = self._area(), theme.current()
        painter.fillRect(area.box, QColor(palette.card))
        painter.setPen(QPen(QColor(palette.disabled), 1.0))
        if self.scatter.line == "diagonal":
            painter.drawLine(area.box.bottomLeft(), area.box.topRight())
        else:
            middle = area.box.center().y()
            painter.drawLine(QPointF(area.box.left(), middle), QPointF(area.box.right(), middle))
        self._draw_dots(painter, area, self.scatter)
        area.draw_frame(painter, palette.panel)
        area.draw_axes(painter)

    def _area(self) -> PlotArea:
        names = self.scatter.names if self.scatter else ("", "")
        square = self.scatter is None or self.scatter.line == "diagonal"
        fitted = PlotArea.fitted if square else wide_area
        return fitted(self.width(), self.height(), self._extent, names)

    def _draw_dots(self, painter: QPainter, area: PlotArea, scatter: Scatter) -> None:
        palette = theme.current()
        places = area.to_pixels(np.stack((scatter.x, scatter.y), axis=1))
        drawn = np.arange(len(places))
        if len(drawn) > _MOST_POINTS:
            drawn = np.linspace(0, len(drawn) - 1, _MOST_POINTS).astype(int)
        for validation, colour in ((False, palette.train), (True, palette.validation)):
            kept = places[drawn[scatter.validation[drawn] == validation]]
            fill = QColor(colour)
            fill.setAlpha(150)
            pen = QPen(fill, _SIZE)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(polygon_of(kept))

    def text_at(self, place: QPointF) -> str:
        scatter = self.scatter
        if scatter is None or len(scatter.x) == 0:
            return ""
        places = self._area().to_pixels(np.stack((scatter.x, scatter.y), axis=1))
        distances = np.hypot(places[:, 0] - place.x(), places[:, 1] - place.y())
        near = int(distances.argmin())
        if distances[near] > _REACH:
            return ""
        values = words.number(float(scatter.x[near])), words.number(float(scatter.y[near]))
        said = ", ".join(
            f"{name} {value}" for name, value in zip(scatter.short, values, strict=True)
        )
        split = "validation" if scatter.validation[near] else "training"
        return f"{split} sample, row {int(scatter.rows[near])}\n{said}"


def _span(values: NDArray[np.float64]) -> tuple[float, float]:
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    margin = 0.05 * (high - low) or max(0.5, 1e-6 * abs(high))
    return low - margin, high + margin
