"""Train and validation curves laid out for drawing, in any thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QPainterPath

from playground.gui.plots.smoothing import smooth
from playground.gui.plots.thinning import every_so_often, extremes

# Columns that curves of more points are thinned to: about one for every two pixels there are.
_COLUMNS = 150
# Axes are fitted with this much room to grow into, and again when it is used up or far too much:
# laying out their numbers takes longer than drawing the curves.
_ROOM = 0.08
_TOO_MUCH_ROOM = 0.3
_LARGEST = 1e300  # beyond it, the axis's own arithmetic would overflow
_EDGE = 0.02  # of the width at each end: the mark of the best epoch fits in it

Curve = NDArray[np.float64]
Range = tuple[float, float]


@dataclass(frozen=True)
class CurveLook:
    """How curves are drawn.

    Attributes:
        log_x, log_y: which axes are logarithmic.
        smooth: whether moving averages are drawn over the raw curves.
        x_range, y_range: what the axes show now; exponents of ten where they are logarithmic.
        fitted: whether that was fitted to earlier curves of the same kind.
        follow: whether all epochs are to be seen.
    """

    log_x: bool
    log_y: bool
    smooth: bool
    x_range: Range
    y_range: Range
    fitted: bool
    follow: bool


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
class CurveRequest:
    """Curves of one quantity, and how to draw them.

    Attributes:
        epochs: (n,) rising, n > 0.
        values: by split, (n,). NaN leaves a gap.
        best: the row of the best validation epoch, if there is one.
        look: how.
    """

    epochs: Curve
    values: Mapping[str, Curve]
    best: int | None
    look: CurveLook

    def draw(self) -> CurvePicture:
        """Lay the curves out, as far as they can be seen."""
        look = self.look
        x = _scaled(self.epochs, look.log_x)
        scaled = {split: _scaled(values, look.log_y) for split, values in self.values.items()}
        kept = np.isfinite(x)
        epochs, shown = x[kept], {split: y[kept] for split, y in scaled.items()}
        finite = np.concatenate([y[np.isfinite(y)] for y in shown.values()])
        if len(finite) == 0:
            return CurvePicture(self, kept, epochs, look.x_range, look.y_range, {}, {}, None)
        x_range = _fitted_x(look, float(epochs[0]), float(epochs[-1]))
        y_range = _fitted_y(look, float(finite.min()), float(finite.max()))
        seen = *x_range, _COLUMNS
        raw = {split: Line.through(*extremes(epochs, y, *seen)) for split, y in shown.items()}
        lines = raw
        if look.smooth:
            lines = {
                split: Line.through(*every_so_often(epochs, smooth(y), *seen))
                for split, y in shown.items()
            }
        return CurvePicture(
            self,
            kept,
            epochs,
            x_range,
            y_range,
            lines,
            raw if look.smooth else {},
            self._mark(x, scaled["validation"]),
        )

    def _mark(self, x: Curve, validation: Curve) -> tuple[float, float] | None:
        """The place of the best epoch, if it has one on these axes."""
        if self.best is None:
            return None
        place = float(x[self.best]), float(validation[self.best])
        return place if np.isfinite(place).all() else None


@dataclass(frozen=True, eq=False)
class CurvePicture:
    """What there is to draw.

    Attributes:
        request: what was asked.
        kept: (n,) bool, which rows have a place on the horizontal axis.
        x: the places of these.
        x_range, y_range: what the axes are to show.
        lines: the drawn curve of each split; none where no value has a place on the axes.
        raw: the faint ones beneath, if there are any.
        best: where the mark of the best epoch is.
    """

    request: CurveRequest
    kept: NDArray[np.bool_]
    x: Curve
    x_range: Range
    y_range: Range
    lines: Mapping[str, Line]
    raw: Mapping[str, Line]
    best: tuple[float, float] | None


def _fitted_x(look: CurveLook, low: float, high: float) -> Range:
    """What the horizontal axis is to show of epochs from `low` to `high`."""
    if not look.follow:
        return look.x_range
    left, right = look.x_range
    fits = left <= low and high <= right
    if look.fitted and fits and right - high <= _TOO_MUCH_ROOM / 2 * (right - left):
        return look.x_range
    room = _ROOM * (high - low) if look.fitted else 0.0
    high = high + room if high > low else low + 1.0
    edge = _EDGE * (high - low)
    return low - edge, high + edge


def _fitted_y(look: CurveLook, low: float, high: float) -> Range:
    """What the vertical axis is to show of values from `low` to `high`."""
    margin = _ROOM * (high - low) or 0.05 * abs(high) or 0.5
    bottom, top = look.y_range
    too_much = _TOO_MUCH_ROOM * (top - bottom)
    if (
        look.fitted
        and bottom < low - margin / 4
        and high + margin / 4 < top
        and low - bottom <= too_much
        and top - high <= too_much
    ):
        return look.y_range
    return low - margin, high + margin


def _scaled(values: Curve, logarithmic: bool) -> Curve:
    """`values`, or their exponents of ten, NaN where there is none."""
    if not logarithmic:
        return np.where(np.abs(values) < _LARGEST, values, np.nan)
    known = np.isfinite(values) & (values > 0.0)
    return np.where(known, np.log10(np.where(known, values, 1.0)), np.nan)
