"""What the sources that draw points on the plane share.

Every one of them places its points in the square from -1 to 1, then lets them stray. The places are
drawn before the straying, so the same seed with another noise keeps the same places.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.data.dataset import Dataset, Task
from playground.data.sources.noise import generator, stray

if TYPE_CHECKING:
    from playground.data.spec import DataSpec

FEATURE_NAMES = ("x1", "x2")
Place = Callable[[np.random.Generator, NDArray[np.int64]], NDArray[np.float64]]
"""From class numbers (N,) to the points' true places (N, 2)."""


def scatter(rng: np.random.Generator, n_points: int) -> NDArray[np.float64]:
    """Points (n_points, 2) spread evenly over the square from -1 to 1."""
    return rng.uniform(-1.0, 1.0, (n_points, 2))


def draw_classes(spec: DataSpec, task: Task, n_classes: int, place: Place) -> Dataset:
    """Points of `n_classes` classes of equal size (to within one), placed by `place`."""
    rng = generator(spec)
    classes = np.arange(spec.samples, dtype=np.int64) % n_classes
    points = stray(rng, place(rng, classes), spec.noise)
    names = tuple(f"class {number}" for number in range(n_classes))
    return Dataset(points, classes, task, FEATURE_NAMES, names)


def along(rng: np.random.Generator, classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """How far along its class's curve each sample lies, from 0 to 1, evenly but not regularly. (N,)

    A class's k-th sample falls at random within the k-th of equal stretches, so that a curve has
    neither clumps nor gaps. `classes` takes turns, as `draw_classes` makes it.
    """
    n_classes = int(classes.max()) + 1
    ranks = np.arange(classes.size) // n_classes
    return (ranks + rng.uniform(size=classes.size)) / (int(ranks.max()) + 1)


def at(radius: NDArray[np.float64], angle: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (N, 2) at a distance (N,) and a clockwise angle (N,) from the top, in radians."""
    return np.column_stack((radius * np.sin(angle), radius * np.cos(angle)))
