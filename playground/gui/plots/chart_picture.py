"""What a chart shows: lines over one axis, bars beneath them, dots on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPolygonF

from playground.gui.plots.polygons import polygon_of

Range = tuple[float, float]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ChartLine:
    """A line.

    Attributes:
        key: what it stands for. name: the same for people. colour: `#rrggbb`.
        x, y: (P,) its points; a stretch with a NaN is left out.
        dashed, thick: how it is drawn. steps: whether y stays as it is up to the next x.
    """

    key: str
    name: str
    colour: str
    x: Floats
    y: Floats
    dashed: bool = False
    thick: bool = False
    steps: bool = False

    @cached_property
    def pieces(self) -> tuple[QPolygonF, ...]:
        """Its stretches of numbers, in the chart's own units."""
        x, y = np.asarray(self.x, np.float64), np.asarray(self.y, np.float64)
        if self.steps:
            x, y = np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]
        points = np.stack((x, y), 1)
        known = np.isfinite(points).all(1)
        ends = np.flatnonzero(np.diff(known.astype(np.int8))) + 1
        parts = np.split(points, ends)
        return tuple(polygon_of(part) for part in parts if len(part) and np.isfinite(part).all())

    def at(self, x: float) -> float:
        """Its height at a place, between its points; NaN beyond its ends."""
        return float(np.interp(x, self.x, self.y, np.nan, np.nan))


@dataclass(frozen=True, eq=False)
class ChartDots:
    """Single things at their places.

    Attributes:
        x, y: (N,). colours: one of `palette` each, by its place there. palette: `#rrggbb`.
        keys: (N,) which each is, for who draws it. say: what there is to say of one, by its place;
            asked only when the pointer is on it.
    """

    x: Floats
    y: Floats
    colours: NDArray[np.int64]
    palette: tuple[str, ...]
    keys: NDArray[np.int64]
    say: Callable[[int], str]


@dataclass(frozen=True, eq=False)
class ChartBars:
    """How many things lie where, along the bottom.

    Attributes:
        edges: (B + 1,). counts: (B,). shades: (B,) from 0, pale, to 1, in full colour.
        colour: `#rrggbb`. share: how much of the chart's height the highest takes.
        what: what is counted, to follow a number.
    """

    edges: Floats
    counts: NDArray[np.int64]
    shades: Floats
    colour: str
    share: float = 0.3
    what: str = "numbers"


@dataclass(frozen=True, eq=False)
class ChartPicture:
    """A chart.

    Attributes:
        x_range, y_range: what is seen. names: of the two axes.
        lines, dots, bars: what is drawn, bars lowest. ticks: short marks along the bottom, (M,).
        guides: places across that are marked by a faint line.
    """

    x_range: Range
    y_range: Range
    names: tuple[str, str]
    lines: tuple[ChartLine, ...] = ()
    dots: ChartDots | None = None
    bars: ChartBars | None = None
    ticks: Floats = field(default_factory=lambda: np.empty(0))
    guides: tuple[float, ...] = ()

    def line(self, key: str) -> ChartLine | None:
        """The line that stands for something, if it is drawn."""
        return next((line for line in self.lines if line.key == key), None)
