"""Several labels at once on the plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.data.dataset import Dataset
from playground.data.sources.noise import generator, stray
from playground.data.sources.parameter import Parameter
from playground.data.sources.plane import FEATURE_NAMES, at, scatter
from playground.data.sources.source import Source

if TYPE_CHECKING:
    from playground.data.spec import DataSpec

LABELS = ("A", "B", "C")
DISTANCE = Parameter("distance", "Distance", "How far the discs are from the middle.", 0.35, 0, 1)
RADIUS = Parameter("radius", "Radius", "The radius of each disc.", 0.6, 0.1, 1)


def draw_regions(spec: DataSpec) -> Dataset:
    """Points over the square; a label for each of three overlapping discs a point lies in.

    The discs overlap as in a Venn diagram, so a point has 0 to 3 labels.
    """
    rng = generator(spec)
    places = scatter(rng, spec.samples)
    turns = np.arange(len(LABELS)) / len(LABELS)
    centres = at(np.full(len(LABELS), DISTANCE.of(spec)), 2.0 * np.pi * turns)
    distances = np.linalg.norm(places[:, np.newaxis] - centres, axis=2)
    targets = (distances <= RADIUS.of(spec)).astype(np.int64)
    return Dataset(stray(rng, places, spec.noise), targets, "multilabel", FEATURE_NAMES, LABELS)


REGIONS = Source(
    name="regions",
    label="Three regions",
    task="multilabel",
    help="Three discs that overlap: a point can lie in none, one, two or all of them.",
    draw=draw_regions,
    parameters=(DISTANCE, RADIUS),
)
