"""Losses: one number for a batch that says how far off the network is, and their derivatives.

Every loss is a mean: over the rows for `…cross_entropy` of classes that exclude each other, over
all numbers of the prediction for the others. The first operand is the network's output, the second
the target, both (N, K).
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any, ClassVar

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.activation import sigmoid_into
from playground.engine.ops.op import Array, Attributes, Op, require_same_shape

# Probabilities are kept this far from 0 and 1 before their logarithm is taken, as Keras does.
MARGIN = 1e-7


class Loss(Op):
    """A loss of an output and a target.

    Class attribute `scratches`: how many working arrays of the output's shape it needs, and
    `row_scratches`: how many of one number a sample.
    """

    differentiable = True
    scratches: ClassVar[int] = 1
    row_scratches: ClassVar[int] = 0

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        require_same_shape(self.name, inputs)
        return (), False

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        x = inputs[0]
        rows = (*x.shape[:-1], 1)
        return ((x.shape, True),) * self.scratches + ((rows, True),) * self.row_scratches

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        output, target = node.inputs
        attributes = node.attributes
        return graph.apply(f"{self.name}_backward", gradient, output, target, **attributes), None


class LossBackward(Op):
    """A loss's derivative. Operands: the derivative that arrives (one number), output, target."""

    scratches: ClassVar[int] = 0
    row_scratches: ClassVar[int] = 0

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return inputs[1].shape, inputs[1].batched

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        rows = (*output.shape[:-1], 1)
        return ((output.shape, True),) * self.scratches + ((rows, True),) * self.row_scratches


def mean_into(xp: ModuleType, terms: Array, out: Array, count: int) -> None:
    """The sum of `terms` over `count`."""
    xp.add.reduce(terms, None, None, out)
    xp.divide(out, count, out)


class SigmoidCrossEntropy(Loss):
    """Binary cross-entropy of sigmoid(z), from z, so that no logarithm of 0 can happen."""

    name = "sigmoid_cross_entropy"
    formula = "L = mean[ max(z, 0) − z·t + ln(1 + e⁻|z|) ]"
    scratches = 2

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        z, target, terms, part = arrays
        xp.abs(z, terms)
        xp.negative(terms, terms)
        xp.exp(terms, terms)
        xp.log1p(terms, terms)
        xp.maximum(z, 0.0, out=part)
        xp.add(terms, part, terms)
        xp.multiply(z, target, part)
        xp.subtract(terms, part, terms)
        mean_into(xp, terms, out, terms.size)


class SigmoidCrossEntropyBackward(LossBackward):
    """The sigmoid and the cross-entropy together leave only the difference."""

    name = "sigmoid_cross_entropy_backward"
    formula = "∂L/∂z = (sigmoid(z) − t) / count"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, z, target = arrays
        sigmoid_into(xp, z, out)
        xp.subtract(out, target, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, out.size, out)


class SoftmaxCrossEntropy(Loss):
    """Cross-entropy of softmax(z), from z: the surprise at each target."""

    name = "softmax_cross_entropy"
    formula = "L = mean over rows[ −Σₖ tₖ (zₖ − ln Σⱼ eᶻʲ) ]"
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
        mean_into(xp, part, out, -len(z))


class SoftmaxCrossEntropyBackward(LossBackward):
    """The softmax and the cross-entropy together leave only the difference."""

    name = "softmax_cross_entropy_backward"
    formula = "∂L/∂zₖ = (softmax(z)ₖ Σⱼ tⱼ − tₖ) / rows"
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
        xp.divide(out, len(z), out)


class BinaryCrossEntropy(Loss):
    """Binary cross-entropy of probabilities p, kept `MARGIN` away from 0 and 1."""

    name = "binary_cross_entropy"
    formula = "L = mean[ −t ln p − (1 − t) ln(1 − p) ]"
    scratches = 3

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        p, target, inside, terms, part = arrays
        xp.maximum(p, MARGIN, out=inside)
        xp.minimum(inside, 1.0 - MARGIN, out=inside)
        xp.log(inside, terms)
        xp.multiply(terms, target, terms)
        xp.negative(inside, inside)
        xp.log1p(inside, inside)
        xp.subtract(1.0, target, part)
        xp.multiply(inside, part, part)
        xp.add(terms, part, terms)
        mean_into(xp, terms, out, -terms.size)


