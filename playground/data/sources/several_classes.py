"""As many classes on the plane as one asks for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from playground.data.sources.parameter import Parameter
from playground.data.sources.plane import along, at, draw_classes
from playground.data.sources.source import Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.dataset import Dataset
    from playground.data.spec import DataSpec

RING = Parameter("ring", "Ring", "How far the clouds are from the middle.", 0.7, 0.1, 1)
SPREAD = Parameter("deviation", "Spread", "The deviation of each cloud, at most.", 0.14, 0.01, 0.5)
BLOB_CLEARANCE = 7.0
"""Deviations between the centres of neighbours, at least, so that blobs don't touch."""
TURNS = Parameter("turns", "Turns", "How often each arm winds round.", 0.75, 0.1, 3)
START = Parameter("start", "Start", "How far from the middle the arms begin.", 0.1, 0, 0.5)


def blobs(
    rng: np.random.Generator, classes: NDArray[np.int64], ring: float, spread: float
) -> NDArray[np.float64]:
    """Round clouds with their centres evenly on a ring; the more, the smaller, unless asked for."""
    n_classes = int(classes.max()) + 1
    centres = at(np.full(classes.size, ring), 2.0 * np.pi * classes / n_classes)
    between_neighbours = 2.0 * ring * np.sin(np.pi / n_classes)
    apart = between_neighbours / BLOB_CLEARANCE
    deviation: float = spread if spread > SPREAD.default else min(spread, apart)
    return centres + deviation * rng.standard_normal(centres.shape)


def spirals(
    rng: np.random.Generator, classes: NDArray[np.int64], turns: float, start: float
) -> NDArray[np.float64]:
    """Arms, evenly turned, that wind outwards to radius 1."""
    n_classes = int(classes.max()) + 1
    position = along(rng, classes)
    angle = 2.0 * np.pi * (turns * position + classes / n_classes)
    return at(start + (1.0 - start) * position, angle)


def draw_blobs(spec: DataSpec) -> Dataset:
    """`spec.classes` clouds."""
    return draw_classes(
        spec, "multiclass", spec.classes, partial(blobs, ring=RING.of(spec), spread=SPREAD.of(spec))
    )


def draw_spirals(spec: DataSpec) -> Dataset:
    """`spec.classes` arms."""
    return draw_classes(
        spec,
        "multiclass",
        spec.classes,
        partial(spirals, turns=TURNS.of(spec), start=START.of(spec)),
    )


BLOBS = Source(
    name="blobs",
    label="Blobs",
    task="multiclass",
    help="A round cloud for each class, side by side on a ring.",
    draw=draw_blobs,
    parameters=(RING, SPREAD),
    uses_classes=True,
)
SPIRALS = Source(
    name="spirals",
    label="Several spirals",
    task="multiclass",
    help="An arm for each class, all wound round the middle.",
    draw=draw_spirals,
    parameters=(TURNS, START),
    uses_classes=True,
)
