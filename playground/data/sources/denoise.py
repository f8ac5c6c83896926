"""Noisy curves, and what they were before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.data.dataset import Dataset
from playground.data.sources.noise import generator, stray
from playground.data.sources.source import Source

if TYPE_CHECKING:
    from playground.data.spec import DataSpec

N_POINTS = 16
FEWEST_PERIODS, MOST_PERIODS = 0.5, 1.5
LOWEST_PEAK = 0.4


def draw_denoise(spec: DataSpec) -> Dataset:
    """A noisy curve of 16 points and the clean one, from −1 to 1.

    A curve is a sine of some height, length and phase: three numbers tell all sixteen.
    """
    rng = generator(spec)
    peaks = rng.uniform(LOWEST_PEAK, 1.0, (spec.samples, 1))
    periods = rng.uniform(FEWEST_PERIODS, MOST_PERIODS, (spec.samples, 1))
    start = rng.random((spec.samples, 1))
    along = np.arange(N_POINTS) / (N_POINTS - 1)
    curves = peaks * np.sin(2.0 * np.pi * (start + periods * along))
    names = tuple(f"point {place}" for place in range(1, N_POINTS + 1))
    return Dataset(
        features=stray(rng, curves, spec.noise),
        targets=curves,
        task="regression",
        feature_names=names,
        target_names=names,
    )


DENOISE = Source(
    name="denoise",
    label="Noisy curves",
    task="regression",
    help="Curves of 16 points with noise: what were they without it?",
    draw=draw_denoise,
    icon="denoise",
    shape="16 points",
)