class BinaryCrossEntropyBackward(LossBackward):
    """0 where p lies outside its margins."""

    name = "binary_cross_entropy_backward"
    formula = "∂L/∂p = (p − t) / (p (1 − p)) / count"
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


class CrossEntropy(Loss):
    """Cross-entropy of probabilities p, kept `MARGIN` away from 0."""

    name = "cross_entropy"
    formula = "L = mean over rows[ −Σₖ tₖ ln pₖ ]"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        p, target, terms = arrays
        xp.maximum(p, MARGIN, out=terms)
        xp.log(terms, terms)
        xp.multiply(terms, target, terms)
        mean_into(xp, terms, out, -len(p))


class CrossEntropyBackward(LossBackward):
    """0 where p lies below its margin."""

    name = "cross_entropy_backward"
    formula = "∂L/∂pₖ = −tₖ / pₖ / rows"
    scratches = 1

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, p, target, inside = arrays
        xp.maximum(p, MARGIN, out=inside)
        xp.divide(target, inside, out)
        xp.equal(inside, p, inside)
        xp.multiply(out, inside, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, -len(p), out)


class MeanSquaredError(Loss):
    """The mean of the squared differences."""

    name = "mse"
    formula = "L = mean[ (p − t)² ]"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        p, target, terms = arrays
        xp.subtract(p, target, terms)
        xp.multiply(terms, terms, terms)
        mean_into(xp, terms, out, terms.size)


class MeanSquaredErrorBackward(LossBackward):
    """Twice the difference."""

    name = "mse_backward"
    formula = "∂L/∂p = 2 (p − t) / count"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, p, target = arrays
        xp.subtract(p, target, out)
        xp.multiply(out, gradient, out)
        xp.multiply(out, 2.0 / out.size, out)


class RootMeanSquaredError(Loss):
    """The square root of the mean squared error: in the target's own units."""

    name = "rmse"
    formula = "L = √ mean[ (p − t)² ]"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        p, target, terms = arrays
        xp.subtract(p, target, terms)
        xp.multiply(terms, terms, terms)
        mean_into(xp, terms, out, terms.size)
        xp.sqrt(out, out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        return graph.apply("rmse_backward", gradient, *node.inputs, node.output), None


class RootMeanSquaredErrorBackward(LossBackward):
    """The difference over the loss; 0 where the loss is 0. The fourth operand is the loss."""

    name = "rmse_backward"
    formula = "∂L/∂p = (p − t) / (L · count)"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, p, target, loss = arrays
        xp.subtract(p, target, out)
        xp.multiply(out, gradient, out)
        if loss[()] != 0.0:
            xp.divide(out, loss, out)
        xp.divide(out, out.size, out)


class MeanAbsoluteError(Loss):
    """The mean of the absolute differences."""

    name = "mae"
    formula = "L = mean |p − t|"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        p, target, terms = arrays
        xp.subtract(p, target, terms)
        xp.abs(terms, terms)
        mean_into(xp, terms, out, terms.size)


class MeanAbsoluteErrorBackward(LossBackward):
    """Only the direction of the difference, 0 where there is none."""

    name = "mae_backward"
    formula = "∂L/∂p = sign(p − t) / count"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, p, target = arrays
        xp.subtract(p, target, out)
        xp.sign(out, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, out.size, out)


class Huber(Loss):
    """Squared up to the attribute `delta`, straight beyond (Huber 1964).

    Written with c, the difference d kept within ±delta, as c (d − c/2).
    """

    name = "huber"
    formula = "L = mean[ d²/2 if |d| ≤ delta, else delta (|d| − delta/2) ],  d = p − t"
    scratches = 2

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        p, target, terms, inside = arrays
        delta = attributes["delta"]
        xp.subtract(p, target, terms)
        xp.maximum(terms, -delta, out=inside)
        xp.minimum(inside, delta, out=inside)
        xp.multiply(terms, 2.0, terms)
        xp.subtract(terms, inside, terms)
        xp.multiply(terms, inside, terms)
        mean_into(xp, terms, out, 2 * terms.size)


class HuberBackward(LossBackward):
    """The difference, kept within ±delta."""

    name = "huber_backward"
    formula = "∂L/∂p = min(max(p − t, −delta), delta) / count"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, p, target = arrays
        delta = attributes["delta"]
        xp.subtract(p, target, out)
        xp.maximum(out, -delta, out=out)
        xp.minimum(out, delta, out=out)
        xp.multiply(out, gradient, out)
        xp.divide(out, out.size, out)
