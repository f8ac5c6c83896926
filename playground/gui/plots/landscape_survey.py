"""One computation of a loss landscape, done in short stretches in the background."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.extent import Extent
from playground.errors import UserError
from playground.gui.frame import Frame
from playground.gui.plots.landscape_picture import LandscapePicture
from playground.training.landscape import Ground, evaluate
from playground.training.weight_slice import (
    Learned,
    Slice,
    counted_in,
    path_directions,
    project,
    random_directions,
    thinned,
)

RANDOM, PATH = "random", "path"
# Of both axes: 1 is as far from the present weights as 0 is.
UNIT = "norms of the weights"
# Others wait for the one thread of the pool no longer than this.
_STRETCH_S = 0.1
# Around the path, of its own span; and what it is given at least, in norms of the weights.
_MARGIN, _LEAST = 0.25, 0.02


@dataclass(frozen=True, eq=False)
class Order:
    """What is to be computed. Nothing in it changes.

    Attributes:
        frame: the moment around which the slice lies.
        along: `RANDOM` or `PATH`. seed: of random directions.
        count: points along a side. reach: how far the slice goes, in norms of the weights; the
            slice along the path goes as far as the path.
        dark: how it is drawn.
    """

    frame: Frame
    along: str
    seed: int
    count: int
    reach: float
    dark: bool


@dataclass(frozen=True, eq=False)
class Landscape:
    """What is known of a landscape so far.

    Attributes:
        order: what was asked for.
        through: the slice.
        x, y: the coordinates of its columns and rows.
        losses: (H, W) the first row at the lowest y. known: (H, W) which are computed.
        samples: how many training samples each is the loss of.
        names: of the two axes, whose unit is `UNIT`.
        picture: to draw.
    """

    order: Order
    through: Slice
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    losses: NDArray[np.float64]
    known: NDArray[np.bool_]
    samples: int
    names: tuple[str, str]
    picture: LandscapePicture

    @property
    def done(self) -> float:
        """The share that is computed."""
        return float(self.known.mean())

    @property
    def extent(self) -> Extent:
        """The rectangle of the slice."""
        return float(self.x[0]), float(self.x[-1]), float(self.y[0]), float(self.y[-1])


class Survey:
    """Computes a landscape. `work` is for the pool's thread, everything else for any.

    Attributes:
        order: what is computed.
    """

    def __init__(self, order: Order, path: Sequence[NDArray[Any]]) -> None:
        """Args: path: the (P,) weights walked through, oldest first."""
        self.order = order
        self._path = thinned(path) if order.along == PATH else []
        self._stop = Event()
        self._ground: Ground | None = None
        self._points: Iterator[tuple[int, int, float]] | None = None

    def stop(self) -> None:
        """End within one look at some samples; it can be gone on with."""
        self._stop.set()

    def resume(self) -> None:
        """Let it be gone on with. Only when `work` is not under way."""
        self._stop.clear()
        self._points = None

    @property
    def stopped(self) -> bool:
        """Whether it was told to end."""
        return self._stop.is_set()

    def work(self) -> Landscape | None:
        """Compute for a moment; what is known then, or None once it was told to end.

        Raises:
            UserError: there is no such slice.
        """
        end = perf_counter() + _STRETCH_S
        if self._points is None:
            ground = self._begin()
            given = self._through, self._x, self._y
            self._points = evaluate(ground, *given, self._stop.is_set, self._known)
        for row, column, loss in self._points:
            self._losses[row, column], self._known[row, column] = loss, True
            if perf_counter() > end:
                break
        return None if self.stopped else self._landscape()

    def _begin(self) -> Ground:
        if self._ground is not None:
            return self._ground
        order, frame = self.order, self.order.frame
        if not np.isfinite(frame.parameters).all():
            raise UserError(
                "The weights are not finite numbers: the training has diverged. "
                "Lower the learning rate and reset."
            )
        self._through, self._names = _slice(order, self._path)
        self._x, self._y = _grid(order, self._through, self._path)
        self._path = []
        self._losses = np.full((len(self._y), len(self._x)), np.nan)
        self._known = np.zeros(self._losses.shape, bool)
        self._ground = Ground(frame.network, frame.head, frame.signature, frame.prepared)
        return self._ground

    def _landscape(self) -> Landscape:
        losses, known = self._losses.copy(), self._known.copy()
        picture = LandscapePicture(losses, known, self.order.dark).prepare()
        return Landscape(
            self.order,
            self._through,
            self._x,
            self._y,
            losses,
            known,
            0 if self._ground is None else self._ground.samples,
            self._names,
            picture,
        )


def _slice(order: Order, path: Sequence[NDArray[Any]]) -> tuple[Slice, tuple[str, str]]:
    """The slice and the names of its axes."""
    frame = order.frame
    centre = np.asarray(frame.parameters, np.float64)
    learned = Learned.of(frame.network, frame.head, frame.signature)
    counted = counted_in(frame.layout, learned.names, len(centre))
    directions = random_directions(centre, frame.layout, learned.filters, order.seed)
    names = [f"direction {number}" for number in (1, 2)]
    if order.along == PATH:
        found, shares = path_directions(centre, path, counted)
        if not shares[0] > 0.0:
            raise UserError("No path has been walked yet. Press Run for a while, then compute.")
        for number in np.flatnonzero(shares > 0.0):
            directions[number] = found[number]
            share = f"{100 * shares[number]:.0f}%"
            names[number] = f"component {number + 1}, {share}"
    if not directions.any():
        raise UserError("All weights are 0, and there is no direction to scale to them.")
    return Slice(centre, directions, counted), (names[0], names[1])


def _grid(
    order: Order, through: Slice, path: Sequence[NDArray[Any]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The coordinates of columns and rows."""
    if order.along != PATH:
        side = np.linspace(-order.reach, order.reach, order.count)
        return side, side
    places = np.concatenate([project(path, through).places, np.zeros((1, 2))])
    low, high = places.min(axis=0), places.max(axis=0)
    half = np.maximum((0.5 + _MARGIN) * (high - low), _LEAST)
    half = np.maximum(half, 0.2 * half.max())
    middle = (low + high) / 2.0
    x, y = (np.linspace(middle[n] - half[n], middle[n] + half[n], order.count) for n in (0, 1))
    return x, y
