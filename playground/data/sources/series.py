"""Series whose next value is to be told from those before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.data.dataset import Dataset
from playground.data.sources.noise import generator, stray
from playground.data.sources.parameter import Parameter
from playground.data.sources.source import Source

if TYPE_CHECKING:
    from playground.data.spec import DataSpec

STEPS = 24
AHEAD = Parameter(
    "ahead", "Ahead", "How many steps after the last one it is to tell.", 1, 1, 12, whole=True
)
SEASON = Parameter("season", "Season", "After how many steps it comes again.", 7, 2, 24, whole=True)
TREND = Parameter("trend", "Trend", "How far it rises or falls over a sample, at most.", 0.6, 0, 2)


def draw_sine(spec: DataSpec) -> Dataset:
    """Sequences (N, 24, 1) of a sine of any phase, of 6 to 24 steps a period, and what follows."""
    rng = generator(spec)
    period = rng.uniform(6.0, 24.0, (spec.samples, 1))
    phase = rng.random((spec.samples, 1))
    height = rng.uniform(0.4, 1.0, (spec.samples, 1))
    times = np.append(np.arange(STEPS), STEPS - 1 + AHEAD.of(spec))
    return _dataset(spec, rng, height * np.sin(2.0 * np.pi * (phase + times / period)))


def draw_seasonal(spec: DataSpec) -> Dataset:
    """Sequences (N, 24, 1) with a season of the same shape for all, a trend of their own, and what
    follows."""
    rng = generator(spec)
    season = int(SEASON.of(spec))
    shape = rng.uniform(-1.0, 1.0, season)
    shape -= shape.mean()
    start = rng.integers(season, size=(spec.samples, 1))
    slope = rng.uniform(-1.0, 1.0, (spec.samples, 1)) * TREND.of(spec) / STEPS
    level = rng.uniform(-0.5, 0.5, (spec.samples, 1))
    size = rng.uniform(0.4, 1.0, (spec.samples, 1))
    times = np.append(np.arange(STEPS), STEPS - 1 + int(AHEAD.of(spec)))
    return _dataset(spec, rng, level + slope * times + size * shape[(start + times) % season])


def _dataset(spec: DataSpec, rng: np.random.Generator, values: np.ndarray) -> Dataset:
    """What is seen strays by the noise; what is to be told is the truth."""
    return Dataset(
        features=stray(rng, values[:, :STEPS], spec.noise)[:, :, np.newaxis],
        targets=values[:, STEPS:],
        task="regression",
        feature_names=(),
        target_names=("what follows",),
    )


SINE = Source(
    name="sine",
    label="Sine series",
    task="regression",
    help="24 steps of a sine of unknown height, length and phase: what comes next?",
    draw=draw_sine,
    icon="sine",
    shape="24 steps",
    parameters=(AHEAD,),
)
SEASONAL = Source(
    name="seasonal",
    label="Seasonal series",
    task="regression",
    help="24 steps with a season, a trend and noise, as sales have them: what comes next?",
    draw=draw_seasonal,
    icon="seasonal",
    shape="24 steps",
    parameters=(AHEAD, SEASON, TREND),
)
