"""Shapes and digits, drawn at 28 by 28 pixels with all that hands and lenses do to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.data.dataset import Dataset
from playground.data.sources.noise import generator, pixels
from playground.data.sources.parameter import Parameter
from playground.data.sources.source import Source

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.spec import DataSpec

SIDE = 28
SHAPES = ("circle", "square", "triangle", "star", "cross", "moon")
TURN = Parameter("turn", "Turn", "How far shapes are turned, in degrees either way.", 180, 0, 180)
TILT = Parameter("tilt", "Tilt", "How far digits are tilted, in degrees either way.", 14, 0, 45)
BEND = Parameter("bend", "Bend", "How much strokes are bent out of shape.", 0.06, 0, 0.2)
_CHUNK = 1_000

# Strokes of each digit, through places in a box from −1 to 1, y upwards.
_ROUND = [(np.cos(a), np.sin(a)) for a in np.linspace(0.0, 2.0 * np.pi, 17)]
DIGITS: tuple[tuple[tuple[tuple[float, float], ...], ...], ...] = (
    (tuple((0.6 * x, y) for x, y in _ROUND),),
    (((-0.35, 0.6), (0.1, 1.0), (0.1, -1.0)),),
    (((-0.6, 0.6), (-0.35, 0.95), (0.3, 0.95), (0.55, 0.5), (-0.6, -1.0), (0.65, -1.0)),),
    (
        ((-0.55, 0.85), (0.1, 1.0), (0.5, 0.6), (0.25, 0.15), (-0.1, 0.05)),
        ((-0.1, 0.05), (0.4, -0.1), (0.6, -0.55), (0.2, -0.95), (-0.6, -0.85)),
    ),
    (((0.3, -1.0), (0.3, 1.0), (-0.65, -0.3), (0.7, -0.3)),),
    (
        (
            (0.55, 1.0),
            (-0.45, 1.0),
            (-0.5, 0.1),
            (0.15, 0.2),
            (0.6, -0.3),
            (0.3, -0.9),
            (-0.55, -0.9),
        ),
    ),
    (
        (
            (0.4, 1.0),
            (-0.2, 0.5),
            (-0.55, -0.4),
            (-0.25, -0.95),
            (0.35, -0.9),
            (0.55, -0.4),
            (0.2, 0.05),
            (-0.45, -0.2),
        ),
    ),
    (((-0.6, 1.0), (0.6, 1.0), (-0.1, -1.0)),),
    (
        tuple((0.42 * x, 0.52 + 0.45 * y) for x, y in _ROUND),
        tuple((0.55 * x, -0.47 + 0.52 * y) for x, y in _ROUND),
    ),
    (
        tuple((0.45 * x, 0.48 + 0.5 * y) for x, y in _ROUND),
        ((0.45, 0.48), (0.4, -0.4), (0.1, -1.0)),
    ),
)


def draw_shapes(spec: DataSpec) -> Dataset:
    """Images (N, 1, 28, 28) of one shape each, filled or outlined, of any size, place and turn.

    Noise is the deviation of every pixel, whose ink goes from 0 to 1.
    """
    rng = generator(spec)
    classes = np.arange(spec.samples, dtype=np.int64) % len(SHAPES)
    turn = np.radians(TURN.of(spec))
    images = np.empty((spec.samples, 1, SIDE, SIDE), np.float32)
    for begin in range(0, spec.samples, _CHUNK):
        some = classes[begin : begin + _CHUNK]
        x, y = _placed(rng, len(some), turn)
        away = np.choose(some[:, np.newaxis, np.newaxis], _distances(x, y))
        width = rng.uniform(0.12, 0.22, (len(some), 1, 1))
        outlined = rng.random((len(some), 1, 1)) < 0.5
        away = np.where(outlined, np.abs(away + width) - width, away)
        images[begin : begin + len(some), 0] = np.clip(0.5 - 6.0 * away, 0.0, 1.0)
    return Dataset(_noisy(rng, images, spec.noise), classes, "multiclass", (), SHAPES)


def draw_digits(spec: DataSpec) -> Dataset:
    """Images (N, 1, 28, 28) of a digit each, drawn by strokes that are bent, tilted and moved.

    Noise is the deviation of every pixel, whose ink goes from 0 to 1.
    """
    rng = generator(spec)
    classes = np.arange(spec.samples, dtype=np.int64) % len(DIGITS)
    images = np.empty((spec.samples, 1, SIDE, SIDE), np.float32)
    for digit, strokes in enumerate(DIGITS):
        rows = np.flatnonzero(classes == digit)
        for begin in range(0, len(rows), _CHUNK):
            some = rows[begin : begin + _CHUNK]
            images[some, 0] = _written(rng, strokes, len(some), spec)
    names = tuple(map(str, range(10)))
    return Dataset(_noisy(rng, images, spec.noise), classes, "multiclass", (), names)


def _noisy(
    rng: np.random.Generator, images: NDArray[np.float32], noise: float
) -> NDArray[np.float64]:
    images += np.float32(noise) * rng.standard_normal(images.shape, np.float32)
    return pixels(np.clip(images, 0.0, 1.0))


def _grid() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The places of the pixels, x to the right and y upwards, from −1 to 1."""
    axis = (np.arange(SIDE) + 0.5) / SIDE * 2.0 - 1.0
    return np.meshgrid(axis, -axis)


