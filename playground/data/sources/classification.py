"""Two classes on the plane. Shapes after TensorFlow Playground and scikit-learn's `make_moons`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from playground.data.sources.parameter import Parameter
from playground.data.sources.plane import along, at, draw_classes
from playground.data.sources.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from playground.data.dataset import Dataset
    from playground.data.spec import DataSpec

INNER = Parameter("disc", "Disc", "The radius of the disc inside.", 0.5, 0.05, 0.95)
RING = Parameter("ring", "Ring", "Where the ring begins.", 0.7, 0.05, 0.95)
MARGIN = Parameter("margin", "Margin", "How wide the clear strip along the axes is.", 0.06, 0, 0.5)
DISTANCE = Parameter("distance", "Distance", "How far the clouds are from the middle.", 0.4, 0, 1)
DEVIATION = Parameter("deviation", "Spread", "The deviation of each cloud.", 0.15, 0.01, 0.5)
TURNS = Parameter("turns", "Turns", "How often each arm winds round.", 1.75, 0.25, 4)
START = Parameter("start", "Start", "How far from the middle the arms begin.", 0.05, 0, 0.5)
REACH = Parameter("reach", "Reach", "How far the moons reach into each other.", 0.5, 0, 1)


def circle(
    rng: np.random.Generator, classes: NDArray[np.int64], disc: float, ring: float
) -> NDArray[np.float64]:
    """Class 1 fills a disc, class 0 a ring that ends at radius 1, both evenly."""
    inner = np.where(classes == 1, 0.0, ring)
    outer = np.where(classes == 1, disc, 1.0)
    radius = np.sqrt(rng.uniform(inner**2, outer**2))
    return at(radius, rng.uniform(0.0, 2.0 * np.pi, classes.size))


def xor(rng: np.random.Generator, classes: NDArray[np.int64], margin: float) -> NDArray[np.float64]:
    """Class 1 where the coordinates differ in sign, with a clear strip along both axes."""
    sizes = rng.uniform(margin, 1.0, (classes.size, 2))
    first_sign = rng.choice([-1.0, 1.0], classes.size)
    second_sign = np.where(classes == 1, -first_sign, first_sign)
    signs: NDArray[np.float64] = np.column_stack((first_sign, second_sign))
    return sizes * signs


def gaussians(
    rng: np.random.Generator, classes: NDArray[np.int64], distance: float, deviation: float
) -> NDArray[np.float64]:
    """Two round clouds: class 1 up on the right, class 0 down on the left."""
    centres = np.where(classes == 1, distance, -distance)[:, np.newaxis]
    return centres + deviation * rng.standard_normal((classes.size, 2))


def spiral(
    rng: np.random.Generator, classes: NDArray[np.int64], turns: float, start: float
) -> NDArray[np.float64]:
    """Two arms, half a turn apart, that wind outwards to radius 1."""
    position = along(rng, classes)
    angle = 2.0 * np.pi * turns * position + np.pi * classes
    return at(start + (1.0 - start) * position, angle)


def moons(
    rng: np.random.Generator, classes: NDArray[np.int64], reach: float
) -> NDArray[np.float64]:
    """Two half circles of radius 2/3 that reach into each other: class 0 above, class 1 below."""
    angle = np.pi * along(rng, classes)
    above = np.column_stack((np.cos(angle) - 0.5, np.sin(angle) - reach / 2.0))
    return np.where(classes[:, np.newaxis] == 1, -above, above) * (2.0 / 3.0)


def draw_two(
    spec: DataSpec, place: Callable[..., NDArray[np.float64]], parameters: tuple[Parameter, ...]
) -> Dataset:
    """Two classes, placed as the options of `spec` say."""
    given = {parameter.name: parameter.of(spec) for parameter in parameters}
    return draw_classes(spec, "binary", 2, partial(place, **given))


def _source(
    name: str,
    label: str,
    place: Callable[..., NDArray[np.float64]],
    help: str,
    *parameters: Parameter,
) -> Source:
    draw = partial(draw_two, place=place, parameters=parameters)
    return Source(
        name=name, label=label, task="binary", help=help, draw=draw, parameters=parameters
    )


CIRCLE = _source(
    "circle", "Circle", circle, "A disc inside a ring: no straight line can part them.", INNER, RING
)
XOR = _source(
    "xor",
    "Exclusive or",
    xor,
    "Opposite corners belong together, so neither coordinate alone tells the class.",
    MARGIN,
)
GAUSSIANS = _source(
    "gaussians",
    "Two clouds",
    gaussians,
    "Two round clouds that one straight line can part.",
    DISTANCE,
    DEVIATION,
)
SPIRAL = _source(
    "spiral",
    "Two spirals",
    spiral,
    "Two arms wound round each other: the hardest of the shapes, and it wants a deeper network.",
    TURNS,
    START,
)
MOONS = _source(
    "moons",
    "Two moons",
    moons,
    "Two half moons that reach into each other: one bend parts them.",
    REACH,
)
