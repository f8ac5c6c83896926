"""Points that a person has painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.data.dataset import Dataset
from playground.data.painting import FIRST, points_of
from playground.data.sources.plane import FEATURE_NAMES
from playground.data.sources.source import Source
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.spec import DataSpec

FEWEST = 2


def draw_painted(spec: DataSpec) -> Dataset:
    """The points of all strokes. The seed of `spec` says where in a stroke they fall.

    Raises:
        UserError: there are too few, or too many.
    """
    painting = spec.painting or FIRST
    places, targets = points_of(painting, spec.seed)
    if len(places) < FEWEST:
        raise UserError(
            "There are not enough points in the painting. Paint some more: two at the least."
        )
    if painting.task == "regression":
        return Dataset(places, targets[:, np.newaxis], "regression", FEATURE_NAMES, ("height",))
    names = tuple(f"class {number}" for number in range(painting.classes))
    return Dataset(places, targets.astype(np.int64), painting.task, FEATURE_NAMES, names)


PAINTED = Source(
    name="painted",
    label="Painting",
    task="binary",
    help="Points that you paint on the plane with a brush.",
    draw=draw_painted,
    generated=False,
)
