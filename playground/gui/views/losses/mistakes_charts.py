"""The pictures of losses and of what they send back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.gui.plots import words
from playground.gui.plots.chart_picture import ChartLine, ChartPicture, Floats
from playground.gui.theme import Palette
from playground.gui.views.losses.colours import loss_colour
from playground.gui.views.losses.mistakes_job import LossCurve, Met, dots_of, ticks_of
from playground.network.losses import LOSSES

# Losses are seen up to so much, however far they rise at the ends.
_TALLEST = {"yes_no": 6.0, "one_of_many": 6.0}
_STEEPEST = 2.6
_MARGIN = 0.06


def loss_chart(met: Met, others: Sequence[str], palette: Palette) -> ChartPicture:
    """Losses along the axis, under the real answers."""
    lines = _lines(met, others, palette, "loss")
    tallest = _TALLEST.get(met.question.kind, float("inf"))
    highest = max((float(np.nanmax(line.y)) for line in lines), default=1.0)
    if len(met.samples.losses):
        highest = max(min(highest, tallest), float(np.quantile(met.samples.losses, 0.98)))
    top = min(highest, max(tallest, 1.0))
    y_range = (-_MARGIN * top, top * (1.0 + _MARGIN))
    return ChartPicture(
        met.ends, y_range, (axis_name(met), "loss L"), lines, dots_of(met), None, ticks_of(met)
    )


def gradient_chart(met: Met, others: Sequence[str], palette: Palette, by: str) -> ChartPicture:
    """Slopes along the axis; `by`: "sum" or "prediction"."""
    lines = _lines(met, others, palette, by)
    known = [line.y[np.isfinite(line.y)] for line in lines]
    size = max((float(np.abs(y).max()) for y in known if len(y)), default=1.0)
    size = min(size, _STEEPEST * (4.0 if by == "prediction" else 1.0)) if _capped(met) else size
    y_range = (-size * 1.1, size * 1.1)
    name = "∂L/∂z" if by == "sum" else "∂L/∂ŷ"
    return ChartPicture(met.ends, y_range, (axis_name(met), name), lines)


def axis_name(met: Met) -> str:
    """What runs across."""
    kind, axis = met.question.kind, met.axis
    if kind == "amount":
        scaled = met.frame.prepared.target_scaler.scale
        spread = bool(np.any(np.asarray(scaled) != 1.0))
        name = "prediction − truth" + (" (in standard deviations)" if spread else "")
        if met.question.head.final == "identity":
            return name
        return f"{name}, truth {words.number(met.question.truth)}"
    if kind == "one_of_many":
        return "share of the true class" if axis == "prediction" else "lead of the true sum"
    return "prediction ŷ" if axis == "prediction" else "sum z"


def _capped(met: Met) -> bool:
    return met.question.kind != "amount"


def _lines(met: Met, others: Sequence[str], palette: Palette, what: str) -> tuple[ChartLine, ...]:
    """Those of the other losses beneath that which is looked at; the other truth dashed."""
    found: list[ChartLine] = []
    for (loss, yes), curve in met.curves.items():
        own = loss == met.looked
        y = _values(curve, what)
        if y is None or not (own or loss.name in others):
            continue
        key = loss.name if yes else f"{loss.name} no"
        label = LOSSES[loss.name].label + ("" if yes else ", truth 0")
        colour = loss_colour(loss.name, palette)
        line = ChartLine(key, label, colour, curve.x, y, dashed=not yes, thick=own and yes)
        found.append(line)
    return tuple(reversed(found))


def _values(curve: LossCurve, what: str) -> Floats | None:
    return {"loss": curve.losses, "sum": curve.by_sum, "prediction": curve.by_prediction}[what]
