"""Products of matrices."""

from __future__ import annotations

from math import prod

import numpy as np

from playground.engine.graph import Value

from ..computation import Array, Computation
from ..moves import broadcast, repeated, reshaped, transposed
from ..node import OnnxNode


def matmul(node: OnnxNode, c: Computation) -> list[Array]:
    """Rows times a matrix; several products at once are what attention's heads are."""
    a, b = node.tensor(0), node.tensor(1)
    left = a[None] if a.ndim == 1 else a
    right = b[:, None] if b.ndim == 1 else b
    batch = np.broadcast_shapes(left.shape[:-2], right.shape[:-2])
    shape = (*batch, *left.shape[-2:-1][a.ndim == 1 :], *right.shape[-1:][b.ndim == 1 :])
    if right.ndim == 2 and a.ndim > 1:
        product = c.apply("matmul", c.rows(left), c.whole(right))
        return c.run(reshaped(c, product, shape[1:]))
    heads = prod(batch)
    weights = broadcast(c, c.sample(left), (*batch, *left.shape[-2:]))
    values = broadcast(c, c.sample(right), (*batch, *right.shape[-2:]))
    mixed = c.apply(
        "attention_mix",
        reshaped(c, weights, (heads, *left.shape[-2:])),
        side_by_side(c, reshaped(c, values, (heads, *right.shape[-2:]))),
        scale=1.0,
    )
    return c.run(reshaped(c, apart(c, mixed, heads), shape))


def side_by_side(c: Computation, x: Value) -> Value:
    """(heads, T, K) as our sequences have it, (T, heads · K)."""
    heads, steps, width = x.shape
    return reshaped(c, transposed(c, x, (1, 0, 2)), (steps, heads * width))


def apart(c: Computation, x: Value, heads: int) -> Value:
    """(T, heads · K) as ONNX has it, (heads, T, K)."""
    steps, width = x.shape
    return transposed(c, reshaped(c, x, (steps, heads, width // heads)), (1, 0, 2))


def gemm(node: OnnxNode, c: Computation) -> list[Array]:
    """A dense layer; the rows of A are the batch unless it is to be transposed."""
    turned = node.attribute("transA", 0)
    take = c.sample if turned else c.rows
    x = take(node.tensor(0))
    x = transposed(c, x, (1, 0)) if turned else x
    w = c.whole(node.tensor(1))
    w = transposed(c, w, (1, 0)) if node.attribute("transB", 0) else w
    y = c.apply("matmul", x, w)
    alpha, beta = node.attribute("alpha", 1.0), node.attribute("beta", 1.0)
    if alpha != 1.0:
        y = c.apply("affine", y, scale=alpha, shift=0.0)
    added = node.optional(2)
    if added is None:
        return c.run(y)
    if added.ndim == 2 and len(added) > 1:
        return c.run(c.apply("add", y, _scaled(c, take(added), beta)))
    bias = reshaped(c, c.whole(added), [added.size])
    units = w.shape[1]
    bias = repeated(c, bias, 0, units) if added.size < units else bias
    return c.run(c.apply("add_bias", y, _scaled(c, bias, beta)))


def _scaled(c: Computation, value: Value, by: float) -> Value:
    return value if by == 1.0 else c.apply("affine", value, scale=by, shift=0.0)
