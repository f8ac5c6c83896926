"""Losses of amounts, and their derivatives."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.kernel import Flat, clipped, exp, log1p, sign, sqrt, tanh
from playground.engine.ops.loss import Loss, LossBackward, mean_into
from playground.engine.ops.op import Array, Attributes

LN_2 = 0.6931471805599453


def _mse(out: Flat, p: Flat, target: Flat, terms: Flat) -> None:
    total = 0.0
    for i in range(p.size):
        difference = p[i] - target[i]
        total += difference * difference
    out[0] = total / p.size


class MeanSquaredError(Loss):
    """The mean of the squared differences."""

    name = "mse"
    formula = "L = mean[ (p − t)² ]"
    kernel = staticmethod(_mse)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        p, target, terms = arrays
        xp.subtract(p, target, terms)
        xp.multiply(terms, terms, terms)
        mean_into(xp, terms, out, terms.size)


def _mse_backward(out: Flat, gradient: Flat, p: Flat, target: Flat) -> None:
    out[0] = 2.0 * gradient[0] / out.size
    scale = out[0]
    for i in range(out.size):
        out[i] = scale * (p[i] - target[i])


class MeanSquaredErrorBackward(LossBackward):
    """Twice the difference."""

    name = "mse_backward"
    formula = "∂L/∂p = 2 (p − t) / count"
    kernel = staticmethod(_mse_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, p, target = arrays
        xp.subtract(p, target, out)
        xp.multiply(out, gradient, out)
        xp.multiply(out, 2.0 / out.size, out)


def _rmse(out: Flat, p: Flat, target: Flat, terms: Flat) -> None:
    total = 0.0
    for i in range(p.size):
        difference = p[i] - target[i]
        total += difference * difference
    out[0] = sqrt(total / p.size)


class RootMeanSquaredError(Loss):
    """The square root of the mean squared error: in the target's own units."""

    name = "rmse"
    formula = "L = √ mean[ (p − t)² ]"
    kernel = staticmethod(_rmse)

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


def _rmse_backward(
    out: Flat, gradient: Flat, p: Flat, target: Flat, loss: Flat, divisor: Flat
) -> None:
    out[0] = gradient[0] / out.size
    if loss[0] != 0.0:
        out[0] /= loss[0]
    scale = out[0]
    for i in range(out.size):
        out[i] = scale * (p[i] - target[i])


class RootMeanSquaredErrorBackward(LossBackward):
    """The difference over the loss; 0 where the loss is 0. The fourth operand is the loss."""

    name = "rmse_backward"
    formula = "∂L/∂p = (p − t) / (L · count)"
    kernel = staticmethod(_rmse_backward)

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return (((), False),)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, p, target, loss, divisor = arrays
        # 1 instead of 0, without a question that would bring the number back from a GPU.
        xp.equal(loss, 0.0, divisor)
        xp.add(divisor, loss, divisor)
        xp.multiply(divisor, out.size, divisor)
        xp.subtract(p, target, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, divisor, out)


def _mae(out: Flat, p: Flat, target: Flat, terms: Flat) -> None:
    total = 0.0
    for i in range(p.size):
        total += abs(p[i] - target[i])
    out[0] = total / p.size


class MeanAbsoluteError(Loss):
    """The mean of the absolute differences."""

    name = "mae"
    formula = "L = mean |p − t|"
    kernel = staticmethod(_mae)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        p, target, terms = arrays
        xp.subtract(p, target, terms)
        xp.abs(terms, terms)
        mean_into(xp, terms, out, terms.size)


def _mae_backward(out: Flat, gradient: Flat, p: Flat, target: Flat) -> None:
    out[0] = gradient[0] / out.size
    scale = out[0]
    for i in range(out.size):
        out[i] = scale * sign(p[i] - target[i])


class MeanAbsoluteErrorBackward(LossBackward):
    """Only the direction of the difference, 0 where there is none."""

    name = "mae_backward"
    formula = "∂L/∂p = sign(p − t) / count"
    kernel = staticmethod(_mae_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, p, target = arrays
        xp.subtract(p, target, out)
        xp.sign(out, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, out.size, out)


def _huber(out: Flat, p: Flat, target: Flat, terms: Flat, inside: Flat, delta: float) -> None:
    total = 0.0
    for i in range(p.size):
        difference = p[i] - target[i]
        kept = clipped(difference, -delta, delta)
        total += kept * (2.0 * difference - kept)
    out[0] = total / (2.0 * p.size)


class Huber(Loss):
    """Squared up to the attribute `delta`, straight beyond (Huber 1964).

    Written with c, the difference d kept within ±delta, as c (d − c/2).
    """

    name = "huber"
    formula = "L = mean[ d²/2 if |d| ≤ delta, else delta (|d| − delta/2) ],  d = p − t"
    kernel = staticmethod(_huber)
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


def _huber_backward(out: Flat, gradient: Flat, p: Flat, target: Flat, delta: float) -> None:
    out[0] = gradient[0] / out.size
    scale = out[0]
    for i in range(out.size):
        out[i] = scale * clipped(p[i] - target[i], -delta, delta)


class HuberBackward(LossBackward):
    """The difference, kept within ±delta."""

    name = "huber_backward"
    formula = "∂L/∂p = min(max(p − t, −delta), delta) / count"
    kernel = staticmethod(_huber_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, p, target = arrays
        delta = attributes["delta"]
        xp.subtract(p, target, out)
        xp.maximum(out, -delta, out=out)
        xp.minimum(out, delta, out=out)
        xp.multiply(out, gradient, out)
        xp.divide(out, out.size, out)


def _log_cosh(out: Flat, p: Flat, target: Flat, terms: Flat, part: Flat) -> None:
    total = 0.0
    for i in range(p.size):
        size = abs(p[i] - target[i])
        total += size + (log1p(exp(-2.0 * size)) - 0.6931471805599453)
    out[0] = total / p.size


class LogCosh(Loss):
    """Squared for small differences, straight for large ones, and smooth between."""

    name = "log_cosh"
    formula = "L = mean[ ln cosh d ] = mean[ |d| + ln(1 + e⁻²|d|) − ln 2 ],  d = p − t"
    scratches = 2
    kernel = staticmethod(_log_cosh)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        p, target, terms, part = arrays
        xp.subtract(p, target, terms)
        xp.abs(terms, terms)
        xp.multiply(terms, -2.0, part)
        xp.exp(part, part)
        xp.log1p(part, part)
        xp.subtract(part, LN_2, part)
        xp.add(terms, part, terms)
        mean_into(xp, terms, out, terms.size)


def _log_cosh_backward(out: Flat, gradient: Flat, p: Flat, target: Flat) -> None:
    out[0] = gradient[0] / out.size
    scale = out[0]
    for i in range(out.size):
        out[i] = scale * tanh(p[i] - target[i])


class LogCoshBackward(LossBackward):
    """The difference, squeezed into (−1, 1)."""

    name = "log_cosh_backward"
    formula = "∂L/∂p = tanh(p − t) / count"
    kernel = staticmethod(_log_cosh_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, p, target = arrays
        xp.subtract(p, target, out)
        xp.tanh(out, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, out.size, out)
