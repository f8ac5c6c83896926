"""Cross-entropies of yes or no in which a yes counts more, and their derivatives.

Attribute `positive_weight`: what a yes counts, w; a no counts 1.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from playground.engine.ops.activation import sigmoid_into
from playground.engine.ops.cross_entropy import MARGIN, kept_inside
from playground.engine.ops.kernel import Flat, exp, log, log1p, sigmoid
from playground.engine.ops.loss import Loss, LossBackward, mean_into
from playground.engine.ops.op import Array


def _weighted_sigmoid_cross_entropy(
    out: Flat, z: Flat, target: Flat, tail: Flat, terms: Flat, part: Flat, positive_weight: float
) -> None:
    total = 0.0
    for i in range(z.size):
        left = log1p(exp(-abs(z[i])))
        above = left + (0.0 if z[i] < 0.0 else z[i])
        below = left - (0.0 if z[i] > 0.0 else z[i])
        total += positive_weight * target[i] * below + (1.0 - target[i]) * above
    out[0] = total / z.size


class WeightedSigmoidCrossEntropy(Loss):
    """Binary cross-entropy of sigmoid(z), from z, in which a yes counts `positive_weight`."""

    name = "weighted_sigmoid_cross_entropy"
    formula = "L = mean[ w t ln(1 + e⁻ᶻ) + (1 − t) ln(1 + eᶻ) ]"
    scratches = 3
    kernel = staticmethod(_weighted_sigmoid_cross_entropy)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        z, target, tail, terms, part = arrays
        xp.abs(z, tail)
        xp.multiply(tail, -1.0, tail)
        xp.exp(tail, tail)
        xp.log1p(tail, tail)
        xp.minimum(z, 0.0, out=terms)
        xp.subtract(tail, terms, terms)
        xp.multiply(terms, target, terms)
        xp.multiply(terms, attributes["positive_weight"], terms)
        xp.maximum(z, 0.0, out=part)
        xp.add(part, tail, part)
        xp.subtract(1.0, target, tail)
        xp.multiply(part, tail, part)
        xp.add(terms, part, terms)
        mean_into(xp, terms, out, terms.size)


def _weighted_sigmoid_cross_entropy_backward(
    out: Flat, gradient: Flat, z: Flat, target: Flat, yes: Flat, part: Flat, positive_weight: float
) -> None:
    out[0] = gradient[0] / out.size
    scale = out[0]
    for i in range(out.size):
        weighed = positive_weight * target[i]
        out[i] = scale * (sigmoid(z[i]) * (1.0 - target[i] + weighed) - weighed)


class WeightedSigmoidCrossEntropyBackward(LossBackward):
    """The difference, where a yes counts more."""

    name = "weighted_sigmoid_cross_entropy_backward"
    formula = "∂L/∂z = (sigmoid(z) (1 − t + w t) − w t) / count"
    scratches = 2
    kernel = staticmethod(_weighted_sigmoid_cross_entropy_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, z, target, yes, part = arrays
        xp.multiply(target, attributes["positive_weight"], yes)
        xp.subtract(1.0, target, part)
        xp.add(part, yes, part)
        sigmoid_into(xp, z, out)
        xp.multiply(out, part, out)
        xp.subtract(out, yes, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, out.size, out)


def _weighted_binary_cross_entropy(
    out: Flat, p: Flat, target: Flat, inside: Flat, terms: Flat, part: Flat, positive_weight: float
) -> None:
    total = 0.0
    for i in range(p.size):
        kept = kept_inside(p[i])
        total -= positive_weight * target[i] * log(kept) + (1.0 - target[i]) * log1p(-kept)
    out[0] = total / p.size


class WeightedBinaryCrossEntropy(Loss):
    """Binary cross-entropy of probabilities, in which a yes counts `positive_weight`."""

    name = "weighted_binary_cross_entropy"
    formula = "L = mean[ −w t ln p − (1 − t) ln(1 − p) ]"
    scratches = 3
    kernel = staticmethod(_weighted_binary_cross_entropy)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        p, target, inside, terms, part = arrays
        xp.maximum(p, MARGIN, out=inside)
        xp.minimum(inside, 1.0 - MARGIN, out=inside)
        xp.log(inside, terms)
        xp.multiply(terms, target, terms)
        xp.multiply(terms, attributes["positive_weight"], terms)
        xp.multiply(inside, -1.0, inside)
        xp.log1p(inside, inside)
        xp.subtract(1.0, target, part)
        xp.multiply(inside, part, part)
        xp.add(terms, part, terms)
        mean_into(xp, terms, out, -terms.size)


def _weighted_binary_cross_entropy_backward(
    out: Flat,
    gradient: Flat,
    p: Flat,
    target: Flat,
    inside: Flat,
    rest: Flat,
    part: Flat,
    positive_weight: float,
) -> None:
    out[0] = gradient[0] / out.size
    scale = out[0]
    for i in range(out.size):
        kept = kept_inside(p[i])
        slope = (1.0 - target[i]) / (1.0 - kept) - positive_weight * target[i] / kept
        out[i] = scale * slope * (1.0 if kept == p[i] else 0.0)


class WeightedBinaryCrossEntropyBackward(LossBackward):
    """0 where p lies outside its margins."""

    name = "weighted_binary_cross_entropy_backward"
    formula = "∂L/∂p = ((1 − t) / (1 − p) − w t / p) / count"
    scratches = 3
    kernel = staticmethod(_weighted_binary_cross_entropy_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, p, target, inside, rest, part = arrays
        xp.maximum(p, MARGIN, out=inside)
        xp.minimum(inside, 1.0 - MARGIN, out=inside)
        xp.subtract(1.0, target, out)
        xp.subtract(1.0, inside, rest)
        xp.divide(out, rest, out)
        xp.multiply(target, attributes["positive_weight"], part)
        xp.divide(part, inside, part)
        xp.subtract(out, part, out)
        xp.equal(inside, p, part)
        xp.multiply(out, part, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, out.size, out)
