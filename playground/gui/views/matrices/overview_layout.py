"""Where the neurons, the wires and the small matrices of the overview stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from playground.gui.views.matrices.aim import Spot
from playground.gui.views.matrices.case import LOSS
from playground.gui.views.matrices.picture import Picture
from playground.gui.views.neurons.strips import smooth

_LEAST_STEP, _MOST_STEP, _MARGIN = 76.0, 176.0, 42.0
_TOP, _FOOT = 6.0, 38.0
_MOST_DOT, _LEAST_DOT = 7.0, 2.0
# From here on a column of units is a strip of colours.
_MOST_DOTS = 40
_STRIP = 14.0
_REACH = 4.0
THUMB_HEIGHT = 20.0
# Of all wires of a layer so many are drawn, the strongest.
MOST_WIRES = 150


@dataclass(frozen=True)
class Column:
    """The units of a layer, one under the other, or an image.

    Attributes:
        id: the layer's. middle: of the column, across.
        top, step: of the first unit, and from one to the next. radius: of a dot; 0: a strip.
        units: how many. card: what belongs to the layer. image: (rows, columns) of an image.
    """

    id: str
    middle: float
    top: float
    step: float
    radius: float
    units: int
    card: QRectF
    image: tuple[int, int] | None = None

    @property
    def box(self) -> QRectF:
        """The units."""
        if self.image is not None:
            width = self.step * self.image[1]
            return QRectF(self.middle - width / 2, self.top, width, self.step * self.image[0])
        half = max(self.radius, _STRIP / 2)
        return QRectF(self.middle - half, self.top, 2 * half, self.step * self.units)

    @cached_property
    def places(self) -> NDArray[np.float64]:
        """(units, 2) the middle of each unit."""
        k = np.arange(self.units)
        if self.image is None:
            return np.stack([np.full(self.units, self.middle), self.top + (k + 0.5) * self.step], 1)
        rows, columns = np.divmod(k, self.image[1])
        left = self.box.left()
        x, y = left + (columns + 0.5) * self.step, self.top + (rows + 0.5) * self.step
        return np.stack([x, y], 1)

    def unit_at(self, x: float, y: float) -> int | None:
        """The unit at a place."""
        box = self.box
        if self.units == 0 or not box.adjusted(-3, 0, 3, 0).contains(x, y):
            return None
        row = int((y - self.top) / self.step)
        if self.image is None:
            return min(row, self.units - 1)
        column = min(max(int((x - box.left()) / self.step), 0), self.image[1] - 1)
        unit = row * self.image[1] + column
        return unit if unit < self.units else None


@dataclass(frozen=True, eq=False)
class Wires:
    """The weights from one layer to another.

    Attributes:
        source, layer: the ids. weight: (I, U).
        ends: (n, 4) x and y of both ends of those that are drawn; `pairs` (n, 2) their units.
        shares: (n,) their weights, the strongest being 1 or −1.
        thumb: where the small matrix stands.
    """

    source: str
    layer: str
    weight: NDArray[Any]
    ends: NDArray[np.float64]
    pairs: NDArray[np.intp]
    shares: NDArray[np.float64]
    thumb: QRectF


@dataclass(frozen=True, eq=False)
class OverviewLayout:
    """Everything in the overview.

    Attributes:
        width: of all of it. columns: by layer, the loss last. wires: of the products. bands: pairs
            of layers that are linked in another way.
    """

    width: float
    height: float
    columns: tuple[Column, ...]
    wires: tuple[Wires, ...]
    bands: tuple[tuple[str, str], ...]

    @cached_property
    def by_id(self) -> dict[str, Column]:
        """The columns by layer."""
        return {each.id: each for each in self.columns}

    def column_at(self, x: float) -> Column | None:
        """The layer whose card is there."""
        return next((c for c in self.columns if c.card.left() <= x <= c.card.right()), None)

    def spot_at(self, x: float, y: float) -> Spot | None:
        """The unit at a place, or the nearest wire."""
        for column in self.columns:
            unit = column.unit_at(x, y)
            if unit is not None and column.id != LOSS:
                return Spot(column.id, unit)
        return self._wire_at(x, y)

    def _wire_at(self, x: float, y: float) -> Spot | None:
        best, found = _REACH, None
        for wires in self.wires:
            thumb = wires.thumb
            if thumb.contains(x, y):
                rows, columns = wires.weight.shape
                row = int((y - thumb.top()) / thumb.height() * rows)
                column = int((x - thumb.left()) / thumb.width() * columns)
                return Spot(wires.layer, column, wires.source, row)
            if len(wires.ends) == 0:
                continue
            x0, y0, x1, y1 = wires.ends.T
            share = (x - x0) / (x1 - x0)
            slope = (y1 - y0) * 6.0 * share * (1.0 - share) / (x1 - x0)
            away = np.abs(y0 + smooth(share) * (y1 - y0) - y) / np.sqrt(1.0 + slope * slope)
            away = np.where((share > 0.0) & (share < 1.0), away, np.inf)
            nearest = int(np.argmin(away - np.abs(wires.shares)))
            if away[nearest] < best:
                best = float(away[nearest])
                source_unit, unit = (int(k) for k in wires.pairs[nearest])
                found = Spot(wires.layer, unit, wires.source, source_unit)
        return found


def lay_out_overview(picture: Picture, width: float, height: float) -> OverviewLayout:
    """Lay the network out for so much room; wider where it does not fit."""
    assert picture.worked is not None
    ids = picture.ids
    step = min(max((width - 2 * _MARGIN) / max(len(ids) - 1, 1), _LEAST_STEP), _MOST_STEP)
    used = step * (len(ids) - 1)
    left = max(_MARGIN, (width - used) / 2.0)
    columns = tuple(
        _column(picture, identity, left + number * step, step, height)
        for number, identity in enumerate(ids)
    )
    by_id = {each.id: each for each in columns}
    wires, bands = [], []
    for station in picture.worked.stations:
        for source in station.sources:
            product = station.product
            pair = by_id[source], by_id[station.id]
            fits = product is not None and pair[0].units == product.shape[1]
            if product is not None and fits and pair[1].units == product.shape[2]:
                wires.append(_wires(*pair, product.weight, height))
            else:
                bands.append((source, station.id))
    bands.append((ids[-2], LOSS))
    return OverviewLayout(left + used + _MARGIN, height, columns, tuple(wires), tuple(bands))


def _column(picture: Picture, identity: str, middle: float, step: float, height: float) -> Column:
    half = min(step * 0.27, 38.0)
    card = QRectF(middle - half, 1.0, 2 * half, height - 2.0)
    room = height - _TOP - _FOOT
    if identity == LOSS:
        return Column(LOSS, middle, _TOP, room, 0.0, 1, card)
    assert picture.worked is not None
    shape = picture.worked.station(identity).output.shape[1:]
    units = prod(shape)
    if len(shape) > 1:
        rows, columns = prod(shape[:-1]), shape[-1]
        if len(shape) == 3 and rows > 4 * columns:
            rows = -(-units // (columns * -(-rows // (2 * columns))))
            columns = -(-units // rows)
        cell = min(room / rows, (2 * half - 8.0) / columns, 8.0)
        top = _TOP + (room - cell * rows) / 2.0
        return Column(identity, middle, top, cell, 0.0, units, card, (rows, columns))
    size = min(room / max(units, 1), 2 * _MOST_DOT + 4.0)
    radius = min(_MOST_DOT, size * 0.42) if units <= _MOST_DOTS else 0.0
    radius = radius if radius >= _LEAST_DOT * 0.5 else 0.0
    return Column(identity, middle, _TOP + (room - size * units) / 2.0, size, radius, units, card)


def _wires(source: Column, target: Column, weight: NDArray[Any], height: float) -> Wires:
    amounts = np.where(np.isfinite(weight), np.abs(weight), 0.0).astype(np.float64).ravel()
    chosen = np.arange(len(amounts))
    if len(amounts) > MOST_WIRES:
        chosen = np.argpartition(amounts, len(amounts) - MOST_WIRES)[-MOST_WIRES:]
    pairs = np.stack(np.divmod(chosen, weight.shape[1]), 1)
    starts, ends = source.places[pairs[:, 0]], target.places[pairs[:, 1]]
    largest = float(amounts.max(initial=0.0)) or 1.0
    shares = np.clip(np.nan_to_num(weight.ravel()[chosen].astype(np.float64)) / largest, -1.0, 1.0)
    gap = target.card.left() - source.card.right()
    wide = min(max(gap - 8.0, 12.0), 3.0 * weight.shape[1] + 6.0, 72.0)
    high = min(THUMB_HEIGHT, max(6.0, 3.0 * weight.shape[0]))
    middle = (target.card.left() + source.card.right()) / 2.0
    top = height - _FOOT + 2.0 + (THUMB_HEIGHT - high) / 2.0
    thumb = QRectF(middle - wide / 2.0, top, wide, high)
    joined = np.concatenate([starts, ends], 1)
    return Wires(source.id, target.id, weight, joined, pairs, shares, thumb)
