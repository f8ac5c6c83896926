"""Attention of queries to keys and values, in several heads.

What may not be looked at is written as a number that is added to the scores: −∞, else 0.
"""

from __future__ import annotations

from math import inf, prod, sqrt

import numpy as np

from playground.engine.graph import Value

from ..computation import Array, Computation
from ..moves import broadcast, joined, part, reshaped
from ..node import NotSupported, OnnxNode
from .products import apart, side_by_side

_MASK, _PAST_KEY, _PAST_VALUE, _LENGTHS = range(3, 7)
# What the fourth output is.
_CAPPED, _MASKED, _SHARES = range(1, 4)


def attention(node: OnnxNode, c: Computation) -> list[Array]:
    """Softmax (scale · q kᵀ + mask) v (Vaswani et al. 2017, eq. 1)."""
    _refuse(node)
    heads, groups = _heads(node)
    q, k, v = (
        _by_head(c, c.rows(node.tensor(place)), count)
        for place, count in enumerate((heads, groups, groups))
    )
    present_k, present_v = _extended(node, c, k, _PAST_KEY), _extended(node, c, v, _PAST_VALUE)
    key, value = (_shared(c, each, heads // groups) for each in (present_k, present_v))
    scale = node.attribute("scale", 1.0 / sqrt(q.shape[-1]))
    queries, keys, values = (side_by_side(c, each) for each in (q, key, value))
    scores = _capped(node, c, c.apply("attention_scores", queries, keys, heads=heads, scale=scale))
    masked = _causal(node, c, _masked(node, c, scores), key.shape[1] - k.shape[1])
    shares = c.apply("softmax", masked)
    mixed = c.apply("attention_mix", shares, values, scale=1.0)
    y = mixed if node.tensor(0).ndim == 3 else apart(c, mixed, heads)
    mode = node.attribute("qk_matmul_output_mode", 0)
    shown = {_MASKED: masked, _SHARES: shares}.get(mode, scores)
    outputs = enumerate((y, present_k, present_v, shown))
    return c.run(*(each for place, each in outputs if node.wants(place)))


def _refuse(node: OnnxNode) -> None:
    if max(node.attribute(f"{side}_window_size", -1) for side in ("left", "right")) >= 0:
        raise NotSupported("a step sees all steps or all before it, not those in a window")
    if node.attribute("is_causal", 0) and node.optional(_LENGTHS) is not None:
        raise NotSupported("causal_mask begins at the same step in every sample")
    mask = node.optional(_MASK)
    if mask is not None and mask.dtype == bool and not mask.any(-1).all():
        raise NotSupported("the shares of a step that may look at nothing are not defined")


def _heads(node: OnnxNode) -> tuple[int, int]:
    """Of the queries, and of keys and values."""
    q, k = node.tensor(0), node.tensor(1)
    if q.ndim == 4:
        return q.shape[1], k.shape[1]
    return node.attribute("q_num_heads", 0), node.attribute("kv_num_heads", 0)


def _by_head(c: Computation, x: Value, heads: int) -> Value:
    """(heads, T, K) from that or from (T, heads · K)."""
    return x if len(x.shape) == 3 else apart(c, x, heads)


def _extended(node: OnnxNode, c: Computation, x: Value, place: int) -> Value:
    """With the steps of the past before its own."""
    past = node.optional(place)
    return x if past is None else joined(c, [c.rows(past), x], 1)


def _shared(c: Computation, x: Value, times: int) -> Value:
    """Each head as often as queries share it."""
    heads, steps, width = x.shape
    apart_ = reshaped(c, x, (heads, 1, steps, width))
    return reshaped(c, joined(c, [apart_] * times, 1), (heads * times, steps, width))


def _capped(node: OnnxNode, c: Computation, scores: Value) -> Value:
    """cap · tanh (scores / cap)."""
    cap = node.attribute("softcap", 0.0)
    if cap == 0.0:
        return scores
    small = c.apply("tanh", c.apply("affine", scores, scale=1.0 / cap, shift=0.0))
    return c.apply("affine", small, scale=cap, shift=0.0)


def _masked(node: OnnxNode, c: Computation, scores: Value) -> Value:
    others = scores.shape[-1]
    lengths = node.optional(_LENGTHS)
    if lengths is not None:
        seen = np.arange(others) < lengths[:, None]
        scores = _plus(c, scores, _added(seen[:, None, None, :], others))
    mask = node.optional(_MASK)
    return scores if mask is None else _plus(c, scores, _added(mask, others))


def _added(mask: Array, others: int) -> Array:
    """A mask as numbers to add; what it says nothing of may not be looked at."""
    numbers = np.where(mask, 0.0, -inf) if mask.dtype == bool else np.asarray(mask, np.float64)
    missing = [(0, 0)] * (mask.ndim - 1) + [(0, others - mask.shape[-1])]
    return np.pad(numbers, missing, constant_values=-inf)


def _plus(c: Computation, scores: Value, mask: Array) -> Value:
    """A mask of four axes differs from sample to sample, any other is the same for all."""
    if mask.ndim == 4:
        return c.apply("add", scores, broadcast(c, c.rows(mask), scores.shape))
    flat = reshaped(c, broadcast(c, c.whole(mask), scores.shape), (prod(scores.shape),))
    return reshaped(c, c.apply("add_bias", reshaped(c, scores, flat.shape), flat), scores.shape)


def _causal(node: OnnxNode, c: Computation, scores: Value, past: int) -> Value:
    """The past may always be looked at."""
    if not node.attribute("is_causal", 0):
        return scores
    others = scores.shape[2]
    now = c.apply("causal_mask", part(c, scores, 2, past, others), value=-inf)
    return joined(c, [part(c, scores, 2, 0, past), now], 2) if past else now
