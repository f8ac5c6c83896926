"""The products of a network, one layer in its place, and how far the two are apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.data.plane import Plane
from playground.gui.frame import Frame
from playground.gui.plots.map_look import MapLook
from playground.gui.plots.map_picture import MapPicture
from playground.gui.views.answers import DIVERGED, Words
from playground.gui.views.bench import Bench
from playground.network.affine.folding import as_if_straight, best_straight
from playground.network.affine.maps import AffineMap
from playground.network.affine.row import MOST_NUMBERS, Row
from playground.training.carry import parts
from playground.training.probe import LOGITS, Probe

Floats = NDArray[np.float64]

# Which layer stands in the network's place.
AS_IF, BEST = "as if", "best"
# Rows and columns of the maps, while a run goes on and at rest; and the most samples.
RUNNING, RESTING = 24, 64
FEWER_SAMPLES, MOST_SAMPLES = 128, 512
# So near to each other two sums of float64 are equal but for rounding, times the largest.
_ROUNDING = 1e-9
_HUGE = 1e30


@dataclass(frozen=True, eq=False)
class Apart:
    """How far one layer is from the network.

    Attributes:
        sums: (N, O) the network's, in float64, by the engine.
        layer: (N, O) the one layer's.
    """

    sums: Floats
    layer: Floats

    @property
    def differences(self) -> Floats:
        """(N, O) the network's less the layer's."""
        return np.asarray(self.sums - self.layer)

    @property
    def where(self) -> tuple[int, int]:
        """The row and the output of the largest."""
        amounts = np.abs(self.differences)
        row, output = np.unravel_index(int(np.argmax(amounts)), amounts.shape)
        return int(row), int(output)

    @property
    def largest(self) -> float:
        """Its amount."""
        return float(np.abs(self.differences).max(initial=0.0))

    @property
    def is_equal(self) -> bool:
        """Whether they are the same but for rounding."""
        most = max(1.0, float(np.abs(self.sums).max(initial=0.0)))
        return self.largest <= _ROUNDING * most


@dataclass(frozen=True, eq=False)
class Maps:
    """Both over a plane.

    Attributes:
        apart: row by row from the bottom, as `Plane.points`. places: (N, 2) of them.
        network, layer: what each answers. difference: of the sums, of the output `output`.
        output: the one that differs most.
    """

    apart: Apart
    places: Floats
    network: MapPicture
    layer: MapPicture
    difference: MapPicture
    output: int


@dataclass(frozen=True, eq=False)
class Collapsed:
    """What the lab shows.

    Attributes:
        frame: the moment. row: the network. maps: of its pieces.
        layer: the one that stands in its place; None where there is none.
        kind: `AS_IF`, or `BEST`.
        rows: (N,) numbers of the samples. apart: on these; None without a layer.
        plane: both over it; None where there is none.
    """

    frame: Frame
    row: Row
    maps: tuple[AffineMap | None, ...]
    layer: AffineMap | None
    kind: str
    rows: NDArray[np.intp]
    apart: Apart | None
    plane: Maps | None


@dataclass(frozen=True, eq=False)
class CollapseJob:
    """Folds a network, and compares.

    Attributes:
        frame: the moment. kind: which layer is to stand in the network's place.
        plane: None where there is none, or it can't be seen.
        looks: of the two maps of answers; then of the difference, its range left open.
    """

    frame: Frame
    kind: str
    plane: Plane | None
    looks: tuple[MapLook, MapLook] | None

    @np.errstate(all="ignore")
    def run(self, bench: Bench) -> Collapsed | Words:
        """What there is to show, or why there is nothing."""
        frame = self.frame
        row: Row = bench.keep("row", frame, lambda: Row(frame.network, frame.head, frame.signature))
        large = row.too_large
        if large is not None:
            return Words(
                f"The matrix of {large.layers[-1]} would have {large.numbers:,} numbers. The lab "
                f"writes out up to {MOST_NUMBERS:,}: try fewer units, or smaller images."
            )
        if not np.isfinite(frame.parameters).all():
            return Words(DIVERGED)
        maps = row.maps(parts(frame.parameters, frame.layout))
        probe: Probe = bench.keep(
            "probe in float64",
            frame,
            lambda: Probe(frame.network, frame.head, frame.signature, np.float64, device="numpy"),
        )
        rows = _samples(frame)
        given = self._given(frame.prepared.dataset.features[rows])
        sums = self._sums(probe, given)
        points, over = self._over_plane(probe)
        if not _can_be_drawn(sums, over):
            return Words(DIVERGED)
        layer = self._layer(row, maps, (given, sums), (points, over))
        apart = None if layer is None else Apart(sums, layer.apply(_flat(given)))
        on_plane = None
        if layer is not None and points is not None and over is not None:
            on_plane = Apart(over, layer.apply(_flat(points)))
        if not _can_be_drawn(*(each.layer for each in (apart, on_plane) if each is not None)):
            return Words(DIVERGED)
        plane = None if on_plane is None else self._maps(row, on_plane)
        return Collapsed(frame, row, maps, layer, self.kind, rows, apart, plane)

    def _given(self, features: Floats) -> Floats:
        """Raw features as the network is given them."""
        return np.asarray(self.frame.prepared.feature_scaler.apply(features), np.float64)

    def _sums(self, probe: Probe, given: Floats) -> Floats:
        found = probe.activations(self.frame.parameters.astype(np.float64), given)[LOGITS]
        return np.asarray(found.reshape(len(given), -1), np.float64)

    def _over_plane(self, probe: Probe) -> tuple[Floats | None, Floats | None]:
        if self.plane is None or self.looks is None:
            return None, None
        side = self._side
        points = self._given(self.plane.points(self.looks[0].extent, side, side))
        return points, self._sums(probe, points)

    @property
    def _side(self) -> int:
        return RUNNING if self.frame.running else RESTING

    def _layer(
        self,
        row: Row,
        maps: tuple[AffineMap | None, ...],
        samples: tuple[Floats, Floats],
        plane: tuple[Floats | None, Floats | None],
    ) -> AffineMap | None:
        """The layer in the network's place; the best is that over what is seen of the plane."""
        if not row.bends or self.kind == AS_IF:
            return as_if_straight(row, maps)
        points, over = plane
        two = self.plane is not None and len(self.plane.origin) <= 2
        if two and points is not None and over is not None:
            return best_straight(_flat(points), over)
        return best_straight(_flat(samples[0]), samples[1])

    def _maps(self, row: Row, apart: Apart) -> Maps:
        assert self.looks is not None
        assert self.plane is not None
        answers, difference = self.looks
        side = self._side
        output = apart.where[1]
        own = apart.differences[:, output]
        if apart.is_equal:
            own = np.zeros_like(own)  # the pattern of rounding says nothing
        most = float(np.abs(own).max()) or 1.0
        look = MapLook(
            difference.extent,
            "regression",
            (-most, most),
            difference.dark,
            side=difference.side,
            ratio=difference.ratio,
        )
        return Maps(
            apart,
            self.plane.project(self.plane.points(answers.extent, side, side)),
            self._answers(row, apart.sums, answers),
            self._answers(row, apart.layer, answers),
            MapPicture(own.reshape(side, side, 1).astype(np.float32), look).prepare(),
            output,
        )

    def _answers(self, row: Row, sums: Floats, look: MapLook) -> MapPicture:
        side, frame = self._side, self.frame
        values = row.answers(sums)
        task = frame.signature.task
        if task == "regression":
            return MapPicture(_square(frame.prepared.target_scaler.invert(values), side), look)
        decided = frame.head.decide(values, task)
        shaped = decided.reshape(side, side, *decided.shape[1:])
        return MapPicture(_square(values, side), look, shaped).prepare()


def _can_be_drawn(*arrays: Floats | None) -> bool:
    """Whether all are numbers that a picture in float32 can hold."""
    return all(bool((np.abs(each) < _HUGE).all()) for each in arrays if each is not None)


def _square(values: Floats, side: int) -> NDArray[np.float32]:
    return np.asarray(values, np.float32).reshape(side, side, -1)


def _flat(given: Floats) -> Floats:
    return given.reshape(len(given), -1)


def _samples(frame: Frame) -> NDArray[np.intp]:
    """Evenly chosen samples; the validation's first, as far as there are any."""
    split = frame.prepared.split
    rows = np.concatenate([np.asarray(split.validation), np.asarray(split.train)]).astype(np.intp)
    most = FEWER_SAMPLES if frame.running else MOST_SAMPLES
    if len(rows) > most:
        rows = rows[np.linspace(0, len(rows) - 1, most).astype(int)]
    return rows
