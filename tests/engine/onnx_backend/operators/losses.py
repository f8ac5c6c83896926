"""Losses of classes, (N, C, …) against class numbers (N, …).

Ours take (N, …, C) and a target of the same shape, which holds the class's weight at its place,
and are means. ONNX's sum is the mean times the rows; what it gives with no reduction is our loss of
each row by itself.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from playground.engine.graph import Value

from ..computation import Array, Computation
from ..moves import rearranged, reshaped, transposed
from ..node import OnnxNode

# No smoothing of the target.
_PLAIN: dict[str, Any] = {"smoothing": 0.0, "mean_weight": 1.0}


def softmax_cross_entropy_loss(node: OnnxNode, c: Computation) -> list[Array]:
    """The logarithms of the probabilities are minus the losses were each class the true one."""
    found = [_loss(node, c, "softmax_cross_entropy", lambda _, z: z)]
    return [*found, _log_probabilities(node, c.fresh())] if node.wants(1) else found


def negative_log_likelihood_loss(node: OnnxNode, c: Computation) -> list[Array]:
    """Ours takes the probabilities, ONNX's their logarithms."""
    return [_loss(node, c, "cross_entropy", lambda c, x: c.apply("exponential", x))]


def _loss(node: OnnxNode, c: Computation, op: str, prepared: Any) -> Array:
    target = _target(node)
    reduction = node.attribute("reduction", "mean")
    if reduction == "none":
        flat = target.reshape(-1, target.shape[-1])
        z = prepared(c, c.rows(_classes_last(c, node.tensor(0))))
        return c.run_by_row(c.apply(op, z, c.rows(flat))).reshape(target.shape[:-1])
    z = prepared(c, _classes_along_rows(c, c.rows(node.tensor(0))))
    rows = c.rows(target.reshape(len(target), *z.shape))
    if reduction == "sum":
        loss = c.apply("affine", c.apply(op, z, rows), scale=target[..., 0].size, shift=0.0)
    else:
        loss = c.apply(f"weighted_{op}", z, rows, **_PLAIN)
        if "ignore_index" not in node.attributes and node.optional(2) is None:
            loss = c.apply(op, z, rows)
    return c.run(loss)[0]


def _target(node: OnnxNode) -> Array:
    """(N, …, C): a class's weight (1 if there are none) at its place; zeros where it is ignored."""
    labels, classes = node.tensor(1), node.tensor(0).shape[1]
    weight = node.optional(2)
    counts = labels != node.attribute("ignore_index", classes)
    target = np.zeros((*labels.shape, classes))
    target[(*np.nonzero(counts), labels[counts])] = (
        1.0 if weight is None else weight[labels[counts]]
    )
    return target


def _classes_along_rows(c: Computation, x: Value) -> Value:
    """A sample (C, …) as rows of classes, (…, C) in one axis; (C,) as it is."""
    classes, *others = x.shape
    if not others:
        return x
    return transposed(c, reshaped(c, x, (classes, prod(others))), (1, 0))


def _classes_last(c: Computation, x: Array) -> Array:
    """(N, C, …) as rows, (M, C)."""
    moved = rearranged(c, x, [0, *range(2, x.ndim), 1])
    return moved.reshape(-1, x.shape[1])


def _log_probabilities(node: OnnxNode, c: Computation) -> Array:
    """(N, C, …)."""
    x = node.tensor(0)
    logits = _classes_last(c, x)
    found = np.empty((len(x), x.shape[1], prod(x.shape[2:])))
    for each in range(x.shape[1]):
        one = c.fresh()
        target = np.zeros(logits.shape)
        target[:, each] = 1.0
        loss = one.apply("softmax_cross_entropy", one.rows(logits), one.rows(target))
        minus = one.run_by_row(one.apply("affine", loss, scale=-1.0, shift=0.0))
        found[:, each] = minus.reshape(len(x), -1)
    return found.reshape(x.shape)
