"""Cross-entropies of classes that exclude each other, some counting more, and their derivatives.

The weights come with the target: a row holds wₖ tₖ, of weights w and shares t, which may be
smoothed, tₖ = (1 − s) oₖ + s / K, of a one-hot row o. The loss is a mean weighted by the true
classes' weights, Σₖ wₖ oₖ, as PyTorch's is; their sum over the rows follows from the sum of the
target and the attributes `smoothing`, s, and `mean_weight`, Σₖ wₖ / K.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Shape, Value
from playground.engine.ops.cross_entropy import MARGIN, kept_positive
from playground.engine.ops.kernel import Flat, Matrix, exp, log
from playground.engine.ops.loss import Loss, LossBackward, mean_into, rows_of
from playground.engine.ops.op import Array, Attributes


def _weight_into(
    xp: ModuleType, target: Array, attributes: Attributes, out: Array, none: Array
) -> None:
    """The sum of the true classes' weights; 1 where it is 0, since nothing counts then anyway."""
    smoothing = attributes["smoothing"]
    xp.add.reduce(target, None, None, out)
    xp.subtract(out, rows_of(target) * smoothing * attributes["mean_weight"], out)
    xp.divide(out, 1.0 - smoothing, out)
    xp.equal(out, 0.0, none)
    xp.add(out, none, out)


class WeightedLoss(Loss):
    """A loss that needs, besides, two numbers to work in."""

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return (*super().scratch(inputs, output, attributes), ((), False), ((), False))


class WeightedLossBackward(LossBackward):
    """Its derivative, which needs them too."""

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return (*super().scratch(inputs, output, attributes), ((), False), ((), False))


def _weighted_softmax_cross_entropy(
    out: Flat,
    z: Matrix,
    target: Matrix,
    log_share: Matrix,
    part: Matrix,
    per_row: Matrix,
    weight: Flat,
    none: Flat,
    smoothing: float,
    mean_weight: float,
) -> None:
    rows = z.shape[0]
    columns = z.shape[1]
    total = 0.0
    target_total = 0.0
    for i in range(rows):
        largest = z[i, 0]
        for k in range(columns):
            largest = z[i, k] if z[i, k] > largest else largest
        share_sum = 0.0
        target_sum = 0.0
        for k in range(columns):
            share_sum += exp(z[i, k] - largest)
            target_sum += target[i, k]
            total -= target[i, k] * (z[i, k] - largest)
        total += target_sum * log(share_sum)
        target_total += target_sum
    divisor = (target_total - rows * smoothing * mean_weight) / (1.0 - smoothing)
    out[0] = total / (1.0 if divisor == 0.0 else divisor)


class WeightedSoftmaxCrossEntropy(WeightedLoss):
    """Cross-entropy of softmax(z), from z, with the classes' weights in the target."""

    name = "weighted_softmax_cross_entropy"
    formula = "L = −Σ wₖ tₖ (zₖ − ln Σⱼ eᶻʲ) / Σ wₖ oₖ"
    scratches = 2
    row_scratches = 1
    kernel = staticmethod(_weighted_softmax_cross_entropy)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        z, target, log_share, part, per_row, weight, none = arrays
        xp.maximum.reduce(z, -1, None, per_row, True)
        xp.subtract(z, per_row, log_share)
        xp.exp(log_share, part)
        xp.add.reduce(part, -1, None, per_row, True)
        xp.log(per_row, per_row)
        xp.subtract(log_share, per_row, log_share)
        xp.multiply(log_share, target, part)
        _weight_into(xp, target, attributes, weight, none)
        mean_into(xp, part, out, -1)
        xp.divide(out, weight, out)


def _weighted_softmax_cross_entropy_backward(
    out: Matrix,
    gradient: Flat,
    z: Matrix,
    target: Matrix,
    per_row: Matrix,
    target_sum: Matrix,
    weight: Flat,
    none: Flat,
    smoothing: float,
    mean_weight: float,
) -> None:
    rows = z.shape[0]
    columns = z.shape[1]
    target_total = 0.0
    for i in range(rows):
        for k in range(columns):
            target_total += target[i, k]
    divisor = (target_total - rows * smoothing * mean_weight) / (1.0 - smoothing)
    weight[0] = gradient[0] / (1.0 if divisor == 0.0 else divisor)
    scale = weight[0]
    for i in range(rows):
        largest = z[i, 0]
        for k in range(columns):
            largest = z[i, k] if z[i, k] > largest else largest
        share_sum = 0.0
        wanted = 0.0
        for k in range(columns):
            share = exp(z[i, k] - largest)
            out[i, k] = share
            share_sum += share
            wanted += target[i, k]
        per_share = wanted / share_sum
        for k in range(columns):
            out[i, k] = scale * (out[i, k] * per_share - target[i, k])


