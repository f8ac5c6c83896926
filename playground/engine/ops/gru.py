"""The gated recurrent unit, over a whole sequence."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.activation import sigmoid_into
from playground.engine.ops.kernel import (
    Cube,
    Flat,
    Matrix,
    as_cube,
    product,
    product_add,
    product_nt_add,
    sigmoid,
    tanh,
)
from playground.engine.ops.op import Array, Attributes, Op
from playground.engine.ops.recurrent import Recurrent, Shapes


def _gru(
    out: Cube,
    x: Cube,
    weight: Matrix,
    recurrent: Matrix,
    bias: Flat,
    recurrent_bias: Flat,
    kept: Cube,
    spare: Matrix,
    keep: int,
) -> None:
    samples = out.shape[0]
    steps = out.shape[1]
    units = out.shape[2]
    part = as_cube(kept, steps if keep else 1, samples, 4 * units)
    for t in range(steps):
        at = t if keep else 0
        product(part[at, :, : 3 * units], x[:, t, :], weight)
        if t > 0:
            before = out[:, t - 1, :]
            product_add(part[at, :, : 2 * units], before, recurrent[:, : 2 * units])
            product(part[at, :, 3 * units :], before, recurrent[:, 2 * units :])
        else:
            for n in range(samples):
                for j in range(units):
                    part[at, n, 3 * units + j] = 0.0
        for n in range(samples):
            for j in range(2 * units):
                part[at, n, j] = sigmoid(part[at, n, j] + bias[j] + recurrent_bias[j])
            for j in range(units):
                part[at, n, 3 * units + j] += recurrent_bias[2 * units + j]
            for j in range(units):
                part[at, n, 2 * units + j] += part[at, n, j] * part[at, n, 3 * units + j]
            for j in range(units):
                part[at, n, 2 * units + j] = tanh(part[at, n, 2 * units + j] + bias[2 * units + j])
            for j in range(units):
                out[n, t, j] = (1.0 - part[at, n, units + j]) * part[at, n, 2 * units + j]
            if t > 0:
                for j in range(units):
                    out[n, t, j] += part[at, n, units + j] * out[n, t - 1, j]


def _gru_backward(
    out: Cube,
    gradient: Cube,
    h: Cube,
    recurrent: Matrix,
    kept: Cube,
    d_hidden: Matrix,
    d_inner: Matrix,
    spare: Matrix,
) -> None:
    samples = gradient.shape[0]
    steps = gradient.shape[1]
    units = gradient.shape[2]
    part = as_cube(kept, steps, samples, 4 * units)
    for n in range(samples):
        for j in range(units):
            d_hidden[n, j] = 0.0
    for t in range(steps - 1, -1, -1):
        for n in range(samples):
            for j in range(units):
                d_hidden[n, j] += gradient[n, t, j]
            for j in range(units):
                bent = part[t, n, 2 * units + j]
                out[n, t, 2 * units + j] = (
                    d_hidden[n, j] * (1.0 - part[t, n, units + j]) * (1.0 - bent * bent)
                )
            for j in range(units):
                r = part[t, n, j]
                d_inner[n, j] = out[n, t, 2 * units + j] * r
                out[n, t, j] = d_inner[n, j] * part[t, n, 3 * units + j] * (1.0 - r)
            for j in range(units):
                z = part[t, n, units + j]
                out[n, t, units + j] = d_hidden[n, j] * z * (1.0 - z)
            for j in range(units):
                d_hidden[n, j] *= part[t, n, units + j]
            if t > 0:
                for j in range(units):
                    out[n, t, units + j] *= h[n, t - 1, j] - part[t, n, 2 * units + j]
            else:
                for j in range(units):
                    out[n, t, units + j] *= -part[t, n, 2 * units + j]
        if t > 0:
            product_nt_add(d_hidden, out[:, t, : 2 * units], recurrent[:, : 2 * units])
            product_nt_add(d_hidden, d_inner, recurrent[:, 2 * units :])


def _gru_backward_recurrent(out: Cube, gradient: Cube, kept: Cube) -> None:
    samples = gradient.shape[0]
    steps = gradient.shape[1]
    units = gradient.shape[2] // 3
    part = as_cube(kept, steps, samples, 4 * units)
    for n in range(samples):
        for t in range(steps):
            for j in range(2 * units):
                out[n, t, j] = gradient[n, t, j]
            for j in range(units):
                out[n, t, 2 * units + j] = gradient[n, t, 2 * units + j] * part[t, n, j]


class Gru(Recurrent):
    """Cho et al. 2014, with the reset gate after the product, as cuDNN and PyTorch have it.

    The gates' columns are in PyTorch's order: reset r, update z, candidate n. The recurrent product
    has a bias of its own, c. What is kept: r, z, n and a = h₋₁ · Uₙ + cₙ.
    """

    name = "gru"
    formula = (
        "(r, z) = σ(x · W + b + h₋₁ · U + c); n = tanh(x · Wₙ + bₙ + r ⊙ (h₋₁ · Uₙ + cₙ)); "
        "h = (1 − z) ⊙ n + z ⊙ h₋₁"
    )
    onnx = "GRU"
    gates = 3
    kernel = staticmethod(_gru)

    def kept_columns(self, units: int) -> tuple[int, ...]:
        return (4 * units,)

    def scratch(self, inputs: Sequence[Value], output: Value, attributes: Attributes) -> Shapes:
        return (((3 * output.shape[1],), True),)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, weight, recurrent, bias, recurrent_bias, kept, before = arrays
        samples, steps, units = out.shape
        part = kept.reshape(-1, samples, 4 * units)
        for t in range(steps):
            at = t if attributes["keep"] else 0
            sums, both = part[at, :, : 3 * units], part[at, :, : 2 * units]
            r, z, n, a = (part[at, :, k * units : (k + 1) * units] for k in range(4))
            xp.matmul(x[:, t], weight, out=sums)
            xp.add(sums, bias, sums)
            if t > 0:
                xp.matmul(out[:, t - 1], recurrent, out=before)
                xp.add(before, recurrent_bias, before)
            else:
                xp.copyto(before, recurrent_bias)
            xp.add(both, before[:, : 2 * units], both)
            sigmoid_into(xp, both, both)
            xp.copyto(a, before[:, 2 * units :])
            xp.multiply(r, a, out[:, t])
            xp.add(n, out[:, t], n)
            xp.tanh(n, n)
            # h = n + z (h₋₁ − n)
            if t > 0:
                xp.subtract(out[:, t - 1], n, out[:, t])
            else:
                xp.multiply(n, -1.0, out[:, t])
            xp.multiply(out[:, t], z, out[:, t])
            xp.add(out[:, t], n, out[:, t])

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        kept = self.kept_by(graph, node)
        sums = graph.apply("gru_backward", gradient, node.output, node.inputs[2], *kept)
        recurrent_sums = graph.apply("gru_backward_recurrent", sums, *kept)
        return (
            *self.weight_gradients(graph, node, needed, sums, recurrent_sums),
            graph.apply("sum_rows", recurrent_sums) if needed[4] else None,
        )


class GruBackward(Op):
    """Through time, backwards: (N, T, H) of the hidden states gives (N, T, 3·H) of x · W + b."""

    name = "gru_backward"
    formula = (
        "∂L/∂n = ∂L/∂h ⊙ (1 − z) ⊙ tanh′; ∂L/∂z = ∂L/∂h ⊙ (h₋₁ − n) ⊙ σ′; "
        "∂L/∂r = ∂L/∂n ⊙ (h₋₁ · Uₙ + cₙ) ⊙ σ′"
    )
    kernel = staticmethod(_gru_backward)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        gradient, _, recurrent = inputs[:3]
        return (gradient.shape[0], recurrent.shape[1]), True

    def scratch(self, inputs: Sequence[Value], output: Value, attributes: Attributes) -> Shapes:
        units = inputs[0].shape[1]
        return (((units,), True),) * 3

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, h, recurrent, kept, d_hidden, work, product_ = arrays
        samples, steps, units = gradient.shape
        part = kept.reshape(steps, samples, 4 * units)
        d_hidden.fill(0.0)
        for t in reversed(range(steps)):
            r, z, n, a = (part[t, :, k * units : (k + 1) * units] for k in range(4))
            d_r, d_z, d_n = (out[:, t, k * units : (k + 1) * units] for k in range(3))
            xp.add(d_hidden, gradient[:, t], d_hidden)
            xp.subtract(1.0, z, work)
            xp.multiply(n, n, d_n)
            xp.subtract(1.0, d_n, d_n)
            xp.multiply(d_n, work, d_n)
            xp.multiply(d_n, d_hidden, d_n)
            xp.multiply(work, z, d_z)
            xp.multiply(d_z, d_hidden, d_z)
            if t > 0:
                xp.subtract(h[:, t - 1], n, work)
            else:
                xp.multiply(n, -1.0, work)
            xp.multiply(d_z, work, d_z)
            xp.subtract(1.0, r, d_r)
            xp.multiply(d_r, a, d_r)
            xp.multiply(d_n, r, work)
            xp.multiply(d_r, work, d_r)
            if t > 0:
                xp.multiply(d_hidden, z, d_hidden)
                xp.matmul(out[:, t, : 2 * units], recurrent[:, : 2 * units].T, out=product_)
                xp.add(d_hidden, product_, d_hidden)
                xp.matmul(work, recurrent[:, 2 * units :].T, out=product_)
                xp.add(d_hidden, product_, d_hidden)


class GruBackwardRecurrent(Op):
    """(N, T, 3·H) of x · W + b gives that of h₋₁ · U + c: the candidate's part passes through r."""

    name = "gru_backward_recurrent"
    formula = "∂L/∂(r, z, a) = (∂L/∂r, ∂L/∂z, ∂L/∂n ⊙ r)"
    kernel = staticmethod(_gru_backward_recurrent)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, kept = arrays
        samples, steps, columns = gradient.shape
        units = columns // 3
        part = kept.reshape(steps, samples, 4 * units)
        xp.copyto(out[..., : 2 * units], gradient[..., : 2 * units])
        reset = part[:, :, :units].swapaxes(0, 1)
        xp.multiply(gradient[..., 2 * units :], reset, out[..., 2 * units :])
