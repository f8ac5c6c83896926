"""What a network of straight pieces is around one place: one matrix and one bias."""

from __future__ import annotations

import numpy as np

from playground.engine.graph import Node, Value
from playground.network.affine.kinks import has_kinks, kinks_of
from playground.network.affine.maps import Floats, Parameters, parameters_of
from playground.network.affine.row import Row
from playground.network.affine.running import Known, run


def sums_at(row: Row, parameters: Parameters, plane: Floats, place: Floats) -> Floats:
    """The map that holds in the region of one place of a plane, as `Regions.sums` has it.

    Each unit is on one piece of its function there, which is a slope and an offset; with these in
    place of the functions the network is affine.

    Args:
        row: whose bends all have kinks.
        plane: (3, *features), as `Cutter` takes it.
        place: (2,) in its square.

    Returns:
        (3, O).
    """
    here = place[0] * plane[0] + place[1] * plane[1] + plane[2]
    # The place itself goes first, and says on which pieces the others are.
    sent = np.stack([here, np.zeros_like(here), *plane])
    values: Known = {row.features: np.ascontiguousarray(sent, np.float64)}
    target: Value = row.features
    for piece in row.pieces:
        values |= parameters_of(piece.stretch, parameters)
        run(piece.stretch.before, values, len(sent))
        for node in piece.stretch.nodes:
            if has_kinks(node):
                values[node.output] = _straightened(node, values)
            else:
                run((node,), values, len(sent))
            target = node.output
    came = values[target].reshape(len(sent), -1)
    return np.stack([came[2] - came[1], came[3] - came[1], came[4]])


def _straightened(node: Node, values: Known) -> Floats:
    """A node with kinks, on the pieces where the first row lies."""
    x = values[node.inputs[0]]
    flat = x.reshape(len(x), -1)
    units = flat.shape[1]
    kinks = kinks_of(node, values, units)
    pieces = kinks.pieces(flat[0])
    made = flat * kinks.slopes[pieces, np.arange(units)] + kinks.offsets[pieces]
    return made.reshape(x.shape)