def _placed(
    rng: np.random.Generator, count: int, turn: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n, 28, 28) the pixels' places as each shape has them: it fills the circle of radius 1."""
    size = rng.uniform(0.45, 0.75, (count, 1, 1))
    angle = rng.uniform(-turn, turn, (count, 1, 1))
    right, up = rng.uniform(-0.22, 0.22, (2, count, 1, 1))
    x, y = _grid()
    x, y = (x - right) / size, (y - up) / size
    return np.cos(angle) * x + np.sin(angle) * y, np.cos(angle) * y - np.sin(angle) * x


def _distances(x: NDArray[np.float64], y: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """About how far each place lies outside each shape; below 0 inside."""
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    square = np.maximum(np.abs(x), np.abs(y)) - 0.72
    triangle = np.maximum.reduce(
        [x * np.cos(a) + y * np.sin(a) for a in (-np.pi / 2, np.pi / 6, 5 * np.pi / 6)]
    )
    points = 0.68 + 0.3 * np.cos(5.0 * angle)
    bars = [np.maximum(np.abs(a) - 0.24, np.abs(b) - 0.9) for a, b in ((x, y), (y, x))]
    bite = np.hypot(x - 0.5, y) - 0.72
    return [
        radius - 0.85,
        square,
        triangle - 0.5,
        0.8 * (radius - points),
        np.minimum(*bars),
        np.maximum(radius - 0.9, -bite),
    ]


def _written(
    rng: np.random.Generator,
    strokes: tuple[tuple[tuple[float, float], ...], ...],
    count: int,
    spec: DataSpec,
) -> NDArray[np.float64]:
    """(n, 28, 28) ink from 0 to 1 of one digit, by as many hands."""
    tilt = np.radians(TILT.of(spec))
    angle = rng.uniform(-tilt, tilt, (count, 1))
    slant = rng.uniform(-0.25, 0.25, (count, 1))
    wide, high = rng.uniform(0.45, 0.7, (count, 1)), rng.uniform(0.55, 0.75, (count, 1))
    right, up = rng.uniform(-0.12, 0.12, (2, count, 1))
    pen = rng.uniform(0.07, 0.13, (count, 1, 1))
    x, y = _grid()
    nearest = np.full((count, SIDE, SIDE), np.inf)
    for stroke in strokes:
        places = np.array(stroke) + BEND.of(spec) * rng.standard_normal((count, len(stroke), 2))
        px, py = places[..., 0] * wide + slant * places[..., 1], places[..., 1] * high
        px, py = (
            np.cos(angle) * px - np.sin(angle) * py + right,
            np.sin(angle) * px + np.cos(angle) * py + up,
        )
        for k in range(len(stroke) - 1):
            start = (px[:, k, None, None], py[:, k, None, None])
            way = (px[:, k + 1, None, None] - start[0], py[:, k + 1, None, None] - start[1])
            length = way[0] ** 2 + way[1] ** 2 + 1e-9
            along = np.clip(((x - start[0]) * way[0] + (y - start[1]) * way[1]) / length, 0, 1)
            off = np.hypot(x - start[0] - along * way[0], y - start[1] - along * way[1])
            nearest = np.minimum(nearest, off)
    return np.asarray(np.clip((pen - nearest) * 12.0 + 0.5, 0.0, 1.0), np.float64)


SHAPES28 = Source(
    name="shapes",
    label="Shapes",
    task="multiclass",
    help="Circles, squares, triangles, stars, crosses and moons, 28 by 28, turned and moved.",
    draw=draw_shapes,
    icon="shapes",
    shape="28 × 28 pixels",
    parameters=(TURN,),
)
DIGITS28 = Source(
    name="digits28",
    label="Drawn digits",
    task="multiclass",
    help="Digits drawn by strokes at 28 by 28 pixels, bent and tilted as by many hands.",
    draw=draw_digits,
    icon="digits28",
    shape="28 × 28 pixels",
    parameters=(TILT, BEND),
)
