"""Tiles as a satellite sees them, with any of several labels at once. All of it is drawn."""

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

SIDE = 32
LABELS = (
    "cloudy",
    "forest",
    "agriculture",
    "water",
    "lake",
    "river",
    "road",
    "habitation",
)
CLOUDS = Parameter("clouds", "Clouds", "The share of tiles with clouds.", 0.3, 0, 1)
_SHARES = {"forest": 0.5, "agriculture": 0.45, "lake": 0.25, "river": 0.3, "road": 0.4}
_COAST, _HOUSES = 0.12, 0.35
_CHUNK = 512
_MOST_HOUSES = 12
_FIELDS = 64

_GRASS, _WATER, _ROAD = (0.52, 0.55, 0.36), (0.12, 0.24, 0.36), (0.74, 0.71, 0.66)
_TREES = (0.13, 0.28, 0.14)
# Ripe, green, ploughed, fallow.
_CROPS = np.array([(0.76, 0.68, 0.38), (0.42, 0.6, 0.26), (0.5, 0.37, 0.26), (0.63, 0.62, 0.45)])
_ROOFS = np.array([(0.8, 0.42, 0.32), (0.88, 0.86, 0.82), (0.62, 0.6, 0.62)])


def draw_satellite(spec: DataSpec) -> Dataset:
    """Images (N, 3, 32, 32) from 0 to 1, and which of eight things are on each.

    Lakes and rivers are water, and so is a coast. Clouds veil a part of the tile and leave hints
    of what is beneath. Noise is the deviation of every pixel.
    """
    rng = generator(spec)
    labels = _labels(rng, spec.samples, CLOUDS.of(spec))
    images = np.empty((spec.samples, 3, SIDE, SIDE), np.float32)
    for begin in range(0, spec.samples, _CHUNK):
        some = slice(begin, begin + _CHUNK)
        part = _Tiles(rng, {name: labels[name][some] for name in labels}).draw()
        part += np.float32(spec.noise) * rng.standard_normal(part.shape, np.float32)
        images[some] = np.clip(part, 0.0, 1.0)
    targets = np.column_stack([labels[name] for name in LABELS]).astype(np.int64)
    return Dataset(pixels(images), targets, "multilabel", (), LABELS)


def _labels(rng: np.random.Generator, count: int, clouds: float) -> dict[str, NDArray[np.bool_]]:
    found = {name: rng.random(count) < share for name, share in _SHARES.items()}
    found["habitation"] = rng.random(count) < _HOUSES
    # Where people live there mostly is a road.
    found["road"] |= found["habitation"] & (rng.random(count) < 0.6)
    found["coast"] = (rng.random(count) < _COAST) & ~found["lake"] & ~found["river"]
    found["water"] = found["lake"] | found["river"] | found["coast"]
    found["cloudy"] = rng.random(count) < clouds
    return found


