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
from playground.data.edits import LARGEST
from playground.data.formula import Formula, parse_formula
from playground.data.sources.noise import generator, stray
from playground.data.sources.parameter import Parameter
from playground.data.sources.plane import FEATURE_NAMES, scatter
from playground.data.sources.source import Source
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.spec import DataSpec

Surface = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""From points (N, 2) to heights (N,)."""

# Three columns, two rows, up and down in turn, after TensorFlow Playground's "multi gaussian".
BUMP_CENTRES = np.array([(x, y) for y in (0.45, -0.45) for x in (-0.65, 0.0, 0.65)])
BUMP_HEIGHTS = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
WIDTH = Parameter("width", "Width", "The deviation of each hill.", 0.2, 0.05, 0.6)
WAVE = Parameter("wavelength", "Wavelength", "From one crest to the next.", 1, 0.25, 4)
TILT = Parameter("direction", "Direction", "Where it rises to, in degrees.", 45, 0, 355)
FIRST_FORMULA = "sin(3 * x1) * cos(2 * x2)"


def plane(points: NDArray[np.float64], direction: float = TILT.default) -> NDArray[np.float64]:
    """A slope from -1 in one corner to 1 in the opposite one, where it rises at 45 degrees."""
    if direction == TILT.default:
        heights: NDArray[np.float64] = points.mean(axis=1)
        return heights
    angle = np.radians(direction)
    return np.asarray(points @ (np.cos(angle), np.sin(angle)) * np.sqrt(0.5), np.float64)


def bumps(points: NDArray[np.float64], width: float = WIDTH.default) -> NDArray[np.float64]:
    """Round hills and hollows."""
    squares = ((points[:, np.newaxis] - BUMP_CENTRES) ** 2).sum(axis=2)
    heights: NDArray[np.float64] = np.exp(-squares / (2.0 * width**2)) @ BUMP_HEIGHTS
    return heights


def waves(points: NDArray[np.float64], wavelength: float = WAVE.default) -> NDArray[np.float64]:
    """Rings round the middle, by default one wavelength from there to the edge."""
    phase = 2.0 * np.pi * np.hypot(points[:, 0], points[:, 1]) / wavelength
    heights: NDArray[np.float64] = np.cos(phase)
    return heights


def draw_surface(
    spec: DataSpec, surface: Callable[..., NDArray[np.float64]], parameter: Parameter
) -> Dataset:
    """Points over the square and the height of `surface` there."""
    return _over(spec, partial(surface, **{parameter.name: parameter.of(spec)}))


def draw_formula(spec: DataSpec) -> Dataset:
    """Points over the square and what the formula of `spec` comes to there.

    Raises:
        UserError: it is no formula, or comes to no usable number somewhere.
    """
    formula = parse_formula(spec.formula or FIRST_FORMULA, FEATURE_NAMES)
    return _over(spec, partial(_heights, formula))


def _heights(formula: Formula, points: NDArray[np.float64]) -> NDArray[np.float64]:
    found = formula.at(dict(zip(FEATURE_NAMES, points.T, strict=True)))
    wrong = ~(np.abs(found) <= LARGEST)
    if wrong.any():
        x1, x2 = points[int(wrong.argmax())]
        what = "no number" if np.isnan(found[wrong.argmax()]) else "too large a number"
        raise UserError(
            f"The formula comes to {what} at x1 = {x1:.3g}, x2 = {x2:.3g}. Both go from −1 to 1: "
            "keep logarithms and roots above 0, and divisors away from it."
        )
    return found


def _over(spec: DataSpec, surface: Surface) -> Dataset:
    rng = generator(spec)
    points = scatter(rng, spec.samples)
    heights = stray(rng, surface(points)[:, np.newaxis], spec.noise)
    return Dataset(points, heights, "regression", FEATURE_NAMES, ("height",))


def _source(
    name: str,
    label: str,
    surface: Callable[..., NDArray[np.float64]],
    help: str,
    parameter: Parameter,
) -> Source:
    draw = partial(draw_surface, surface=surface, parameter=parameter)
    return Source(
        name=name, label=label, task="regression", help=help, draw=draw, parameters=(parameter,)
    )


PLANE = _source("plane", "Plane", plane, "A flat slope: one linear unit fits it exactly.", TILT)
BUMPS = _source(
    "bumps",
    "Bumps",
    bumps,
    "Hills and hollows side by side: each wants a few units of its own.",
    WIDTH,
)
WAVES = _source("waves", "Waves", waves, "Rings round the middle, as a stone makes in water.", WAVE)
FORMULA = Source(
    name="formula",
    label="Formula",
    task="regression",
    help="A surface of your own: type its height as a formula of x1 and x2.",
    draw=draw_formula,
)
