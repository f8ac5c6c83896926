"""Rates at every threshold, in the unit square: ROC and precision–recall curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.plot_area import PlotArea
from playground.gui.plots.polygons import polygon_of

_MOST_POINTS = 400
_REACH = 14.0
_MARK = 4.0
# Half of the last number on either axis goes beyond the corner.
_ABOVE, _BESIDE = 6.0, 10.0
_EXTENT = (-0.02, 1.02, -0.02, 1.02)


@dataclass(frozen=True, eq=False)
class RateCurve:
    """One curve.

    Attributes:
        name, colour: of the class. x, y: (T,) rates. thresholds: (T,), or empty for a mean.
        steps: whether y stays as it is up to the next x.
        mark: the rates at the threshold in force, or None.
        dashed: drawn so, as a mean is.
    """

    name: str
    colour: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    thresholds: NDArray[np.float64]
    steps: bool = False
    mark: tuple[float, float] | None = None
    dashed: bool = False

    def polygon(self) -> QPolygonF:
        """What is drawn: of many points, evenly chosen ones, and always both ends."""
        x, y = self.x, self.y
        if len(x) > _MOST_POINTS:
            kept = np.unique(np.linspace(0, len(x) - 1, _MOST_POINTS).astype(int))
            x, y = x[kept], y[kept]
        if self.steps:
            x, y = np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]
        return polygon_of(np.stack((x, y), axis=1))


class RatePlot(HoverPlot):
    """Draws curves, the line of chance, and the point at the threshold in force.

    Attributes:
        curves: what is drawn.
    """

    def __init__(
        self, axes: tuple[str, str], short: tuple[str, str], parent: QWidget | None = None
    ) -> None:
        """Args: axes: the names of both axes. short: the same for the read-out."""
        super().__init__(parent)
        self._axes, self._short = axes, short
        self.curves: tuple[RateCurve, ...] = ()
        self._polygons: list[QPolygonF] = []
        self._chance: tuple[tuple[float, float], tuple[float, float]] | None = None

    def set_curves(
        self,
        curves: Sequence[RateCurve],
        polygons: Sequence[QPolygonF],
        chance: tuple[tuple[float, float], tuple[float, float]] | None,
    ) -> None:
        """Draw these, with what `RateCurve.polygon` gave, and a line of chance by its ends."""
        self.curves, self._polygons, self._chance = tuple(curves), list(polygons), chance
        self.update()

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 260)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a low window."""
        return QSize(110, 110)

    def place_of(self, x: float, y: float) -> QPointF:
        """Where a pair of rates lies, in px."""
        return QPointF(*self._area().to_pixels(np.array([x, y])).tolist())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame, chance, curves, marks and axes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, palette = self._area(), theme.current()
        painter.fillRect(area.box, QColor(palette.card))
        painter.save()
        painter.setClipRect(area.box)
        painter.setTransform(area.transform(), True)
        if self._chance is not None:
            painter.setPen(_pen(palette.disabled, 1.2, dashed=True))
            painter.drawLine(*[QPointF(*end) for end in self._chance])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for curve, polygon in zip(self.curves, self._polygons, strict=True):
            colour = curve.colour or palette.muted
            painter.setPen(_pen(colour, 1.2 if curve.dashed else 1.6, dashed=curve.dashed))
            painter.drawPolyline(polygon)
        painter.restore()
        for curve in self.curves:
            if curve.mark is not None and np.isfinite(curve.mark).all():
                painter.setPen(QPen(QColor(palette.text), 1.5))
                painter.setBrush(QColor(curve.colour or palette.text))
                painter.drawEllipse(self.place_of(*curve.mark), _MARK, _MARK)
        area.draw_frame(painter, palette.panel)
        area.draw_axes(painter)

    def text_at(self, place: QPointF) -> str:
        area = self._area()
        best, said = _REACH, ""
        for curve in self.curves:
            if len(curve.x) == 0:
                continue
            pixels = area.to_pixels(np.stack((curve.x, curve.y), axis=1))
            distances = np.hypot(pixels[:, 0] - place.x(), pixels[:, 1] - place.y())
            near = int(distances.argmin())
            if distances[near] < best:
                best, said = float(distances[near]), self._words(curve, near)
            if curve.mark is not None:
                at = self.place_of(*curve.mark) - place
                if np.hypot(at.x(), at.y()) <= _MARK + 1.0:
                    return self._at(curve, "threshold 0.5, in force", curve.mark)
        return said

    def _words(self, curve: RateCurve, point: int) -> str:
        rates = float(curve.x[point]), float(curve.y[point])
        if len(curve.thresholds) == 0:
            return self._at(curve, "mean over the classes", rates)
        threshold = float(curve.thresholds[point])
        what = f"threshold {words.number(threshold)}"
        return self._at(curve, "nothing is said yes to" if np.isinf(threshold) else what, rates)

    def _at(self, curve: RateCurve, what: str, rates: tuple[float, float]) -> str:
        said = ", ".join(
            f"{name} {words.percent(rate)}" for name, rate in zip(self._short, rates, strict=True)
        )
        return f"{curve.name}: {what}\n{said}"

    def _area(self) -> PlotArea:
        size = self.width() - _BESIDE, self.height() - _ABOVE
        area = PlotArea.fitted(*size, _EXTENT, self._axes)
        return replace(area, box=area.box.translated(0.0, _ABOVE))


def _pen(colour: str, width: float, *, dashed: bool) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCosmetic(True)
    if dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    return pen
