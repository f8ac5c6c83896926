"""Two classes on the plane. Shapes after TensorFlow Playground and scikit-learn's `make_moons`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from playground.data.sources.plane import Place, along, at, draw_classes
from playground.data.sources.source import Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPIRAL_TURNS = 1.75
SPIRAL_START = 0.05
XOR_MARGIN = 0.06
CLOUD_CENTRE = 0.4
CLOUD_DEVIATION = 0.15


def circle(rng: np.random.Generator, classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Class 1 fills a disc of radius 0.5, class 0 a ring from 0.7 to 1, both evenly."""
    inner = np.where(classes == 1, 0.0, 0.7)
    outer = np.where(classes == 1, 0.5, 1.0)
    radius = np.sqrt(rng.uniform(inner**2, outer**2))
    return at(radius, rng.uniform(0.0, 2.0 * np.pi, classes.size))


def xor(rng: np.random.Generator, classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Class 1 where the coordinates differ in sign, with a clear strip along both axes."""
    sizes = rng.uniform(XOR_MARGIN, 1.0, (classes.size, 2))
    first_sign = rng.choice([-1.0, 1.0], classes.size)
    second_sign = np.where(classes == 1, -first_sign, first_sign)
    signs: NDArray[np.float64] = np.column_stack((first_sign, second_sign))
    return sizes * signs


def gaussians(rng: np.random.Generator, classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Two round clouds: class 1 up on the right, class 0 down on the left."""
    centres = np.where(classes == 1, CLOUD_CENTRE, -CLOUD_CENTRE)[:, np.newaxis]
    return centres + CLOUD_DEVIATION * rng.standard_normal((classes.size, 2))


def spiral(rng: np.random.Generator, classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Two arms, half a turn apart, that wind outwards to radius 1."""
    position = along(rng, classes)
    angle = 2.0 * np.pi * SPIRAL_TURNS * position + np.pi * classes
    return at(SPIRAL_START + (1.0 - SPIRAL_START) * position, angle)


def moons(rng: np.random.Generator, classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Two half circles of radius 2/3 that reach into each other: class 0 above, class 1 below."""
    angle = np.pi * along(rng, classes)
    above = np.column_stack((np.cos(angle) - 0.5, np.sin(angle) - 0.25))
    return np.where(classes[:, np.newaxis] == 1, -above, above) * (2.0 / 3.0)


def _source(name: str, label: str, place: Place, help: str) -> Source:
    draw = partial(draw_classes, task="binary", n_classes=2, place=place)
    return Source(name=name, label=label, task="binary", help=help, draw=draw)


CIRCLE = _source(
    "circle", "Circle", circle, "A disc inside a ring: no straight line can part them."
)
XOR = _source(
    "xor",
    "Exclusive or",
    xor,
    "Opposite corners belong together, so neither coordinate alone tells the class.",
)
GAUSSIANS = _source(
    "gaussians", "Two clouds", gaussians, "Two round clouds that one straight line can part."
)
SPIRAL = _source(
    "spiral",
    "Two spirals",
    spiral,
    "Two arms wound round each other: the hardest of the shapes, and it wants a deeper network.",
)
MOONS = _source(
    "moons", "Two moons", moons, "Two half moons that reach into each other: one bend parts them."
)
