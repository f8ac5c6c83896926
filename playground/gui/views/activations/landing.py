"""Where a layer's sums land on an activation, as one moment of a run has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.errors import UserError
from playground.gui.frame import Frame
from playground.gui.plots import words
from playground.gui.plots.chart_picture import ChartDots
from playground.gui.plots.colours import class_colour
from playground.gui.views.answers import Words
from playground.gui.views.bench import Bench
from playground.network.activations import Activation
from playground.network.activations.bends import bend
from playground.training.bent import Bent, BentLayer, BentProbe
from playground.training.unit_states import State, out_of_use, state_of

Array = NDArray[Any]
Floats = NDArray[np.float64]
ALL_UNITS = -1
BINS = 44
# Of a layer's numbers, at most so many are counted in the bars, evenly chosen; and so many drawn.
_MOST_COUNTED, _MOST_DOTS = 16_384, 90
# How far the curve is drawn to either side of 0: the first that holds nearly all sums.
REACHES = (4.0, 6.0, 10.0, 20.0, 50.0, 100.0, 1000.0)
_NEARLY_ALL = 0.995
_NO_SAMPLE = "There is no training sample to look at. Lower the validation share."


@dataclass(frozen=True, eq=False)
class UnitFacts:
    """How each unit of a layer fares, over the samples (and the places of an image).

    Attributes:
        low, high: (U,) its smallest and largest sum.
        passing: (U,) its mean |f′|; NaN where there is no such factor.
        n_out: (U,) how many of its numbers are 0 for good, or saturated.
        state: which of the two they can be; None for neither.
    """

    low: Floats
    high: Floats
    passing: Floats
    n_out: NDArray[np.int64]
    state: State | None


@dataclass(frozen=True, eq=False)
class Factor:
    """By how much, on average, one layer's activation multiplies the gradient on its way back."""

    layer: str
    passing: float


@dataclass(frozen=True, eq=False)
class Landing:
    """What the lab shows of a moment.

    Attributes:
        frame: the moment. layers: those that can be looked at. layer: the one that is.
        unit: the one looked at; `ALL_UNITS` for all.
        activation: the one looked at; it need not be the layer's own.
        rows: (N,) which samples, as rows of the data.
        before, after: (U, M) the sums of each unit, and what the activation makes of them.
        slopes: (U, M) its derivative there; None where it looks at whole rows.
        facts: of each unit. learned: (U,) the slopes of the layer's own PReLU, else None.
        factors: from the head back to the first layer, with this activation in its place.
        reach: how far the curve is drawn to either side of 0.
        edges, counts, shades: the bars: ends (B + 1,), numbers (B,), mean |f′| (B,).
        dots: single samples on the curve.
        n_lost: sums that are not finite.
    """

    frame: Frame
    layers: tuple[BentLayer, ...]
    layer: BentLayer
    unit: int
    activation: Activation
    rows: NDArray[np.int64]
    before: Array
    after: Array
    slopes: Array | None
    facts: UnitFacts
    learned: Array | None
    factors: tuple[Factor, ...]
    reach: float
    edges: Floats
    counts: NDArray[np.int64]
    shades: Floats
    dots: ChartDots | None
    n_lost: int

    @property
    def in_force(self) -> bool:
        """Whether the activation looked at is the layer's own."""
        return self.activation == self.layer.activation

    @property
    def n_numbers(self) -> int:
        """How many numbers each unit gives: one a sample, or one a place of each sample."""
        return int(self.before.shape[1])

    @property
    def n_rows(self) -> int:
        """How many samples are looked at."""
        return len(self.rows)

    @property
    def passing(self) -> float:
        """The mean |f′| of the layer; NaN where there is no such factor."""
        return float(np.mean(self.facts.passing)) if len(self.facts.passing) else float("nan")

    def row_sums(self, number: int) -> Floats:
        """(U,) all that one of the samples gives the layer, at its first place."""
        per = self.n_numbers // max(1, self.n_rows)
        sums: Floats = self.before[:, number * per].astype(np.float64)
        return sums


