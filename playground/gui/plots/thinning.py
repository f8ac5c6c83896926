"""Curves of thousands of points, as the few that can be told apart on screen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Curve = NDArray[np.float64]


def extremes(x: Curve, y: Curve, low: float, high: float, columns: int) -> tuple[Curve, Curve]:
    """The lowest and the highest point in each of so many columns between `low` and `high`.

    Drawn, it looks as all of the points do.

    Args:
        x: (n,) rising or level, finite.
        y: (n,); NaN leaves a gap where a column has nothing else.
        low, high: what is to be seen of x; what lies outside is left out but for its neighbours.
        columns: how many there are.

    Returns:
        x and y, of at most 2 · columns + 3 points; the arrays as they are, if they are fewer.
    """
    x, y = _seen(x, y, low, high)
    if len(x) <= 2 * columns:
        return x, y
    starts = _starts(x, columns)
    least, most = np.fmin.reduceat(y, starts), np.fmax.reduceat(y, starts)
    # A column that rises is drawn from its lowest point up, one that falls from its highest down.
    falls = y[starts] > y[np.append(starts[1:], len(y)) - 1]
    pairs = np.stack([np.where(falls, most, least), np.where(falls, least, most)], axis=1)
    return np.append(np.repeat(x[starts], 2), x[-1]), np.append(pairs.reshape(-1), y[-1])


def every_so_often(
    x: Curve, y: Curve, low: float, high: float, columns: int
) -> tuple[Curve, Curve]:
    """The first point of each column, and the last of all: enough for a curve that is smooth."""
    x, y = _seen(x, y, low, high)
    if len(x) <= 2 * columns:
        return x, y
    starts = _starts(x, columns)
    return np.append(x[starts], x[-1]), np.append(y[starts], y[-1])


def _seen(x: Curve, y: Curve, low: float, high: float) -> tuple[Curve, Curve]:
    first = max(int(np.searchsorted(x, low)) - 1, 0)
    last = int(np.searchsorted(x, high, "right")) + 1
    return x[first:last], y[first:last]


def _starts(x: Curve, columns: int) -> NDArray[np.int64]:
    """Where in x each column that has points begins."""
    span = float(x[-1] - x[0]) or 1.0
    column = ((x - x[0]) * (columns / span)).astype(np.int64)
    return np.flatnonzero(np.diff(column, prepend=-1))
