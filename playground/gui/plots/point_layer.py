"""Samples on the plane as coloured dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from playground.data.dataset import Task
from playground.gui import theme
from playground.gui.plots.colours import Colour, class_colour, value_colour

# More dots than this hide the map and each other: of more, evenly chosen ones are drawn.
MOST_POINTS = 6000
_MOST_DOTS = 400
# Colours of values are told apart in so many steps.
_STEPS = 64
_UNLABELLED = (140, 146, 154)


@dataclass(frozen=True)
class PointLayer:
    """Samples and how they are coloured.

    Attributes:
        features: (N, 2) float64, in the units of the axes.
        targets: as in `Dataset`.
        task: what the targets mean.
        validation_rows: (N,) bool.
        output: the target that gives the colours, of a regression.
        scale: of the dots, below 1 on a small map.
    """

    features: NDArray[np.float64]
    targets: NDArray[np.int64] | NDArray[np.float64]
    task: Task
    validation_rows: NDArray[np.bool_]
    output: int = 0
    scale: float = 1.0

    @cached_property
    def value_range(self) -> tuple[float, float]:
        """The least and the greatest of the target; (0, 1) unless this is a regression."""
        if self.task != "regression" or len(self.targets) == 0:
            return 0.0, 1.0
        drawn = self._values[np.isfinite(self._values)]
        return (float(drawn.min()), float(drawn.max())) if len(drawn) else (0.0, 1.0)

    @property
    def radius(self) -> float:
        """In px, such that so many dots leave the map to be seen."""
        usual = np.clip(3.4 * (500.0 / max(len(self.features), 1)) ** 0.25, 1.8, 4.0)
        return float(usual) * self.scale

    def begins_with(self, other: PointLayer) -> bool:
        """Whether these are the samples of `other`, drawn alike, and more."""
        count = len(other.features)
        return (
            count <= len(self.features)
            and (self.task, self.output, self.value_range)
            == (other.task, other.output, other.value_range)
            and round(self.radius, 1) == round(other.radius, 1)
            and np.array_equal(self.features[:count], other.features)
            and np.array_equal(self.targets[:count], other.targets)
            and np.array_equal(self.validation_rows[:count], other.validation_rows)
        )

    def drawn_rows(self, split: str = "both") -> NDArray[np.intp]:
        """The rows that are drawn: of "train", "validation" or "both"."""
        if split == "both":
            rows = np.arange(len(self.features))
        else:
            rows = np.flatnonzero(self.validation_rows == (split == "validation"))
        if len(rows) > MOST_POINTS:
            rows = rows[np.linspace(0, len(rows) - 1, MOST_POINTS).astype(int)]
        return rows

    def draw(
        self,
        painter: QPainter,
        places: NDArray[np.float64],
        rows: NDArray[np.intp],
        dots: Dots | None = None,
    ) -> None:
        """Draw the dots of `rows` at `places` (N, 2) in px; NaN is left out.

        Args:
            dots: stamps to draw them with; without, they are drawn as lines and areas.
        """
        chosen = rows[np.isfinite(places[rows]).all(axis=1)]
        radius = round(self.radius, 1)
        ratio = painter.device().devicePixelRatio()
        for row, (x, y) in zip(chosen.tolist(), places[chosen].tolist(), strict=True):
            colours, aside = self._colours(self._kinds[row]), bool(self.validation_rows[row])
            if dots is None:
                draw_dot(painter, QPointF(x, y), radius, colours, aside)
            else:
                dot = dots.dot(colours, aside, radius, ratio)
                half = dot.width() / ratio / 2.0
                painter.drawPixmap(QPointF(x - half, y - half), dot)

    @cached_property
    def _values(self) -> NDArray[np.float64]:
        """The (N,) values of the target that gives the colours."""
        table = self.targets.reshape(len(self.targets), -1)
        return np.asarray(table[:, min(self.output, table.shape[1] - 1)], np.float64)

    @cached_property
    def _kinds(self) -> list[tuple[int, ...]]:
        """What each dot's colour depends on: a class, labels, or a step of the values."""
        if self.task == "regression":
            low, high = self.value_range
            share = (self._values - low) / (high - low) if high > low else self._values * 0 + 0.5
            share = np.where(np.isfinite(share), share, 0.5)
            return [(step,) for step in np.rint(share * _STEPS).astype(int).tolist()]
        if self.task == "multilabel":
            return [tuple(np.flatnonzero(value).tolist()) for value in self.targets]
        return [(number,) for number in self.targets.astype(int).tolist()]

    def _colours(self, kind: tuple[int, ...]) -> tuple[Colour, ...]:
        """One colour, or for several labels one each; none for a sample without a label."""
        if self.task == "regression":
            return (_value_colour(kind[0]),)
        return tuple(class_colour(self.task, index) for index in kind)


@cache
def _value_colour(step: int) -> Colour:
    return value_colour(step / _STEPS, 0.0, 1.0)


class Dots:
    """Pictures of dots, each drawn once: stamping them is ten times faster than drawing them."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], QPixmap] = {}

    def dot(self, colours: tuple[Colour, ...], aside: bool, radius: float, ratio: float) -> QPixmap:
        """A dot in the middle of a picture, at `ratio` device pixels a px."""
        key = colours, aside, radius, ratio, theme.current().name
        if key not in self._known:
            if len(self._known) >= _MOST_DOTS:
                self._known.clear()
            side = 2 * int(np.ceil((radius + 2.0) * ratio)) + 1
            picture = QPixmap(side, side)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle = QPointF(side / ratio / 2.0, side / ratio / 2.0)
            draw_dot(painter, middle, radius, colours, aside)
            painter.end()
            self._known[key] = picture
        return self._known[key]


def draw_dot(
    painter: QPainter, middle: QPointF, radius: float, colours: Sequence[Colour], aside: bool
) -> None:
    """A sample in its colours, its ring light for training and dark for validation."""
    palette = theme.current()
    # A shade around the ring, without which a light ring is lost on a light map.
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 50))
    painter.drawEllipse(middle, radius + 1.2, radius + 1.2)
    box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
    if len(colours) > 1:
        for index, colour in enumerate(colours):
            painter.setBrush(QColor(*colour))
            start = 90.0 - index * 360.0 / len(colours)
            painter.drawPie(box, round(start * 16), round(-5760 / len(colours)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(QColor(*(colours[0] if colours else _UNLABELLED)))
    painter.setPen(QPen(QColor(palette.dark_ring if aside else palette.light_ring), 1.2))
    painter.drawEllipse(middle, radius, radius)
