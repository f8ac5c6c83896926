"""As many classes on the plane as one asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.data.sources.plane import along, at, draw_classes
from playground.data.sources.source import Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.dataset import Dataset
    from playground.data.spec import DataSpec

BLOB_RING = 0.7
BLOB_DEVIATION = 0.14
BLOB_CLEARANCE = 7.0
"""Deviations between the centres of neighbours, at least, so that blobs don't touch."""
ARM_TURNS = 0.75
ARM_START = 0.1


def blobs(rng: np.random.Generator, classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Round clouds with their centres evenly on a ring; the more, the smaller."""
    n_classes = int(classes.max()) + 1
    centres = at(np.full(classes.size, BLOB_RING), 2.0 * np.pi * classes / n_classes)
    between_neighbours = 2.0 * BLOB_RING * np.sin(np.pi / n_classes)
    deviation: float = min(BLOB_DEVIATION, between_neighbours / BLOB_CLEARANCE)
    return centres + deviation * rng.standard_normal(centres.shape)


def spirals(rng: np.random.Generator, classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Arms, evenly turned, that wind outwards to radius 1."""
    n_classes = int(classes.max()) + 1
    position = along(rng, classes)
    angle = 2.0 * np.pi * (ARM_TURNS * position + classes / n_classes)
    return at(ARM_START + (1.0 - ARM_START) * position, angle)


def draw_blobs(spec: DataSpec) -> Dataset:
    """`spec.classes` clouds."""
    return draw_classes(spec, "multiclass", spec.classes, blobs)


def draw_spirals(spec: DataSpec) -> Dataset:
    """`spec.classes` arms."""
    return draw_classes(spec, "multiclass", spec.classes, spirals)


BLOBS = Source(
    name="blobs",
    label="Blobs",
    task="multiclass",
    help="A round cloud for each class, side by side on a ring.",
    draw=draw_blobs,
    uses_classes=True,
)
SPIRALS = Source(
    name="spirals",
    label="Several spirals",
    task="multiclass",
    help="An arm for each class, all wound round the middle.",
    draw=draw_spirals,
    uses_classes=True,
)
