"""What units show, as small pictures: a layer's in one sheet, one under the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from playground.data.dataset import Task
from playground.gui.plots.colours import diverging
from playground.gui.views.neurons.kernels import cell_of, grid_of
from playground.gui.views.neurons.plan import Layer

Array = NDArray[Any]
# A map has its full colour from this share of the unit's largest amount on: far out, where few
# samples lie, units without bounds grow large, and would leave everything nearer pale.
FULL_AT = 0.5
# A unit whose largest amount is below this share of its layer's is drawn as faint as it is.
FAINT = 0.05
# Cells of the bar that shows one number.
BAR_CELLS = 49
_TRACK = {False: (232, 235, 239, 255), True: (52, 59, 68, 255)}


@dataclass(frozen=True, eq=False)
class Scale:
    """The values that the two ends of the colours stand for, one pair a unit.

    Attributes:
        low, high: (units,).
    """

    low: Array
    high: Array

    def part(self, units: range) -> Scale:
        """Of some units."""
        return Scale(self.low[units.start : units.stop], self.high[units.start : units.stop])


@dataclass(frozen=True, eq=False)
class Sheet:
    """The pictures of some units of a layer.

    Attributes:
        image: one under the other.
        first: the unit of the uppermost.
        height: of one, in cells.
        scale: what the colours of those units mean.
    """

    image: QImage
    first: int
    height: int
    scale: Scale

    def source(self, unit: int) -> QRectF:
        """Where in `image` a unit's picture lies."""
        top = float((unit - self.first) * self.height)
        return QRectF(0.0, top, float(self.image.width()), float(self.height))


def scale_of(layer: Layer, values: Array) -> Scale:
    """Symmetric about 0, as far as the largest amount goes; of maps, half as far.

    Maps and pictures each by their own: what a unit responds to is seen however loud it is, unless
    it hardly answers at all beside the others of its layer. Features, bars and rows of steps by
    their layer's, for they are compared with each other.

    Args:
        values: as from `units_first`.
    """
    amounts = np.abs(values).reshape(len(values), -1)
    most = np.where(np.isfinite(amounts), amounts, 0.0).max(axis=1, initial=0.0)
    loudest = most.max(initial=0.0)
    if layer.kind in ("steps", "amount") or layer.depth == 0:
        most = np.full(len(values), loudest)
    most = np.maximum(most, FAINT * loudest)
    if layer.kind == "map":
        most = most * FULL_AT
    most = np.where(most > 0.0, most, 1.0).astype(np.float64)
    return Scale(-most, most)


def answer_scale(
    layer: Layer, values: Array, task: Task, final: str, bounds: tuple[float, float]
) -> Scale:
    """The head's: probabilities from 0 to 1, amounts over the range of the targets."""
    if task != "regression" and final in ("sigmoid", "softmax"):
        bounds = (0.0, 1.0)
    elif not (task == "regression" and bounds[1] > bounds[0]):
        return scale_of(layer, values)
    return Scale(np.full(len(values), bounds[0]), np.full(len(values), bounds[1]))


def units_first(layer: Layer, values: Array) -> Array:
    """What leaves a layer, (N, *shape), by unit.

    Over the plane (units, N); of one sample (units, H, W), (units, T) or (units,).
    """
    if layer.kind == "map":
        by_unit: Array = values.reshape(len(values), -1).T
        return by_unit
    if layer.kind == "steps":
        steps: Array = values[0].T
        return steps
    sample: Array = values[0]
    return sample if layer.kind == "image" else sample.ravel()


def cells_of(layer: Layer, values: Array, side: int, scale: Scale, dark: bool) -> Array:
    """The pictures of some units: (units, height, width, 4) RGBA, the first row on top.

    Args:
        values: some rows of `units_first`. scale: of those units.
        side: rows and columns of the plane's grid.
    """
    if layer.coded:
        track = np.array(_TRACK[dark], np.uint8)
        return np.broadcast_to(track, (len(values), 1, 1, 4))
    if layer.kind == "amount":
        return _bars(values, float(scale.low[0]), float(scale.high[0]), dark)
    pictures = values
    if layer.kind == "map":
        pictures = values.reshape(len(values), side, side)[:, ::-1]
    elif layer.kind == "steps":
        pictures = values[:, None, :]
    return coloured(pictures, scale, dark)


def coloured(pictures: Array, scale: Scale, dark: bool) -> Array:
    """(units, …) values as colours, each unit by its own ends of the scale."""
    by = (slice(None), *[None] * (pictures.ndim - 1))
    with np.errstate(all="ignore"):
        share = (pictures - scale.low[by]) / (scale.high - scale.low)[by]
    return diverging(share, 0.0, 1.0, dark)


def sheet_of(cells: Array, first: int, scale: Scale) -> Sheet:
    """The pictures under each other as one image."""
    units, height, width = cells.shape[:3]
    return Sheet(image_of(cells.reshape(units * height, width, 4)), first, height, scale)


def image_of(pixels: Array) -> QImage:
    """(H, W, 4) opaque RGBA as an image of its own."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    kind = QImage.Format.Format_RGBX8888
    return QImage(pixels.data, width, height, 4 * width, kind).copy()


def _bars(values: Array, low: float, high: float, dark: bool) -> Array:
    """Each number as a bar from 0, or from the low end where that is 0."""
    zero, half = min(max(0.0, low), high), (high - low) / (2.0 * (BAR_CELLS - 1))
    place = np.linspace(low, high, BAR_CELLS)
    known = np.isfinite(values)
    value = np.clip(np.where(known, values, zero), low, high)[:, None]
    filled = (place >= np.minimum(value, zero) - half) & (place <= np.maximum(value, zero) + half)
    filled &= (np.abs(value - zero) > half) | (np.abs(place - zero) <= half)
    # A pale bar on a pale track could not be seen: it is at least half way to its full colour.
    share = (value[:, 0] - zero) / max(high - zero, zero - low)
    share = np.where(share < 0.0, -1.0, 1.0) * (0.5 + 0.5 * np.abs(share))
    colours = diverging(np.where(known, share, np.nan)[:, None], -1.0, 1.0, dark)
    filled |= ~known[:, None]
    track = np.array(_TRACK[dark], np.uint8)
    return np.where(filled[..., None], colours, track)[:, None]


def filter_cells(weight: Array, units: range, dark: bool) -> tuple[Array, Scale]:
    """The filters of some units, (units, height, width, 4) RGBA, each by its largest amount.

    Where each number stands is said in `kernels`; the lines between have the track's colour.

    Args:
        weight: (filters, channels, kernel) or (filters, channels, height, width).
    """
    weight = weight[units.start : units.stop]
    amounts = np.abs(weight).reshape(len(weight), -1)
    most = np.where(np.isfinite(amounts), amounts, 0.0).max(axis=1, initial=0.0)
    most = np.where(most > 0.0, most, 1.0)
    scale = Scale(-most, most)
    kernels = coloured(weight, scale, dark)
    if weight.ndim == 3:
        return kernels, scale
    count, channels, height, width = weight.shape
    cells = np.empty((count, *grid_of(weight.shape), 4), np.uint8)
    cells[:] = np.array(_TRACK[dark], np.uint8)
    for channel in range(channels):
        top, left = cell_of(weight.shape, (channel, 0, 0))
        cells[:, top : top + height, left : left + width] = kernels[:, channel]
    return cells, scale
