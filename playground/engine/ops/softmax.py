"""Shares of one 1, and their derivative."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.kernel import Matrix, exp
from playground.engine.ops.op import Array, Attributes, Op


def _softmax(out: Matrix, x: Matrix, per_row: Matrix) -> None:
    columns = x.shape[1]
    for i in range(x.shape[0]):
        largest = x[i, 0]
        for k in range(columns):
            largest = x[i, k] if x[i, k] > largest else largest
        total = 0.0
        for k in range(columns):
            share = exp(x[i, k] - largest)
            out[i, k] = share
            total += share
        scale = 1.0 / total
        for k in range(columns):
            out[i, k] *= scale


class Softmax(Op):
    """Each row becomes probabilities that share one 1.

    The row's maximum is taken off first, which changes nothing but keeps e within range.
    """

    name = "softmax"
    formula = "yᵢ = eˣⁱ / Σⱼ eˣʲ"
    kernel = staticmethod(_softmax)
    onnx = "Softmax"
    differentiable = True

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return (((*output.shape[:-1], 1), output.batched),)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, per_row = arrays
        xp.maximum.reduce(x, -1, None, per_row, True)
        xp.subtract(x, per_row, out)
        xp.exp(out, out)
        xp.add.reduce(out, -1, None, per_row, True)
        xp.divide(out, per_row, out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        return (graph.apply("softmax_backward", gradient, node.output),)


def _softmax_backward(out: Matrix, gradient: Matrix, y: Matrix, per_row: Matrix) -> None:
    columns = y.shape[1]
    for i in range(y.shape[0]):
        mean = 0.0
        for k in range(columns):
            mean += gradient[i, k] * y[i, k]
        for k in range(columns):
            out[i, k] = y[i, k] * (gradient[i, k] - mean)


class SoftmaxBackward(Op):
    """Raising one probability lowers the others."""

    name = "softmax_backward"
    formula = "∂L/∂xᵢ = yᵢ (∂L/∂yᵢ − Σⱼ ∂L/∂yⱼ yⱼ)"
    kernel = staticmethod(_softmax_backward)

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return (((*output.shape[:-1], 1), output.batched),)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, y, per_row = arrays
        xp.multiply(gradient, y, out)
        xp.add.reduce(out, -1, None, per_row, True)
        xp.subtract(gradient, per_row, out)
        xp.multiply(out, y, out)
