"""One moment of a network at work on some samples."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from playground.gui.frame import Frame
from playground.gui.views.convolution.numbers import Numbers
from playground.gui.views.matrices.aim import Spot
from playground.gui.views.matrices.case import LOSS, Case
from playground.gui.views.neurons.naming import names_of, words_of
from playground.network.spec import HEAD
from playground.training.workings import Worked

if TYPE_CHECKING:
    from playground.gui.views.matrices.job import MatricesJob
    from playground.gui.views.matrices.overview_layout import OverviewLayout


@dataclass(frozen=True, eq=False)
class Drawn:
    """The network's units and wires as a picture.

    Attributes:
        size: of the overview, in px. dark: on which ground. ratio: pixels to a px.
        layout: where everything stands. image: all of it but cards and words.
    """

    size: QSize
    dark: bool
    ratio: float
    layout: OverviewLayout
    image: QImage


@dataclass(frozen=True, eq=False)
class Picture:
    """What the view draws.

    Attributes:
        message: why there is nothing to draw, or "".
        job: what was asked for.
        worked: the network at work on `rows`, which are rows of the dataset.
        drawn: the network above, for the size it had; None where it is to be drawn anew.
    """

    message: str
    job: MatricesJob
    worked: Worked | None = None
    rows: tuple[int, ...] = ()
    drawn: Drawn | None = None
    _cases: dict[str, Case] = field(default_factory=dict, init=False, repr=False)
    _numbers: dict[str, Numbers] = field(default_factory=dict, init=False, repr=False)

    @property
    def ids(self) -> tuple[str, ...]:
        """Every layer in order, the head, and the loss."""
        if self.worked is None:
            return ()
        return (*(each.id for each in self.worked.stations), LOSS)

    @property
    def row_names(self) -> tuple[str, ...]:
        """What the samples are called."""
        return tuple(f"sample {row}" for row in self.rows)

    def case(self, identity: str) -> Case:
        """A layer at work; made when it is first asked for."""
        if identity not in self._cases:
            self._cases[identity] = self._made(identity)
        return self._cases[identity]

    def numbers(self, identity: str) -> Numbers | None:
        """A layer with windows at work on the first sample; None of any other layer."""
        if self.worked is None or identity == LOSS:
            return None
        station = self.worked.station(identity)
        if station.windowed is None:
            return None
        if identity not in self._numbers:
            made = Numbers(identity, station.sources[0], station.windowed.of(0))
            self._numbers[identity] = made
        return self._numbers[identity]

    def _made(self, identity: str) -> Case:
        assert self.worked is not None
        frame = self.job.frame
        station = self.worked.station(HEAD if identity == LOSS else identity)
        shapes = {each.id: each.output.shape[1:] for each in self.worked.stations}
        inputs = tuple(unit_names(frame, s, shapes, self.rows) for s in station.sources)
        rows = self.row_names
        product = station.product
        if product is not None and len(product.x) > len(rows):
            steps = len(product.x) // len(rows)
            times = [f"t {step + 1}" for step in range(steps)]
            rows = tuple(f"{r}, {t}" if len(rows) > 1 else t for r in rows for t in times)
            inputs = (tuple(f"feature {k + 1}" for k in range(product.shape[1])),)
        units = unit_names(frame, station.id, shapes, self.rows)
        if product is not None and len(units) != product.shape[2]:
            units = tuple(f"unit {k + 1}" for k in range(product.shape[2]))
        where = frame.head, frame.signature, inputs, units, rows
        return Case(identity, station, self.worked, *where)


def unit_names(
    frame: Frame, identity: str, shapes: dict[str, tuple[int, ...]], rows: tuple[int, ...]
) -> tuple[str, ...]:
    """A name for each number that leaves a layer."""
    count = prod(shapes[identity])
    names: tuple[str, ...] = ()
    if frame.prepared.dataset.coded and identity in frame.network and rows:
        if frame.network[identity].type == "Input":
            names = words_of(frame, identity, rows[0])
    else:
        names = names_of(frame, identity, shapes)
    if len(names) == count:
        return names
    if identity in frame.network and frame.network[identity].type == "Flatten":
        (source,) = frame.network.sources(identity)[:1]
        if len(shapes.get(source, ())) == 3:
            return pixel_names(shapes[source])
    return tuple(f"unit {k + 1}" for k in range(count))


def first_values(picture: Picture, identity: str) -> NDArray[Any]:
    """(units,) what leaves a layer for the first of the samples."""
    assert picture.worked is not None
    return np.asarray(picture.worked.station(identity).output[0]).ravel()


def pixel_names(shape: tuple[int, ...]) -> tuple[str, ...]:
    """ "pixel 3,5", or with several channels "3,5 of 2", counted from 1, row by row."""
    channels, rows, columns = shape
    return tuple(
        f"pixel {row},{column}" if channels == 1 else f"{row},{column} of {channel}"
        for channel in range(1, channels + 1)
        for row in range(1, rows + 1)
        for column in range(1, columns + 1)
    )


def first_product(picture: Picture) -> str:
    """The first layer that is a product or has windows, else the head."""
    assert picture.worked is not None
    stations = picture.worked.stations
    products = [each.id for each in stations if each.product or each.windowed]
    return products[0] if products else stations[-1].id


def layer_showing(picture: Picture, spot: Spot) -> str:
    """The layer that shows a spot: its own; of an input's unit, the first that takes it.

    "" where there is no such layer.
    """
    if picture.worked is None or spot.layer not in picture.ids:
        return ""
    stations = picture.worked.stations
    station = next((each for each in stations if each.id == spot.layer), None)
    if station is None or station.sources:
        return spot.layer
    takers = (each.id for each in stations if spot.layer in each.sources)
    return next(takers, spot.layer)
