"""Normalisation of channels over the batch, and of rows."""

from __future__ import annotations

from math import prod

import numpy as np

from ..computation import Array, Computation
from ..moves import along, reshaped
from ..node import NotSupported, OnnxNode


def batch_normalization(node: OnnxNode, c: Computation) -> list[Array]:
    """ONNX keeps the batch's variance as it is; ours, with Bessel's correction, is not used here.

    Both of its running statistics follow the rule of our running mean, with the momentum counted
    from the other side.
    """
    x = c.rows(node.tensor(0))
    weight, bias, mean, variance = (c.whole(node.tensor(place)) for place in range(1, 5))
    settings = {"channels_last": 0, "epsilon": node.attribute("epsilon", 1e-5)}
    if not node.attribute("training_mode", 0):
        return c.run(c.apply("batch_norm_inference", x, mean, variance, weight, bias, **settings))
    now = c.apply("batch_mean", x, channels_last=0)
    spread = c.apply("batch_variance", x, now, channels_last=0)
    share = 1.0 - node.attribute("momentum", 0.9)
    return c.run(
        c.apply("batch_norm", x, now, spread, weight, bias, **settings),
        c.apply("running_mean", mean, now, momentum=share),
        c.apply("running_mean", variance, spread, momentum=share),
    )


def layer_normalization(node: OnnxNode, c: Computation) -> list[Array]:
    """Rows are what lies before `axis`, features what lies from it on.

    Our op gives the result only. A row's mean and 1/σ come from the ops of batch normalisation,
    with each row as a channel; 1/σ is what they make of a 1 with mean 0.
    """
    x = node.tensor(0)
    axis = node.attribute("axis", -1) % x.ndim
    rows, features = prod(x.shape[:axis]), prod(x.shape[axis:])
    epsilon = node.attribute("epsilon", 1e-5)
    value = reshaped(c, c.sample(x), (rows, features))
    channels = reshaped(c, value, (rows, features, 1))
    weight = reshaped(c, c.whole(node.tensor(1)), (features,))
    given = node.optional(2)
    bias = reshaped(c, c.whole(np.zeros(features) if given is None else given), (features,))
    y = reshaped(c, c.apply("layer_norm", value, weight, bias, epsilon=epsilon), x.shape)
    mean = c.apply("batch_mean", channels, channels_last=0)
    variance = c.apply("batch_variance", channels, mean, channels_last=0)
    zeros, ones = c.whole(np.zeros(rows)), c.whole(np.ones(rows))
    inverse = c.apply(
        "batch_norm_inference",
        c.sample(np.ones(rows)),
        zeros,
        variance,
        ones,
        zeros,
        channels_last=1,
        epsilon=epsilon,
    )
    shape = (*x.shape[:axis], *[1] * (x.ndim - axis))
    others = [reshaped(c, each, shape) for each in (mean, inverse)]
    return c.run(y, *(each for place, each in enumerate(others, 1) if node.wants(place)))


def lp_normalization(node: OnnxNode, c: Computation) -> list[Array]:
    """Rows through their lengths."""
    if node.attribute("p", 2) != 2:
        raise NotSupported("a row's length is the root of the sum of its squares")
    x = c.sample(node.tensor(0))
    return c.run(along(c, "normalize_rows", x, node.attribute("axis", -1)))
