"""Rectangles of a plane, and the cells of a map over one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# x0, x1, y0, y1 in the units of the two axes.
Extent = tuple[float, float, float, float]

# Of the data's span, left free on each side.
_MARGIN = 0.1
# Two axes whose spans differ by less than this are drawn at one scale.
_SAME_SCALE = 3.0


def cell_centres(extent: Extent, height: int, width: int) -> NDArray[np.float64]:
    """(height * width, 2) places at the centres of the cells of a map, row by row.

    The first row lies at the bottom (y0), as `MapPicture` expects: reshape the predictions
    to (height, width, outputs).
    """
    x0, x1, y0, y1 = extent
    x = x0 + (np.arange(width) + 0.5) * (x1 - x0) / width
    y = y0 + (np.arange(height) + 0.5) * (y1 - y0) / height
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def extent_of(places: NDArray[np.float64]) -> Extent:
    """A rectangle a little larger than the (N, 2) points; [-1, 1]² if there are none."""
    points = places[np.isfinite(places).all(axis=1)]
    if len(points) == 0:
        return (-1.0, 1.0, -1.0, 1.0)
    low, high = points.min(axis=0), points.max(axis=0)
    middle, span = (low + high) / 2.0, high - low
    # What rounding alone spreads would make a map of one value, and ticks that can't be told apart.
    rounding = 1e-9 * np.abs(middle)
    span = np.where(span > rounding, span, max(float(span.max()), 1.0))
    if span.max() < _SAME_SCALE * span.min():
        span = np.full(2, span.max())
    half = span * (0.5 + _MARGIN)
    (x0, y0), (x1, y1) = middle - half, middle + half
    return float(x0), float(x1), float(y0), float(y1)
