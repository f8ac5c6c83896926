"""What a network of straight pieces is around one place: one matrix and one bias."""

from __future__ import annotations

from math import prod

import numpy as np

from playground.engine.graph import Node, Value
from playground.network.affine.kinks import has_kinks, kinks_of
from playground.network.affine.maps import AffineMap, Floats, Parameters, parameters_of
from playground.network.affine.row import Row
from playground.network.affine.running import Known, run


def map_at(row: Row, parameters: Parameters, point: Floats) -> AffineMap:
    """The one map that holds in the region of a place, from what goes in to the head's sums.

    Each unit is on one piece of its function there, which is a slope and an offset; with these in
    place of the functions the network is affine.

    Args:
        row: whose bends all have kinks.
        point: (*features,) as the network is given them.
    """
    size = prod(point.shape)
    # The place itself, 0, and each unit vector, on their way through the pieces of the first.
    sent = np.concatenate([point.reshape(1, size), np.zeros((1, size)), np.eye(size)])
    values: Known = {row.features: sent.reshape(size + 2, *point.shape)}
    target: Value = row.features
    for piece in row.pieces:
        values |= parameters_of(piece.stretch, parameters)
        run(piece.stretch.before, values, size + 2)
        for node in piece.stretch.nodes:
            if has_kinks(node):
                values[node.output] = _straightened(node, values)
            else:
                run((node,), values, size + 2)
            target = node.output
    came = values[target].reshape(size + 2, -1)
    return AffineMap(came[2:] - came[1], came[1].copy())


def _straightened(node: Node, values: Known) -> Floats:
    """A node with kinks, on the pieces where the first row lies."""
    x = values[node.inputs[0]]
    flat = x.reshape(len(x), -1)
    units = flat.shape[1]
    kinks = kinks_of(node, values, units)
    pieces = kinks.pieces(flat[0])
    made = flat * kinks.slopes[pieces, np.arange(units)] + kinks.offsets[pieces]
    return made.reshape(x.shape)