class WeightedSoftmaxCrossEntropyBackward(WeightedLossBackward):
    """The difference, weighted."""

    name = "weighted_softmax_cross_entropy_backward"
    formula = "∂L/∂zₖ = (softmax(z)ₖ Σⱼ wⱼ tⱼ − wₖ tₖ) / Σ wₖ oₖ"
    row_scratches = 2
    kernel = staticmethod(_weighted_softmax_cross_entropy_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, z, target, per_row, target_sum, weight, none = arrays
        _weight_into(xp, target, attributes, weight, none)
        xp.maximum.reduce(z, -1, None, per_row, True)
        xp.subtract(z, per_row, out)
        xp.exp(out, out)
        xp.add.reduce(out, -1, None, per_row, True)
        xp.add.reduce(target, -1, None, target_sum, True)
        xp.divide(target_sum, per_row, per_row)
        xp.multiply(out, per_row, out)
        xp.subtract(out, target, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, weight, out)


def _weighted_cross_entropy(
    out: Flat,
    p: Matrix,
    target: Matrix,
    terms: Matrix,
    weight: Flat,
    none: Flat,
    smoothing: float,
    mean_weight: float,
) -> None:
    total = 0.0
    target_total = 0.0
    for i in range(p.shape[0]):
        for k in range(p.shape[1]):
            total -= target[i, k] * log(kept_positive(p[i, k]))
            target_total += target[i, k]
    divisor = (target_total - p.shape[0] * smoothing * mean_weight) / (1.0 - smoothing)
    out[0] = total / (1.0 if divisor == 0.0 else divisor)


class WeightedCrossEntropy(WeightedLoss):
    """Cross-entropy of probabilities p, with the classes' weights in the target."""

    name = "weighted_cross_entropy"
    formula = "L = −Σ wₖ tₖ ln pₖ / Σ wₖ oₖ"
    kernel = staticmethod(_weighted_cross_entropy)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        p, target, terms, weight, none = arrays
        xp.maximum(p, MARGIN, out=terms)
        xp.log(terms, terms)
        xp.multiply(terms, target, terms)
        _weight_into(xp, target, attributes, weight, none)
        mean_into(xp, terms, out, -1)
        xp.divide(out, weight, out)


def _weighted_cross_entropy_backward(
    out: Matrix,
    gradient: Flat,
    p: Matrix,
    target: Matrix,
    inside: Matrix,
    weight: Flat,
    none: Flat,
    smoothing: float,
    mean_weight: float,
) -> None:
    target_total = 0.0
    for i in range(p.shape[0]):
        for k in range(p.shape[1]):
            target_total += target[i, k]
    divisor = (target_total - p.shape[0] * smoothing * mean_weight) / (1.0 - smoothing)
    weight[0] = -gradient[0] / (1.0 if divisor == 0.0 else divisor)
    scale = weight[0]
    for i in range(p.shape[0]):
        for k in range(p.shape[1]):
            kept = kept_positive(p[i, k])
            out[i, k] = scale * target[i, k] / kept * (1.0 if kept == p[i, k] else 0.0)


class WeightedCrossEntropyBackward(WeightedLossBackward):
    """0 where p lies below its margin."""

    name = "weighted_cross_entropy_backward"
    formula = "∂L/∂pₖ = −wₖ tₖ / pₖ / Σ wₖ oₖ"
    scratches = 1
    kernel = staticmethod(_weighted_cross_entropy_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, p, target, inside, weight, none = arrays
        _weight_into(xp, target, attributes, weight, none)
        xp.maximum(p, MARGIN, out=inside)
        xp.divide(target, inside, out)
        xp.equal(inside, p, inside)
        xp.multiply(out, inside, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, weight, out)
        xp.multiply(out, -1.0, out)