@dataclass(frozen=True, eq=False)
class LandingJob:
    """Looks into one layer.

    Attributes:
        frame: the moment. layer: its id, "" for the first that bends.
        unit: or `ALL_UNITS`. looked: the activation to look at; None for the layer's own.
        reach: what was drawn before, which is kept where it does.
    """

    frame: Frame
    layer: str
    unit: int
    looked: Activation | None
    reach: float

    def run(self, bench: Bench) -> Landing | Words:
        """What there is to show."""
        try:
            return self._look(bench)
        except UserError as error:
            return Words(str(error))

    def _look(self, bench: Bench) -> Landing | Words:
        frame = self.frame
        probe = bench.keep(
            "bent", frame, lambda: BentProbe(frame.network, frame.head, frame.signature)
        )
        if not probe.layers:
            return Words("No layer here ends in an activation that can be looked at.")
        train = frame.prepared.train
        if not len(train):
            return Words(_NO_SAMPLE)
        count = min(probe.n_rows, len(train))
        chosen = np.linspace(0, len(train) - 1, count).astype(np.int64)
        met = probe.look(frame.parameters, train.features[chosen])
        layer = _layer(probe, self.layer)
        return self._landed(probe, layer, met, frame.prepared.split.train[chosen])

    def _landed(
        self, probe: BentProbe, layer: BentLayer, met: dict[str, Bent], rows: NDArray[np.int64]
    ) -> Landing:
        at, activation = met[layer.id], self.looked or layer.activation
        before = layer.by_unit(at.before)
        if activation == layer.activation:
            after = layer.by_unit(at.after)
            slopes = layer.by_unit(at.slopes) if at.slopes is not None else None
        else:
            after, slopes = _as_with(activation, layer, at.before)
        unit = self.unit if self.unit < layer.n_units else ALL_UNITS
        picked = slice(None) if unit == ALL_UNITS else slice(unit, unit + 1)
        facts = _facts(activation, before, after, slopes)
        reach = _reach(before[picked], self.reach)
        edges, counts, shades = _bars(
            before[picked], None if slopes is None else slopes[picked], reach
        )
        factors = tuple(
            Factor(each.id, _mean(facts.passing) if each is layer else met[each.id].passing)
            for each in _whole_way(probe)
        )
        return Landing(
            self.frame,
            probe.layers,
            layer,
            unit,
            activation,
            rows,
            before,
            after,
            slopes,
            facts,
            probe.slopes_learned(layer, self.frame.parameters),
            factors,
            reach,
            edges,
            counts,
            shades,
            _dots(self.frame, rows, before, after, slopes, unit),
            before.size - int(np.isfinite(before).sum()),
        )


def _layer(probe: BentProbe, wanted: str) -> BentLayer:
    return next((each for each in probe.layers if each.id == wanted), probe.layers[0])


def _whole_way(probe: BentProbe) -> list[BentLayer]:
    ways = [probe.chain(layer.id) for layer in probe.layers]
    return max(ways, key=len, default=[])


def _as_with(activation: Activation, layer: BentLayer, before: Array) -> tuple[Array, Array | None]:
    """(U, M) what another activation would make of the same sums, and its slopes."""
    if activation.whole_row:
        rows = before.reshape(-1, before.shape[-1]).astype(np.float64)
        return layer.by_unit(activation.results(rows).reshape(before.shape)), None
    bent = bend(activation, before.ravel(), dtype=np.float32)
    shape = before.shape
    return layer.by_unit(bent.y.reshape(shape)), layer.by_unit(bent.slope.reshape(shape))


