"""Counts regions by the patterns of pieces that units are on, at the points of a grid."""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray

from playground.network.affine.kinks import has_kinks, kinks_of
from playground.network.affine.maps import Floats, Parameters, parameters_of
from playground.network.affine.row import Row
from playground.network.affine.running import Known, run


def patterns(row: Row, parameters: Parameters, points: Floats) -> NDArray[np.int64]:
    """(N,) a number for the pattern at each of the points (N, *features), from 0 on.

    Args:
        row: whose bends all have kinks.
    """
    values: Known = {row.features: np.ascontiguousarray(points, np.float64)}
    seen: list[NDArray[np.int8]] = []
    for piece in row.pieces:
        values |= parameters_of(piece.stretch, parameters)
        run(piece.stretch.before, values, len(points))
        for node in piece.stretch.nodes:
            if has_kinks(node):
                units = prod(node.inputs[0].shape)
                flat = values[node.inputs[0]].reshape(len(points), units)
                seen.append(kinks_of(node, values, units).pieces(flat))
            run((node,), values, len(points))
    if not seen:
        return np.zeros(len(points), np.int64)
    return _numbered(np.concatenate(seen, axis=1))


def _numbered(rows: NDArray[np.int8]) -> NDArray[np.int64]:
    """Which of the different rows each one is."""
    packed = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.shape[1])))[:, 0]
    return np.unique(packed, return_inverse=True)[1].reshape(-1).astype(np.int64)
