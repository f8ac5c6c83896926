"""Points that a person paints on the plane, as strokes that can be drawn again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from playground.errors import UserError
from playground.frozen import Frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_STROKES = 2_000
MOST_PLACES = 2_000
MOST_POINTS = 50_000
MOST_CLASSES = 10

Coordinate = Annotated[float, Field(ge=-10.0, le=10.0)]
Place = tuple[Coordinate, Coordinate]
Tool = Literal["spray", "fill", "point", "erase"]
# Of a seed, apart from those that draw and split.
_STREAM = 3


class Stroke(Frozen):
    """One stroke of a brush, or one region that is filled.

    Attributes:
        tool: spray: points within `radius` of the path. fill: points inside the path, closed.
            point: one at each place of the path. erase: takes away what lies within `radius`.
        path: places it goes through, in the plane's own units.
        target: the class, or the value.
        density: points in a square of side 1.
        noise: of classes the share of points that get any other class; of values their deviation.
    """

    tool: Tool = "spray"
    path: Annotated[tuple[Place, ...], Field(min_length=1, max_length=MOST_PLACES)]
    target: float = Field(0.0, ge=-1e6, le=1e6, title="Target")
    radius: float = Field(
        0.15, gt=0.0, le=5.0, title="Size", description="How far the brush reaches."
    )
    density: float = Field(
        150.0, gt=0.0, le=10_000.0, title="Density", description="Points in a square of side 1."
    )
    noise: float = Field(
        0.0,
        ge=0.0,
        le=1.0,
        title="Noise",
        description="The share of points of any other class; of values, how far they stray.",
    )


class Painting(Frozen):
    """Strokes, in the order in which they were made.

    Attributes:
        task: what targets mean: classes (two: binary) or values.
        classes: how many there are.
    """

    task: Literal["binary", "multiclass", "regression"] = "binary"
    classes: int = Field(2, ge=2, le=MOST_CLASSES, title="Classes")
    strokes: Annotated[tuple[Stroke, ...], Field(max_length=MOST_STROKES)] = ()

    @model_validator(mode="after")
    def _sound(self) -> Painting:
        if self.task == "binary" and self.classes != 2:
            raise ValueError("a binary painting has two classes")
        if self.task != "regression":
            for number, stroke in enumerate(self.strokes, 1):
                if stroke.tool != "erase" and stroke.target not in range(self.classes):
                    raise ValueError(
                        f"stroke {number} paints class {stroke.target:g}; there are "
                        f"{self.classes}, numbered from 0"
                    )
        return self


FIRST = Painting(
    strokes=(
        Stroke(path=((-0.6, 0.5), (-0.1, 0.1), (-0.5, -0.5)), target=0, radius=0.2),
        Stroke(path=((0.6, 0.5), (0.25, -0.1), (0.6, -0.6)), target=1, radius=0.2),
    )
)
"""What stands there before anything is painted."""


def points_of(painting: Painting, seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places (N, 2) and targets (N,) of all that is painted, in the order of the strokes.

    A stroke's points are the same whatever comes before or after it.

    Raises:
        UserError: there are too many.
    """
    places, targets = np.zeros((0, 2)), np.zeros(0)
    for number, stroke in enumerate(painting.strokes):
        path = np.array(stroke.path, np.float64)
        if stroke.tool == "erase":
            kept = _distance(places, path) > stroke.radius
            places, targets = places[kept], targets[kept]
            continue
        rng = np.random.Generator(
            np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(_STREAM, number)))
        )
        new = path if stroke.tool == "point" else _inside(stroke, path, rng)
        places = np.concatenate((places, new))
        targets = np.concatenate((targets, _targets(stroke, painting, len(new), rng)))
        if len(places) > MOST_POINTS:
            raise UserError(
                f"That is more than {MOST_POINTS:,} points. Take a lower density, or erase some."
            )
    return places, targets


def _targets(
    stroke: Stroke, painting: Painting, count: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    wanted = np.full(count, stroke.target)
    if painting.task == "regression":
        return wanted + stroke.noise * rng.standard_normal(count)
    others = (wanted + rng.integers(1, painting.classes, count)) % painting.classes
    return np.where(rng.random(count) < stroke.noise, others, wanted)


def _inside(
    stroke: Stroke, path: NDArray[np.float64], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Points spread evenly over what the stroke covers: those of its box that lie in it."""
    reach = stroke.radius if stroke.tool == "spray" else 0.0
    low, high = path.min(axis=0) - reach, path.max(axis=0) + reach
    expected = stroke.density * float(np.prod(high - low))
    if expected > 20 * MOST_POINTS:
        raise UserError("That region is too large for this density. Take a lower one.")
    box = low + (high - low) * rng.random((rng.poisson(expected), 2))
    if stroke.tool == "spray":
        return np.asarray(box[_distance(box, path) <= stroke.radius], np.float64)
    return np.asarray(box[_within(box, path)], np.float64)


def _distance(places: NDArray[np.float64], path: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N,) how far each place (N, 2) lies from the line through `path` (P, 2)."""
    starts = path[:-1] if len(path) > 1 else path
    ends = path[1:] if len(path) > 1 else path
    nearest = np.full(len(places), np.inf)
    for start, end in zip(starts, ends, strict=True):
        way = end - start
        length = float(way @ way)
        along = np.clip((places - start) @ way / length, 0.0, 1.0) if length else 0.0
        off = places - start - np.multiply.outer(along, way) if length else places - start
        nearest = np.minimum(nearest, np.hypot(off[:, 0], off[:, 1]))
    return nearest


def _within(places: NDArray[np.float64], path: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(N,) whether each place lies in the closed path: its ray to the right crosses it oddly."""
    inside = np.zeros(len(places), np.bool_)
    x, y = places.T
    for (x1, y1), (x2, y2) in zip(path, np.roll(path, -1, axis=0), strict=True):
        if y1 == y2:
            continue
        crosses = (y < y1) != (y < y2)
        inside ^= crosses & (x < x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    return inside
