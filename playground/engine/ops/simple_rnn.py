"""The simplest recurrent layer, over a whole sequence."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Value
from playground.engine.ops.kernel import (
    Cube,
    Flat,
    Matrix,
    product,
    product_add,
    product_nt,
    tanh,
)
from playground.engine.ops.op import Array, Attributes, Op
from playground.engine.ops.recurrent import Recurrent, Shapes


def _simple_rnn(
    out: Cube,
    x: Cube,
    weight: Matrix,
    recurrent: Matrix,
    bias: Flat,
    sums: Matrix,
    spare: Matrix,
    relu: int,
) -> None:
    samples = out.shape[0]
    steps = out.shape[1]
    units = out.shape[2]
    for t in range(steps):
        product(sums, x[:, t, :], weight)
        if t > 0:
            product_add(sums, out[:, t - 1, :], recurrent)
        for n in range(samples):
            if relu:
                for j in range(units):
                    y = sums[n, j] + bias[j]
                    out[n, t, j] = 0.0 if y < 0.0 else y
            else:
                for j in range(units):
                    out[n, t, j] = tanh(sums[n, j] + bias[j])


def _simple_rnn_backward(
    out: Cube, gradient: Cube, h: Cube, recurrent: Matrix, d_hidden: Matrix, relu: int
) -> None:
    samples = gradient.shape[0]
    steps = gradient.shape[1]
    units = gradient.shape[2]
    for n in range(samples):
        for j in range(units):
            d_hidden[n, j] = 0.0
    for t in range(steps - 1, -1, -1):
        for n in range(samples):
            if relu:
                for j in range(units):
                    slope = 1.0 if h[n, t, j] > 0.0 else 0.0
                    out[n, t, j] = (gradient[n, t, j] + d_hidden[n, j]) * slope
            else:
                for j in range(units):
                    slope = 1.0 - h[n, t, j] * h[n, t, j]
                    out[n, t, j] = (gradient[n, t, j] + d_hidden[n, j]) * slope
        if t > 0:
            product_nt(d_hidden, out[:, t, :], recurrent)


class SimpleRnn(Recurrent):
    """Elman 1990: each step sees the step before it.

    Attribute `relu`: whether f is max(x, 0) in place of tanh (Le et al. 2015).
    """

    name = "simple_rnn"
    formula = "h = f(x · W + h₋₁ · U + b)"
    onnx = "RNN"
    gates = 1
    kernel = staticmethod(_simple_rnn)

    def scratch(self, inputs: Sequence[Value], output: Value, attributes: Attributes) -> Shapes:
        return (((output.shape[1],), True),) * 2

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, weight, recurrent, bias, sums, before = arrays
        for t in range(out.shape[1]):
            xp.matmul(x[:, t], weight, out=sums)
            xp.add(sums, bias, sums)
            if t > 0:
                xp.matmul(out[:, t - 1], recurrent, out=before)
                xp.add(sums, before, sums)
            if attributes["relu"]:
                xp.maximum(sums, 0.0, out=out[:, t])
            else:
                xp.tanh(sums, out[:, t])

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        recurrent, relu = node.inputs[2], node.attributes["relu"]
        sums = graph.apply("simple_rnn_backward", gradient, node.output, recurrent, relu=relu)
        return self.weight_gradients(graph, node, needed, sums, sums)


class SimpleRnnBackward(Op):
    """Through time, backwards: (N, T, H) of the hidden states gives (N, T, H) of the sums."""

    name = "simple_rnn_backward"
    formula = "∂L/∂s = (∂L/∂h + ∂L/∂s₊₁ · Uᵀ) ⊙ f′(s)"
    kernel = staticmethod(_simple_rnn_backward)

    def scratch(self, inputs: Sequence[Value], output: Value, attributes: Attributes) -> Shapes:
        return (((output.shape[1],), True),)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, h, recurrent, d_hidden = arrays
        d_hidden.fill(0.0)
        for t in reversed(range(h.shape[1])):
            xp.add(gradient[:, t], d_hidden, d_hidden)
            if attributes["relu"]:
                xp.greater(h[:, t], 0.0, out[:, t])
            else:
                xp.multiply(h[:, t], h[:, t], out[:, t])
                xp.subtract(1.0, out[:, t], out[:, t])
            xp.multiply(out[:, t], d_hidden, out[:, t])
            if t > 0:
                xp.matmul(out[:, t], recurrent.T, out=d_hidden)
