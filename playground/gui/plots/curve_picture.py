"""Curves of the present run and of pinned ones laid out for drawing, in any thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.gui.plots.axis_fit import Range, fitted_x, fitted_y
from playground.gui.plots.curve_set import Curve, CurveSet, Line, scaled

Place = tuple[float, float]


@dataclass(frozen=True)
class CurveLook:
    """How curves are drawn.

    Attributes:
        log_x, log_y: which axes are logarithmic.
        smooth: the share of a curve that averages over the raw one are of; 0 for none.
        x_range, y_range: what the axes show now; exponents of ten where they are logarithmic.
        fitted: whether that was fitted to earlier curves of the same kind.
        follow: whether the whole run is to be seen.
    """

    log_x: bool
    log_y: bool
    smooth: float
    x_range: Range
    y_range: Range
    fitted: bool
    follow: bool


@dataclass(frozen=True, eq=False)
class Ghost:
    """A pinned run.

    Attributes:
        number: which. name: as people call it. colour: which of the ghosts' colours.
        curves: of the chosen quantity.
        epochs: (n,) of its rows.
    """

    number: int
    name: str
    colour: int
    curves: CurveSet
    epochs: Curve


@dataclass(frozen=True, eq=False)
class CurveRequest:
    """Curves of one quantity, and how to draw them.

    Attributes:
        curves: the present run's; none of its rows where there is no run.
        epochs: (n,) of its rows.
        best: the row of the best validation epoch, if there is one.
        look: how.
        unit: what the horizontal axis counts: "epoch", "step" or "seconds".
        ghosts: the pinned runs that are drawn behind.
        moment: where the moment that is shown lies, if it is an earlier one.
    """

    curves: CurveSet
    epochs: Curve
    best: int | None
    look: CurveLook
    unit: str = "epoch"
    ghosts: tuple[Ghost, ...] = ()
    moment: float | None = None

    def draw(self) -> CurvePicture:
        """Lay the curves out, as far as they can be seen."""
        look = self.look
        axes = look.log_x, look.log_y
        own = self.curves.scaled(*axes)
        drawn = [ghost for ghost in self.ghosts if ghost.curves.scaled(*axes).y_span]
        spans = [own, *(ghost.curves.scaled(*axes) for ghost in drawn)]
        x_spans = [each.x_span for each in spans if each.x_span is not None]
        y_spans = [each.y_span for each in spans if each.y_span is not None]
        if not y_spans:
            nothing: dict[str, Line] = {}
            ranges = look.x_range, look.y_range
            return CurvePicture(self, own.kept, own.x, *ranges, nothing, nothing, {}, None, None)
        x_range = fitted_x(look, *_hull(x_spans))
        y_range = fitted_y(look, *_hull(y_spans))
        to_draw = (*axes, look.smooth, x_range)
        lines = self.curves.lines(*to_draw) if own.y_span else {}
        raw = self.curves.lines(*axes, 0.0, x_range) if own.y_span and look.smooth else {}
        ghosts = {ghost.number: ghost.curves.lines(*to_draw) for ghost in drawn}
        return CurvePicture(
            self,
            own.kept,
            own.x,
            x_range,
            y_range,
            lines,
            raw,
            ghosts,
            self._mark(),
            self._moment(),
        )

    def _mark(self) -> Place | None:
        """The place of the best epoch, if it has one on these axes."""
        if self.best is None or "validation" not in self.curves.values:
            return None
        row = slice(self.best, self.best + 1)
        x = scaled(self.curves.x[row], self.look.log_x)
        y = scaled(self.curves.values["validation"][row], self.look.log_y)
        return (float(x[0]), float(y[0])) if np.isfinite((x[0], y[0])).all() else None

    def _moment(self) -> float | None:
        """The place of the moment that is shown, if it has one on this axis."""
        if self.moment is None:
            return None
        place = float(scaled(np.array([self.moment]), self.look.log_x)[0])
        return place if np.isfinite(place) else None


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
        ghosts: the lines of pinned runs, by number and split.
        best: where the mark of the best epoch is.
        moment: where the line of an earlier moment is.
    """

    request: CurveRequest
    kept: NDArray[np.bool_]
    x: Curve
    x_range: Range
    y_range: Range
    lines: Mapping[str, Line]
    raw: Mapping[str, Line]
    ghosts: Mapping[int, Mapping[str, Line]]
    best: Place | None
    moment: float | None

    @property
    def empty(self) -> bool:
        """Whether nothing has a place on the axes."""
        return not self.lines and not self.ghosts


def _hull(spans: list[Range]) -> Range:
    return min(low for low, _ in spans), max(high for _, high in spans)
