"""Contour lines of a picture, by marching squares, on whole arrays.

Lorensen and Cline (1987), "Marching cubes", in two dimensions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Edges of a cell: 0 top, 1 right, 2 bottom, 3 left. For each of the 16 patterns of corners above
# the level (bit 0 top left, 1 top right, 2 bottom right, 3 bottom left): up to two lines, each
# from an edge to an edge. 5 and 10 are saddles; the ones here keep the middle above the level.
_LINES: tuple[tuple[tuple[int, int], ...], ...] = (
    (),
    ((3, 0),),
    ((0, 1),),
    ((3, 1),),
    ((1, 2),),
    ((0, 1), (2, 3)),
    ((0, 2),),
    ((3, 2),),
    ((2, 3),),
    ((0, 2),),
    ((3, 0), (1, 2)),
    ((1, 2),),
    ((3, 1),),
    ((0, 1),),
    ((3, 0),),
    (),
)
# What a saddle becomes when its middle is below the level.
_SADDLE_BELOW = {5: 10, 10: 5}
# The same as arrays: how many lines a pattern has, and the two edges of its first and second.
_COUNTS = np.array([len(lines) for lines in _LINES])
_ENDS = np.array([[*lines, (0, 0), (0, 0)][:2] for lines in _LINES])


def contour_segments(field: NDArray[np.floating], level: float) -> NDArray[np.float64]:
    """The lines where `field` crosses `level`.

    Args:
        field: (H, W) values at the points (row, column). Cells with NaN or infinities have no line.

    Returns:
        (S, 2, 2): S segments, each two points (x, y), x in columns and y in rows.
    """
    height, width = field.shape
    if height < 2 or width < 2:
        return np.empty((0, 2, 2))
    corners = [
        np.asarray(part, np.float64)
        for part in (field[:-1, :-1], field[:-1, 1:], field[1:, 1:], field[1:, :-1])
    ]
    pattern = _patterns(corners, level)
    rows, columns = np.nonzero((pattern != 0) & (pattern != 15))
    crossings = _crossings([part[rows, columns] for part in corners], level, rows, columns)
    here = pattern[rows, columns]
    cells = np.arange(len(here))
    twice = np.flatnonzero(_COUNTS[here] == 2)
    first = crossings[_ENDS[here, 0].T, cells]
    if not len(twice):
        return np.swapaxes(first, 0, 1)
    second = crossings[_ENDS[here[twice], 1].T, twice]
    return np.concatenate((first, second), axis=1).swapaxes(0, 1)


def _patterns(corners: list[NDArray[np.float64]], level: float) -> NDArray[np.intp]:
    """Which of the 16 patterns each cell is."""
    pattern = np.zeros(corners[0].shape, np.intp)
    for bit, corner in enumerate(corners):
        pattern += (corner > level) * (1 << bit)
    # An infinity in the sum makes it infinite or NaN, and so does a NaN.
    with np.errstate(invalid="ignore", over="ignore"):
        total = corners[0] + corners[1] + corners[2] + corners[3]
    pattern[~np.isfinite(total)] = 0
    below = total <= 4.0 * level
    for case, other in _SADDLE_BELOW.items():
        corners_differ = (pattern == case) & below
        pattern[corners_differ] = -other
    return np.abs(pattern)


def _crossings(
    corners: list[NDArray[np.float64]],
    level: float,
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
) -> NDArray[np.float64]:
    """(4, n, 2): for each edge, points where the level is crossed; nonsense where it is not."""
    top_left, top_right, bottom_right, bottom_left = corners
    points = np.empty((4, len(rows), 2))
    points[..., 0], points[..., 1] = columns, rows
    points[0, :, 0] += _share(top_left, top_right, level)
    points[1, :, 0] += 1.0
    points[1, :, 1] += _share(top_right, bottom_right, level)
    points[2, :, 0] += _share(bottom_left, bottom_right, level)
    points[2, :, 1] += 1.0
    points[3, :, 1] += _share(top_left, bottom_left, level)
    return points


def _share(
    start: NDArray[np.float64], end: NDArray[np.float64], level: float
) -> NDArray[np.float64]:
    """How far from `start` to `end` the level lies, from 0 to 1."""
    difference = end - start
    safe = np.where(difference == 0.0, 1.0, difference)
    return np.clip((level - start) / safe, 0.0, 1.0)