def _facts(activation: Activation, before: Array, after: Array, slopes: Array | None) -> UnitFacts:
    state, units = state_of(activation.name), len(before)
    alpha = float(getattr(activation, "alpha", 1.0))
    out = out_of_use(activation.name, alpha, after).sum(1) if state is not None else np.zeros(units)
    with np.errstate(all="ignore"):
        passing = (
            np.full(units, np.nan) if slopes is None else np.abs(slopes).mean(1, dtype=np.float64)
        )
        low, high = before.min(1).astype(np.float64), before.max(1).astype(np.float64)
    return UnitFacts(low, high, passing, out.astype(np.int64), state)


def _mean(values: Floats) -> float:
    return float(np.mean(values)) if len(values) else float("nan")


def _some(values: Array, most: int) -> NDArray[np.int64]:
    """The places of at most so many of them, evenly chosen."""
    places: NDArray[np.int64] = np.linspace(0, values.size - 1, min(values.size, most)).astype(
        np.int64
    )
    return places


def _reach(before: Array, former: float) -> float:
    """How far to draw: what was drawn before, unless it no longer holds nearly all, or far more."""
    flat = np.abs(before.reshape(-1)[_some(before, _MOST_COUNTED)])
    flat = flat[np.isfinite(flat)]
    if not flat.size:
        return REACHES[0]
    needed = float(np.quantile(flat, _NEARLY_ALL))
    wanted = next((reach for reach in REACHES if needed <= reach), REACHES[-1])
    near = former in REACHES and REACHES.index(former) <= 1 + REACHES.index(wanted)
    if near and needed <= former:
        return former
    return wanted


def _bars(
    before: Array, slopes: Array | None, reach: float
) -> tuple[Floats, NDArray[np.int64], Floats]:
    edges = np.linspace(-reach, reach, BINS + 1)
    places = _some(before, _MOST_COUNTED)
    flat = before.reshape(-1)[places].astype(np.float64)
    inside = np.abs(flat) < reach
    bins = ((flat[inside] + reach) * (BINS / (2.0 * reach))).astype(np.int64).clip(0, BINS - 1)
    counts = np.bincount(bins, minlength=BINS)
    if slopes is None:
        return edges, counts.astype(np.int64), np.ones(BINS)
    sizes = np.abs(slopes.reshape(-1)[places][inside]).astype(np.float64)
    sums = np.bincount(bins, sizes, BINS)
    shades = np.divide(sums, counts, out=np.zeros(BINS), where=counts > 0)
    return edges, counts.astype(np.int64), shades


def _dots(
    frame: Frame,
    rows: NDArray[np.int64],
    before: Array,
    after: Array,
    slopes: Array | None,
    unit: int,
) -> ChartDots | None:
    if slopes is None:
        return None
    per = before.shape[1] // max(1, len(rows))
    if unit == ALL_UNITS:
        flat = _some(before, _MOST_DOTS)
        units, numbers = np.divmod(flat, before.shape[1])
    else:
        numbers = _some(before[unit], _MOST_DOTS)
        units = np.full(len(numbers), unit)
    x, y, slope = before[units, numbers], after[units, numbers], slopes[units, numbers]
    samples = rows[numbers // max(1, per)]
    colours, palette = _colours(frame, samples)

    def say(number: int) -> str:
        values = (words.number(float(each[number])) for each in (x, y, slope))
        where = f"row {int(samples[number])}, unit {int(units[number]) + 1}"
        return "{}: f({}) = {}, f′ = {}".format(where, *values)

    return ChartDots(x.astype(np.float64), y.astype(np.float64), colours, palette, samples, say)


def _colours(frame: Frame, samples: NDArray[np.int64]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """By class, where each sample has one."""
    task, targets = frame.signature.task, frame.prepared.dataset.targets
    if task not in ("binary", "multiclass"):
        return np.zeros(len(samples), np.int64), ("#8c8c8c",)
    palette = tuple(
        "#{:02x}{:02x}{:02x}".format(*class_colour(task, number))
        for number in range(frame.signature.outputs)
    )
    return targets[samples].astype(np.int64).reshape(-1), palette


__all__ = ["ALL_UNITS", "BINS", "REACHES", "Factor", "Landing", "LandingJob", "UnitFacts"]
