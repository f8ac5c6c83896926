"""The curves of one run, scaled for the axes and followed as paths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QPainterPath

from playground.gui.plots.axis_fit import Range
from playground.gui.plots.smoothing import smooth
from playground.gui.plots.thinning import every_so_often, extremes

# Columns that curves of more points are thinned to: about one for every two pixels there are.
_COLUMNS = 150
_LARGEST = 1e300  # beyond it, the axis's own arithmetic would overflow

Curve = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Line:
    """A line through points, (n,) each, with gaps where a value is not finite."""

    x: Curve
    y: Curve
    path: QPainterPath

    @classmethod
    def through(cls, x: Curve, y: Curve) -> Line:
        """The line with its path."""
        return cls(x, y, pg.arrayToQPath(x, y, connect="finite"))


@dataclass(frozen=True, eq=False)
class Scaled:
    """Curves on their axes.

    Attributes:
        kept: (n,) bool, which rows have a place on the horizontal axis.
        x: (kept,) the places of these. y: by split, (kept,); NaN where a value has none.
        x_span, y_span: from where to where they reach; None where nothing has a place.
    """

    kept: NDArray[np.bool_]
    x: Curve
    y: Mapping[str, Curve]
    x_span: Range | None
    y_span: Range | None


@dataclass(frozen=True, eq=False)
class CurveSet:
    """Curves of one quantity of one run.

    What was worked out last is kept: a pinned run is drawn with every picture, and never changes.

    Attributes:
        x: (n,) where the values lie, rising; NaN for a row that can't be placed.
        values: by split, (n,). NaN leaves a gap.
    """

    x: Curve
    values: Mapping[str, Curve]
    _kept: dict[str, tuple[object, object]] = field(default_factory=dict, init=False, repr=False)

    def scaled(self, log_x: bool, log_y: bool) -> Scaled:
        """The curves on linear or logarithmic axes."""
        key = log_x, log_y
        kept = self._kept.get("scaled")
        if kept is not None and kept[0] == key and isinstance(kept[1], Scaled):
            return kept[1]
        made = self._scale(log_x, log_y)
        self._kept["scaled"] = key, made
        return made

    def lines(self, log_x: bool, log_y: bool, share: float, x_range: Range) -> dict[str, Line]:
        """By split, what is to be seen between the ends of `x_range`, averaged over `share`."""
        key = log_x, log_y, share, x_range
        name = "lines" if share else "raw"
        kept = self._kept.get(name)
        if kept is not None and kept[0] == key and isinstance(kept[1], dict):
            return kept[1]
        on_axes = self.scaled(log_x, log_y)
        seen = *x_range, _COLUMNS
        made = {
            split: Line.through(
                *every_so_often(on_axes.x, smooth(y, share), *seen)
                if share
                else extremes(on_axes.x, y, *seen)
            )
            for split, y in on_axes.y.items()
        }
        self._kept[name] = key, made
        return made

    def _scale(self, log_x: bool, log_y: bool) -> Scaled:
        x = scaled(self.x, log_x)
        kept = np.isfinite(x)
        if kept.any():  # what goes back has no place: a clock that was set, a file made by hand
            kept &= x >= np.maximum.accumulate(np.where(kept, x, -np.inf))
        y = {split: scaled(values, log_y)[kept] for split, values in self.values.items()}
        finite = np.concatenate([each[np.isfinite(each)] for each in y.values()])
        places = x[kept]
        if not len(finite):
            return Scaled(kept, places, y, None, None)
        x_span = float(places[0]), float(places[-1])
        return Scaled(kept, places, y, x_span, (float(finite.min()), float(finite.max())))


def scaled(values: Curve, logarithmic: bool) -> Curve:
    """`values`, or their exponents of ten, NaN where there is none."""
    if not logarithmic:
        return np.where(np.abs(values) < _LARGEST, values, np.nan)
    known = np.isfinite(values) & (values > 0.0)
    return np.where(known, np.log10(np.where(known, values, 1.0)), np.nan)
