"""Sums and products number by number, with ONNX's broadcasting, and dropout."""

from __future__ import annotations

import numpy as np

from ..computation import Array, Computation
from ..moves import broadcast
from ..node import OnnxNode


def add(node: OnnxNode, c: Computation) -> list[Array]:
    """A vector that goes with the last axis is a bias; anything else is stretched first."""
    a, b = node.tensor(0), node.tensor(1)
    if a.ndim > 1 and b.shape == a.shape[-1:]:
        return c.run(c.apply("add_bias", c.rows(a), c.whole(b)))
    return _of_two("add", node, c)


def mul(node: OnnxNode, c: Computation) -> list[Array]:
    return _of_two("multiply", node, c)


def _of_two(op: str, node: OnnxNode, c: Computation) -> list[Array]:
    a, b = node.tensor(0), node.tensor(1)
    if a.shape == b.shape:
        return c.run(c.apply(op, c.rows(a), c.rows(b)))
    shape = np.broadcast_shapes(a.shape, b.shape)
    return c.run(c.apply(op, *(broadcast(c, c.sample(each), shape) for each in (a, b))))


def dropout(node: OnnxNode, c: Computation) -> list[Array]:
    """x times a mask that the op draws; out of training it drops nothing."""
    ratio, training = node.optional(1), node.optional(2)
    drops = training is not None and bool(training)
    rate = float(ratio if ratio is not None else 0.5) if drops else 0.0
    x = c.rows(node.tensor(0))
    mask = c.apply("dropout_mask", x, c.graph.control, rate=rate, stream=0)
    y, kept = c.run(c.apply("multiply", x, mask), mask)
    return [y, kept] if node.wants(1) else [y]
