"""Regression on the plane: the height of a surface over each point, from -1 to 1.

Here it is the heights that stray, as measured values do; the points stay where they are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.data.dataset import Dataset
from playground.data.sources.noise import generator, stray
from playground.data.sources.plane import FEATURE_NAMES, scatter
from playground.data.sources.source import Source

if TYPE_CHECKING:
    from playground.data.spec import DataSpec

Surface = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""From points (N, 2) to heights (N,)."""

# Three columns, two rows, up and down in turn, after TensorFlow Playground's "multi gaussian".
BUMP_CENTRES = np.array([(x, y) for y in (0.45, -0.45) for x in (-0.65, 0.0, 0.65)])
BUMP_HEIGHTS = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
BUMP_DEVIATION = 0.2


def plane(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """A slope from -1 in one corner to 1 in the opposite one."""
    heights: NDArray[np.float64] = points.mean(axis=1)
    return heights


def bumps(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round hills and hollows."""
    squares = ((points[:, np.newaxis] - BUMP_CENTRES) ** 2).sum(axis=2)
    heights: NDArray[np.float64] = np.exp(-squares / (2.0 * BUMP_DEVIATION**2)) @ BUMP_HEIGHTS
    return heights


def waves(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rings round the middle, one wavelength from there to the edge."""
    heights: NDArray[np.float64] = np.cos(2.0 * np.pi * np.hypot(points[:, 0], points[:, 1]))
    return heights


def draw_surface(spec: DataSpec, surface: Surface) -> Dataset:
    """Points over the square and the height of `surface` there."""
    rng = generator(spec)
    points = scatter(rng, spec.samples)
    heights = stray(rng, surface(points)[:, np.newaxis], spec.noise)
    return Dataset(points, heights, "regression", FEATURE_NAMES, ("height",))


def _source(name: str, label: str, surface: Surface, help: str) -> Source:
    draw = partial(draw_surface, surface=surface)
    return Source(name=name, label=label, task="regression", help=help, draw=draw)


PLANE = _source("plane", "Plane", plane, "A flat slope: one linear unit fits it exactly.")
BUMPS = _source(
    "bumps", "Bumps", bumps, "Hills and hollows side by side: each wants a few units of its own."
)
WAVES = _source("waves", "Waves", waves, "Rings round the middle, as a stone makes in water.")
