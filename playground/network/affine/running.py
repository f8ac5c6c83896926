"""Runs some nodes of a graph in float64, with no program planned for them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from playground.engine.graph import Node, Value
from playground.engine.ops import OPS

Known = dict[Value, NDArray[np.float64]]


def run(nodes: Iterable[Node], known: Known, rows: int) -> None:
    """Compute what the nodes give, for a batch of `rows`.

    Args:
        nodes: in an order they can run in.
        known: what they read, each of its `full_shape`, C-contiguous; results are put in.
    """
    with np.errstate(all="ignore"):
        for node in nodes:
            known[node.output] = _result(node, known, rows)


def _result(node: Node, known: Known, rows: int) -> NDArray[np.float64]:
    op = OPS[node.op]
    arrays = [known[value] for value in node.inputs]
    if op.alias:
        return arrays[0].reshape(node.output.full_shape(rows))
    arrays += [np.empty(value.full_shape(rows)) for value in node.kept]
    for shape, batched in op.scratch(node.inputs, node.output, node.attributes):
        arrays.append(np.empty((rows, *shape) if batched else shape))
    out = np.empty(node.output.full_shape(rows))
    op.compute(np, out, *arrays, **node.attributes)
    return out
