"""The curves of activations, kept once they are worked out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from playground.gui.plots.chart_picture import ChartBars, ChartDots, ChartLine, ChartPicture
from playground.gui.plots.colours import CLASS_COLOURS
from playground.gui.theme import Palette
from playground.network.activations import Activation
from playground.network.activations.bends import Bend, bend

VALUE, SLOPE = "f", "f′"
MOST_COMPARED = 4
_POINTS = 321
_MARGIN, _TALLEST = 0.12, 0.8


@lru_cache(maxsize=256)
def curve_of(activation: Activation, reach: float, learned: float | None = None) -> Bend:
    """The activation from −reach to reach, and its slope."""
    x = np.linspace(-reach, reach, _POINTS)
    # A corner is drawn as one where a point lies on it, and its slope as a step where two do.
    x = np.unique(np.concatenate((x, [-3.0, -3.0 - 1e-9, 3.0, 3.0 + 1e-9, -1e-9, 0.0, 1e-9])))
    x = x[np.abs(x) <= reach]
    return bend(activation, x, {} if learned is None else {"slope": learned})


def compared_colour(place: int) -> str:
    """The colour of the curve that was put beside others at a place."""
    return "#{:02x}{:02x}{:02x}".format(*CLASS_COLOURS[(2, 3, 4, 7)[place % MOST_COMPARED]])


def chart_of(
    activation: Activation,
    reach: float,
    learned: float | None,
    compared: Sequence[Activation],
    shown: Sequence[str],
    palette: Palette,
    bars: ChartBars | None = None,
    dots: ChartDots | None = None,
) -> ChartPicture:
    """The curve looked at, over those it is compared with.

    Args:
        learned: the slope of a PReLU, in place of what it starts as.
        shown: which of `VALUE` and `SLOPE`.
    """
    lines: list[ChartLine] = []
    for place, other in enumerate(compared):
        lines += _lines(other, curve_of(other, reach), compared_colour(place), shown)
    own = curve_of(activation, reach, learned)
    colours = {VALUE: palette.accent, SLOPE: palette.validation}
    lines += [
        ChartLine(what, f"{activation.label} {what}", colours[what], own.x, y, what == SLOPE, True)
        for what, y in ((VALUE, own.y), (SLOPE, own.slope))
        if what in shown
    ]
    if VALUE not in shown:
        dots = None
    return ChartPicture(
        (-reach, reach), _y_range(lines, reach), ("x, the sum", ""), tuple(lines), dots, bars
    )


def _lines(activation: Activation, of: Bend, colour: str, shown: Sequence[str]) -> list[ChartLine]:
    name = activation.label
    return [
        ChartLine(f"{activation.name} {what}", f"{name} {what}", colour, of.x, y, what == SLOPE)
        for what, y in ((VALUE, of.y), (SLOPE, of.slope))
        if what in shown
    ]


def _y_range(lines: Sequence[ChartLine], reach: float) -> tuple[float, float]:
    """All of what stays near; of what goes on without end, most."""
    low = min((float(line.y.min()) for line in lines), default=0.0)
    high = max((float(line.y.max()) for line in lines), default=1.0)
    low, high = max(min(low, 0.0), -_TALLEST * reach), min(max(high, 1.0), _TALLEST * reach)
    margin = _MARGIN * (high - low)
    return low - margin, high + margin