class _Tiles:
    """Some tiles, drawn together: every array has one row a tile."""

    def __init__(self, rng: np.random.Generator, labels: dict[str, NDArray[np.bool_]]) -> None:
        self._rng, self._labels = rng, labels
        self._count = len(labels["water"])
        axis = ((np.arange(SIDE) + 0.5) / SIDE - 0.5).astype(np.float32)
        self._x = np.broadcast_to(axis[np.newaxis, :], (SIDE, SIDE))
        self._y = np.broadcast_to(axis[:, np.newaxis], (SIDE, SIDE))

    def draw(self) -> NDArray[np.float32]:
        """(n, 3, 32, 32), what lies on top drawn last."""
        ground = 1.0 + 0.10 * self._smooth(6) + 0.05 * self._grain()
        grass = np.array(_GRASS, np.float32)[:, np.newaxis, np.newaxis]
        self._image = grass * ground[:, np.newaxis].astype(np.float32)
        relief = self._smooth(4)
        self._fields(relief)
        self._forest(relief)
        self._water()
        self._road()
        self._houses()
        self._clouds()
        light = self._rng.uniform(0.88, 1.1, (self._count, 1, 1, 1))
        return self._image * light.astype(np.float32)

    # Pieces

    def _rows(self, *shape: int) -> tuple[int, ...]:
        return (self._count, *shape)

    def _uniform(self, low: float, high: float) -> NDArray[np.float32]:
        """(n, 1, 1) one number a tile."""
        return self._rng.uniform(low, high, self._rows(1, 1)).astype(np.float32)

    def _grain(self) -> NDArray[np.float32]:
        return self._rng.standard_normal(self._rows(SIDE, SIDE), np.float32)

    def _smooth(self, knots: int) -> NDArray[np.float32]:
        """(n, 32, 32) hills of random height over `knots` by `knots` places, from −1 to 1."""
        heights = self._rng.uniform(-1.0, 1.0, self._rows(knots, knots)).astype(np.float32)
        at = np.linspace(0.0, knots - 1.0, SIDE)
        below = np.minimum(at.astype(np.int64), knots - 2)
        share = at - below
        share = share * share * (3.0 - 2.0 * share)
        weights = np.zeros((SIDE, knots), np.float32)
        weights[np.arange(SIDE), below] = 1.0 - share
        weights[np.arange(SIDE), below + 1] += share
        return np.asarray(weights @ heights @ weights.T, np.float32)

    def _turned(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """(n, 32, 32) the places of the pixels along and across a direction of each tile's own."""
        angle = self._uniform(0.0, np.pi)
        along = np.cos(angle) * self._x + np.sin(angle) * self._y
        across = np.cos(angle) * self._y - np.sin(angle) * self._x
        return along.astype(np.float32), across.astype(np.float32)

    def _lay(self, mask: NDArray[np.floating], colour: NDArray[np.floating], name: str) -> None:
        """Lay a colour ((n or 1,) 3, 32 or 1, 32 or 1) over the tiles that have `name`.

        Args:
            mask: (n, 32, 32) how much of it is seen.
        """
        rows = np.flatnonzero(self._labels[name])
        colour = colour[np.newaxis] if colour.ndim == 3 else colour
        share = mask[rows][:, np.newaxis].astype(np.float32)
        over = (colour[rows] if len(colour) > 1 else colour).astype(np.float32)
        self._image[rows] += share * (over - self._image[rows])

    def _fields(self, relief: NDArray[np.float32]) -> None:
        along, across = self._turned()
        wide, long = self._uniform(0.12, 0.24), self._uniform(0.18, 0.36)
        cells = np.floor(across / wide + 40.0) * 7.0 + np.floor(along / long + 40.0)
        kinds = self._rng.integers(len(_CROPS), size=(self._count, _FIELDS))
        chosen = np.take_along_axis(
            kinds, (cells.astype(np.int64) % _FIELDS).reshape(self._count, -1), axis=1
        ).reshape(self._rows(SIDE, SIDE))
        furrows = 1.0 + 0.07 * np.sin(2.0 * np.pi * across * self._uniform(10.0, 15.0))
        colour = _CROPS[chosen].transpose(0, 3, 1, 2) * furrows[:, np.newaxis]
        self._lay((relief < self._uniform(0.15, 0.6)).astype(np.float64), colour, "agriculture")

    def _forest(self, relief: NDArray[np.float32]) -> None:
        crowns = 1.0 + 0.3 * self._grain()
        colour = np.array(_TREES)[:, np.newaxis, np.newaxis] * crowns[:, np.newaxis]
        edge = relief + 0.15 * self._smooth(9) + self._uniform(-0.15, 0.35)
        self._lay(np.clip(6.0 * edge, 0.0, 1.0), colour, "forest")

    def _water(self) -> None:
        ripples = 1.0 + 0.05 * self._grain()
        colour = np.array(_WATER)[:, np.newaxis, np.newaxis] * ripples[:, np.newaxis]
        wobble = 0.05 * self._smooth(7)
        along, across = self._turned()
        x, y = along - self._uniform(-0.2, 0.2), across - self._uniform(-0.2, 0.2)
        lake = 1.0 - np.hypot(x / self._uniform(0.15, 0.3), y / self._uniform(0.1, 0.22))
        self._lay(np.clip(8.0 * (lake + 4.0 * wobble), 0.0, 1.0), colour, "lake")
        along, across = self._turned()
        bend = self._uniform(0.05, 0.16) * np.sin(
            2.0 * np.pi * (along * self._uniform(0.7, 1.6) + self._uniform(0.0, 1.0))
        )
        river = self._uniform(0.03, 0.055) - np.abs(across - bend - self._uniform(-0.2, 0.2))
        self._lay(np.clip(60.0 * river, 0.0, 1.0), colour, "river")
        _, across = self._turned()
        coast = across - self._uniform(0.0, 0.25) + wobble
        self._lay(np.clip(30.0 * coast, 0.0, 1.0), colour, "coast")

    def _road(self) -> None:
        colour = np.array(_ROAD)[:, np.newaxis, np.newaxis]
        along, across = self._turned()
        road = 0.022 - np.abs(across - self._uniform(-0.25, 0.25))
        side = 0.018 - np.abs(along - self._uniform(-0.3, 0.3))
        crossed = self._rng.random(self._rows(1, 1)) < 0.4
        mask = np.maximum(road, np.where(crossed, side, -1.0))
        self._lay(np.clip(70.0 * mask, 0.0, 1.0), colour, "road")

    def _houses(self) -> None:
        rows = np.flatnonzero(self._labels["habitation"])
        rng, count = self._rng, len(rows)
        middle = rng.uniform(-0.2, 0.2, (2, count, 1, 1))
        many = rng.integers(5, _MOST_HOUSES + 1, (count, 1, 1))
        part = self._image[rows]
        for number in range(_MOST_HOUSES):
            x, y = middle + 0.16 * rng.standard_normal((2, count, 1, 1))
            wide, high = rng.uniform(0.03, 0.06, (2, count, 1, 1))
            house = (np.abs(self._x - x) < wide) & (np.abs(self._y - y) < high) & (number < many)
            roof = _ROOFS[rng.integers(len(_ROOFS), size=count)].astype(np.float32)
            shade = np.roll(house, (1, 1), axis=(1, 2))[:, np.newaxis]
            part = np.where(shade, 0.55 * part + 0.045, part)
            part = np.where(house[:, np.newaxis], roof[:, :, np.newaxis, np.newaxis], part)
        self._image[rows] = part

    def _clouds(self) -> None:
        veil = self._smooth(4) + 0.45 * self._smooth(8) + self._uniform(0.05, 0.5)
        white = np.full((1, 3, 1, 1), 0.95)
        self._lay(np.clip(1.6 * veil, 0.0, 0.93), white, "cloudy")


SATELLITE = Source(
    name="satellite",
    label="Satellite tiles",
    task="multilabel",
    help="Tiles seen from above: clouds, forest, fields, water, roads, any of them at once.",
    draw=draw_satellite,
    icon="satellite",
    shape="3 × 32 × 32 pixels",
    parameters=(CLOUDS,),
)
