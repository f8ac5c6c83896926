"""Waves as sequences: what kind of wave is it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.data.dataset import Dataset
from playground.data.sources.noise import generator, stray
from playground.data.sources.source import Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.spec import DataSpec

KINDS = ("sine", "square", "sawtooth", "pulses")
N_STEPS = 32
FEWEST_PERIODS, MOST_PERIODS = 2.0, 4.0
PULSE = 0.2
"""The share of a period that a pulse lasts."""


def draw_signals(spec: DataSpec) -> Dataset:
    """Sequences (N, 32, 1) from −1 to 1, of any phase and of 2 to 4 periods, and their kind."""
    rng = generator(spec)
    kinds = np.arange(spec.samples, dtype=np.int64) % len(KINDS)
    periods = rng.uniform(FEWEST_PERIODS, MOST_PERIODS, (spec.samples, 1))
    start = rng.random((spec.samples, 1))
    turns = (start + periods * np.arange(N_STEPS) / N_STEPS) % 1.0
    waves = np.choose(kinds[:, np.newaxis], _waves(turns))
    return Dataset(
        features=stray(rng, waves, spec.noise)[:, :, np.newaxis],
        targets=kinds,
        task="multiclass",
        feature_names=(),
        target_names=KINDS,
    )


def _waves(turns: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """The height of each kind at a share of its period, from 0 to 1. Any shape."""
    return [
        np.sin(2.0 * np.pi * turns),
        np.where(turns < 0.5, 1.0, -1.0),
        2.0 * turns - 1.0,
        np.where(turns < PULSE, 1.0, -1.0),
    ]


SIGNALS = Source(
    name="signals",
    label="Signals",
    task="multiclass",
    help="Sine, square, sawtooth and pulses, 32 steps each: which kind of wave is it?",
    draw=draw_signals,
    icon="signals",
    shape="32 steps",
)
