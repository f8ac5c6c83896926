"""Samples on the plane as coloured dots."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.data.dataset import Task
from playground.gui import theme
from playground.gui.plots.colours import class_colour, value_colour

# More dots than this hide the map and each other: of more, evenly chosen ones are drawn.
MOST_POINTS = 4000


@dataclass(frozen=True)
class PointLayer:
    """Samples and how they are coloured.

    Attributes:
        features: (N, 2) float64, in their own units.
        targets: as in `Dataset`.
        task: what the targets mean.
        validation_rows: (N,) bool.
    """

    features: NDArray[np.float64]
    targets: NDArray[np.int64] | NDArray[np.float64]
    task: Task
    validation_rows: NDArray[np.bool_]

    @cached_property
    def value_range(self) -> tuple[float, float]:
        """The least and the greatest of the first target; (0, 1) unless this is a regression."""
        if self.task != "regression" or len(self.targets) == 0:
            return 0.0, 1.0
        first = self.targets.reshape(len(self.targets), -1)[:, 0]
        first = first[np.isfinite(first)]
        return (float(first.min()), float(first.max())) if len(first) else (0.0, 1.0)

    def draw(self, painter: QPainter, places: NDArray[np.float64], scale: float = 1.0) -> None:
        """Draw the dots at `places` (N, 2) in px; NaN is left out."""
        radius = _radius(len(places)) * scale
        seen = np.flatnonzero(np.isfinite(places).all(axis=1))
        if len(seen) > MOST_POINTS:
            seen = seen[np.linspace(0, len(seen) - 1, MOST_POINTS).astype(int)]
        palette = theme.current()
        rings = [QPen(QColor(ring), 1.2) for ring in (palette.light_ring, palette.dark_ring)]
        for row in seen:
            middle = QPointF(places[row, 0], places[row, 1])
            painter.setPen(rings[int(self.validation_rows[row])])
            self._draw_dot(painter, middle, radius, self._colours(int(row)))

    def _colours(self, row: int) -> list[QColor]:
        """One colour, or for several labels one each; none for a sample without a label."""
        value = self.targets[row]
        if self.task == "regression":
            return [QColor(*value_colour(float(np.ravel(value)[0]), *self.value_range))]
        if self.task == "multilabel":
            chosen = np.flatnonzero(value)
            return [QColor(*class_colour(self.task, int(index))) for index in chosen]
        return [QColor(*class_colour(self.task, int(value)))]

    def _draw_halo(self, painter: QPainter, middle: QPointF, radius: float) -> None:
        """A shade around the ring, without which a light ring is lost on a light map."""
        ring = painter.pen()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 50))
        painter.drawEllipse(middle, radius + 1.2, radius + 1.2)
        painter.setPen(ring)

    def _draw_dot(
        self, painter: QPainter, middle: QPointF, radius: float, colours: list[QColor]
    ) -> None:
        self._draw_halo(painter, middle, radius)
        painter.setBrush(colours[0] if len(colours) == 1 else Qt.BrushStyle.NoBrush)
        if len(colours) > 1:
            ring = painter.pen()
            painter.setPen(Qt.PenStyle.NoPen)
            box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
            for index, colour in enumerate(colours):
                painter.setBrush(colour)
                start = 90.0 - index * 360.0 / len(colours)
                painter.drawPie(box, round(start * 16), round(-5760 / len(colours)))
            painter.setPen(ring)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        elif not colours:
            painter.setBrush(QColor(140, 146, 154))
        painter.drawEllipse(middle, radius, radius)


def _radius(count: int) -> float:
    """A radius in px at which `count` dots leave the map to be seen."""
    return float(np.clip(3.4 * (500.0 / max(count, 1)) ** 0.25, 1.8, 4.0))
