"""Cross-entropies, and their derivatives."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from playground.engine.ops.activation import sigmoid_into
from playground.engine.ops.kernel import Flat, Matrix, exp, log, log1p, sigmoid
from playground.engine.ops.loss import Loss, LossBackward, mean_into, rows_of
from playground.engine.ops.op import Array
from playground.engine.ops.parts import inner

# Probabilities are kept this far from 0 and 1 before their logarithm is taken, as Keras does.
# In kernels it is written out, so that it is of the run's dtype.
MARGIN = 1e-7


@inner
def kept_positive(p: Any) -> Any:
    """p, at least `MARGIN`."""
    return 1e-7 if p < 1e-7 else p


@inner
def kept_inside(p: Any) -> Any:
    """p, kept `MARGIN` away from 0 and 1."""
    above = 1e-7 if p < 1e-7 else p
    return 1.0 - 1e-7 if above > 1.0 - 1e-7 else above


def _sigmoid_cross_entropy(out: Flat, z: Flat, target: Flat, terms: Flat, part: Flat) -> None:
    total = 0.0
    for i in range(z.size):
        above = 0.0 if z[i] < 0.0 else z[i]
        total += above - z[i] * target[i] + log1p(exp(-abs(z[i])))
    out[0] = total / z.size


class SigmoidCrossEntropy(Loss):
    """Binary cross-entropy of sigmoid(z), from z, so that no logarithm of 0 can happen."""

    name = "sigmoid_cross_entropy"
    formula = "L = mean[ max(z, 0) − z·t + ln(1 + e⁻|z|) ]"
    kernel = staticmethod(_sigmoid_cross_entropy)
    scratches = 2

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        z, target, terms, part = arrays
        xp.abs(z, terms)
        xp.multiply(terms, -1.0, terms)
        xp.exp(terms, terms)
        xp.log1p(terms, terms)
        xp.maximum(z, 0.0, out=part)
        xp.add(terms, part, terms)
        xp.multiply(z, target, part)
        xp.subtract(terms, part, terms)
        mean_into(xp, terms, out, terms.size)


def _sigmoid_cross_entropy_backward(out: Flat, gradient: Flat, z: Flat, target: Flat) -> None:
    out[0] = gradient[0] / out.size
    scale = out[0]
    for i in range(out.size):
        out[i] = scale * (sigmoid(z[i]) - target[i])


class SigmoidCrossEntropyBackward(LossBackward):
    """The sigmoid and the cross-entropy together leave only the difference."""

    name = "sigmoid_cross_entropy_backward"
    formula = "∂L/∂z = (sigmoid(z) − t) / count"
    kernel = staticmethod(_sigmoid_cross_entropy_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, z, target = arrays
        sigmoid_into(xp, z, out)
        xp.subtract(out, target, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, out.size, out)


def _softmax_cross_entropy(
    out: Flat, z: Matrix, target: Matrix, log_share: Matrix, part: Matrix, per_row: Matrix
) -> None:
    rows = z.shape[0]
    columns = z.shape[1]
    total = 0.0
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
    out[0] = total / rows


class SoftmaxCrossEntropy(Loss):
    """Cross-entropy of softmax(z), from z: the surprise at each target."""

    name = "softmax_cross_entropy"
    formula = "L = mean over rows[ −Σₖ tₖ (zₖ − ln Σⱼ eᶻʲ) ]"
    kernel = staticmethod(_softmax_cross_entropy)
    scratches = 2
    row_scratches = 1

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        z, target, log_share, part, per_row = arrays
        xp.maximum.reduce(z, -1, None, per_row, True)
        xp.subtract(z, per_row, log_share)
        xp.exp(log_share, part)
        xp.add.reduce(part, -1, None, per_row, True)
        xp.log(per_row, per_row)
        xp.subtract(log_share, per_row, log_share)
        xp.multiply(log_share, target, part)
        mean_into(xp, part, out, -rows_of(z))


def _softmax_cross_entropy_backward(
    out: Matrix, gradient: Flat, z: Matrix, target: Matrix, per_row: Matrix, target_sum: Matrix
) -> None:
    rows = z.shape[0]
    columns = z.shape[1]
    out[0, 0] = gradient[0] / rows
    scale = out[0, 0]
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


class SoftmaxCrossEntropyBackward(LossBackward):
    """The softmax and the cross-entropy together leave only the difference."""

    name = "softmax_cross_entropy_backward"
    formula = "∂L/∂zₖ = (softmax(z)ₖ Σⱼ tⱼ − tₖ) / rows"
    kernel = staticmethod(_softmax_cross_entropy_backward)
    row_scratches = 2

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, z, target, per_row, target_sum = arrays
        xp.maximum.reduce(z, -1, None, per_row, True)
        xp.subtract(z, per_row, out)
        xp.exp(out, out)
        xp.add.reduce(out, -1, None, per_row, True)
        xp.add.reduce(target, -1, None, target_sum, True)
        xp.divide(target_sum, per_row, per_row)
        xp.multiply(out, per_row, out)
        xp.subtract(out, target, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, rows_of(z), out)


def _binary_cross_entropy(
    out: Flat, p: Flat, target: Flat, inside: Flat, terms: Flat, part: Flat
) -> None:
    total = 0.0
    for i in range(p.size):
        kept = kept_inside(p[i])
        total -= target[i] * log(kept) + (1.0 - target[i]) * log1p(-kept)
    out[0] = total / p.size


class BinaryCrossEntropy(Loss):
    """Binary cross-entropy of probabilities p, kept `MARGIN` away from 0 and 1."""

    name = "binary_cross_entropy"
    formula = "L = mean[ −t ln p − (1 − t) ln(1 − p) ]"
    kernel = staticmethod(_binary_cross_entropy)
    scratches = 3

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        p, target, inside, terms, part = arrays
        xp.maximum(p, MARGIN, out=inside)
        xp.minimum(inside, 1.0 - MARGIN, out=inside)
        xp.log(inside, terms)
        xp.multiply(terms, target, terms)
        xp.multiply(inside, -1.0, inside)
        xp.log1p(inside, inside)
        xp.subtract(1.0, target, part)
        xp.multiply(inside, part, part)
        xp.add(terms, part, terms)
        mean_into(xp, terms, out, -terms.size)


def _binary_cross_entropy_backward(
    out: Flat, gradient: Flat, p: Flat, target: Flat, inside: Flat, part: Flat
) -> None:
    out[0] = gradient[0] / out.size
    scale = out[0]
    for i in range(out.size):
        kept = kept_inside(p[i])
        slope = (kept - target[i]) / kept / (1.0 - kept)
        out[i] = scale * slope * (1.0 if kept == p[i] else 0.0)


class BinaryCrossEntropyBackward(LossBackward):
    """0 where p lies outside its margins."""

    name = "binary_cross_entropy_backward"
    formula = "∂L/∂p = (p − t) / (p (1 − p)) / count"
    kernel = staticmethod(_binary_cross_entropy_backward)
    scratches = 2

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, p, target, inside, part = arrays
        xp.maximum(p, MARGIN, out=inside)
        xp.minimum(inside, 1.0 - MARGIN, out=inside)
        xp.subtract(inside, target, out)
        xp.divide(out, inside, out)
        xp.subtract(1.0, inside, part)
        xp.divide(out, part, out)
        xp.equal(inside, p, part)
        xp.multiply(out, part, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, out.size, out)


def _cross_entropy(out: Flat, p: Matrix, target: Matrix, terms: Matrix) -> None:
    rows = p.shape[0]
    columns = p.shape[1]
    total = 0.0
    for i in range(rows):
        for k in range(columns):
            total -= target[i, k] * log(kept_positive(p[i, k]))
    out[0] = total / rows


class CrossEntropy(Loss):
    """Cross-entropy of probabilities p, kept `MARGIN` away from 0."""

    name = "cross_entropy"
    formula = "L = mean over rows[ −Σₖ tₖ ln pₖ ]"
    kernel = staticmethod(_cross_entropy)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        p, target, terms = arrays
        xp.maximum(p, MARGIN, out=terms)
        xp.log(terms, terms)
        xp.multiply(terms, target, terms)
        mean_into(xp, terms, out, -rows_of(p))


def _cross_entropy_backward(
    out: Matrix, gradient: Flat, p: Matrix, target: Matrix, inside: Matrix
) -> None:
    rows = p.shape[0]
    columns = p.shape[1]
    out[0, 0] = -gradient[0] / rows
    scale = out[0, 0]
    for i in range(rows):
        for k in range(columns):
            kept = kept_positive(p[i, k])
            out[i, k] = scale * target[i, k] / kept * (1.0 if kept == p[i, k] else 0.0)


class CrossEntropyBackward(LossBackward):
    """0 where p lies below its margin."""

    name = "cross_entropy_backward"
    formula = "∂L/∂pₖ = −tₖ / pₖ / rows"
    kernel = staticmethod(_cross_entropy_backward)
    scratches = 1

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, p, target, inside = arrays
        xp.maximum(p, MARGIN, out=inside)
        xp.divide(target, inside, out)
        xp.equal(inside, p, inside)
        xp.multiply(out, inside, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, -rows_of(p), out)
