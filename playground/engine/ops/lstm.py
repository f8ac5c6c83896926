"""The long short-term memory layer, over a whole sequence."""

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
    product_nt,
    sigmoid,
    tanh,
)
from playground.engine.ops.op import Array, Attributes, Op
from playground.engine.ops.recurrent import Recurrent, Shapes


def _lstm(
    out: Cube,
    x: Cube,
    weight: Matrix,
    recurrent: Matrix,
    bias: Flat,
    gates: Cube,
    cells: Cube,
    spare: Matrix,
    keep: int,
) -> None:
    samples = out.shape[0]
    steps = out.shape[1]
    units = out.shape[2]
    places = steps if keep else 1
    gate = as_cube(gates, places, samples, 4 * units)
    cell = as_cube(cells, places, samples, units)
    for t in range(steps):
        at = t if keep else 0
        before = t - 1 if keep else 0
        product(gate[at], x[:, t, :], weight)
        if t > 0:
            product_add(gate[at], out[:, t - 1, :], recurrent)
        for n in range(samples):
            for j in range(2 * units):
                gate[at, n, j] = sigmoid(gate[at, n, j] + bias[j])
            for j in range(units):
                gate[at, n, 2 * units + j] = tanh(gate[at, n, 2 * units + j] + bias[2 * units + j])
            for j in range(units):
                gate[at, n, 3 * units + j] = sigmoid(
                    gate[at, n, 3 * units + j] + bias[3 * units + j]
                )
            if t > 0:
                for j in range(units):
                    cell[at, n, j] = (
                        gate[at, n, units + j] * cell[before, n, j]
                        + gate[at, n, j] * gate[at, n, 2 * units + j]
                    )
            else:
                for j in range(units):
                    cell[at, n, j] = gate[at, n, j] * gate[at, n, 2 * units + j]
            for j in range(units):
                out[n, t, j] = gate[at, n, 3 * units + j] * tanh(cell[at, n, j])


# Each loop writes to few places, so that the compiler can tell that they do not overlap.
def _lstm_backward(
    out: Cube,
    gradient: Cube,
    recurrent: Matrix,
    gates: Cube,
    cells: Cube,
    d_hidden: Matrix,
    d_cell: Matrix,
) -> None:
    samples = gradient.shape[0]
    steps = gradient.shape[1]
    units = gradient.shape[2]
    gate = as_cube(gates, steps, samples, 4 * units)
    cell = as_cube(cells, steps, samples, units)
    for n in range(samples):
        for j in range(units):
            d_hidden[n, j] = 0.0
        for j in range(units):
            d_cell[n, j] = 0.0
    for t in range(steps - 1, -1, -1):
        for n in range(samples):
            for j in range(units):
                d_hidden[n, j] += gradient[n, t, j]
            for j in range(units):
                o = gate[t, n, 3 * units + j]
                bent = tanh(cell[t, n, j])
                d_cell[n, j] += d_hidden[n, j] * o * (1.0 - bent * bent)
                out[n, t, 3 * units + j] = d_hidden[n, j] * bent * o * (1.0 - o)
            for j in range(units):
                i = gate[t, n, j]
                out[n, t, j] = d_cell[n, j] * gate[t, n, 2 * units + j] * i * (1.0 - i)
            for j in range(units):
                g = gate[t, n, 2 * units + j]
                out[n, t, 2 * units + j] = d_cell[n, j] * gate[t, n, j] * (1.0 - g * g)
            for j in range(units):
                f = gate[t, n, units + j]
                out[n, t, units + j] = d_cell[n, j] * f * (1.0 - f)
            for j in range(units):
                d_cell[n, j] *= gate[t, n, units + j]
            if t > 0:
                for j in range(units):
                    out[n, t, units + j] *= cell[t - 1, n, j]
            else:
                for j in range(units):
                    out[n, t, units + j] = 0.0
        if t > 0:
            product_nt(d_hidden, out[:, t, :], recurrent)


class Lstm(Recurrent):
    """Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000.

    The gates' columns are in PyTorch's order: input i, forget f, candidate g, output o. What is
    kept: the gates and the cell states.
    """

    name = "lstm"
    formula = (
        "(i, f, g, o) = (σ, σ, tanh, σ)(x · W + h₋₁ · U + b); c = f ⊙ c₋₁ + i ⊙ g; h = o ⊙ tanh c"
    )
    onnx = "LSTM"
    gates = 4
    kernel = staticmethod(_lstm)

    def kept_columns(self, units: int) -> tuple[int, ...]:
        return 4 * units, units

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, weight, recurrent, bias, gates, cells, product_ = arrays
        samples, steps, units = out.shape
        gate = gates.reshape(-1, samples, 4 * units)
        cell = cells.reshape(-1, samples, units)
        for t in range(steps):
            at, before = (t, t - 1) if attributes["keep"] else (0, 0)
            xp.matmul(x[:, t], weight, out=gate[at])
            xp.add(gate[at], bias, gate[at])
            if t > 0:
                xp.matmul(out[:, t - 1], recurrent, out=product_)
                xp.add(gate[at], product_, gate[at])
            i, f, g, o = (gate[at, :, k * units : (k + 1) * units] for k in range(4))
            sigmoid_into(xp, gate[at, :, : 2 * units], gate[at, :, : 2 * units])
            xp.tanh(g, g)
            sigmoid_into(xp, o, o)
            if t > 0:
                xp.multiply(f, cell[before], out[:, t])
            xp.multiply(i, g, cell[at])
            if t > 0:
                xp.add(cell[at], out[:, t], cell[at])
            xp.tanh(cell[at], out[:, t])
            xp.multiply(o, out[:, t], out[:, t])

    def scratch(self, inputs: Sequence[Value], output: Value, attributes: Attributes) -> Shapes:
        return (((4 * output.shape[1],), True),)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        kept = self.kept_by(graph, node)
        sums = graph.apply("lstm_backward", gradient, node.inputs[2], *kept)
        return self.weight_gradients(graph, node, needed, sums, sums)


class LstmBackward(Op):
    """Through time, backwards: (N, T, H) of the hidden states gives (N, T, 4·H) of the sums."""

    name = "lstm_backward"
    formula = (
        "∂L/∂c = ∂L/∂h ⊙ o ⊙ (1 − tanh² c) + ∂L/∂c₊₁ ⊙ f₊₁; "
        "∂L/∂(i, f, g, o) = "
        "(∂L/∂c ⊙ g, ∂L/∂c ⊙ c₋₁, ∂L/∂c ⊙ i, ∂L/∂h ⊙ tanh c) ⊙ (σ′, σ′, tanh′, σ′)"
    )
    kernel = staticmethod(_lstm_backward)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        gradient, recurrent = inputs[:2]
        return (gradient.shape[0], recurrent.shape[1]), True

    def scratch(self, inputs: Sequence[Value], output: Value, attributes: Attributes) -> Shapes:
        units = inputs[0].shape[1]
        return ((units,), True), ((units,), True)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, recurrent, gates, cells, d_hidden, d_cell = arrays
        samples, steps, units = gradient.shape
        gate = gates.reshape(steps, samples, 4 * units)
        cell = cells.reshape(steps, samples, units)
        d_hidden.fill(0.0)
        d_cell.fill(0.0)
        for t in reversed(range(steps)):
            i, f, g, o = (gate[t, :, k * units : (k + 1) * units] for k in range(4))
            d_i, d_f, d_g, d_o = (out[:, t, k * units : (k + 1) * units] for k in range(4))
            xp.add(d_hidden, gradient[:, t], d_hidden)
            # Each place of `out` first holds what the others need, its own derivative last.
            xp.tanh(cell[t], d_i)
            xp.multiply(d_hidden, d_i, d_f)
            xp.multiply(d_i, d_i, d_i)
            xp.subtract(1.0, d_i, d_i)
            xp.multiply(d_i, d_hidden, d_i)
            xp.multiply(d_i, o, d_i)
            xp.add(d_cell, d_i, d_cell)
            _through_sigmoid(xp, d_f, o, d_o, d_i)
            xp.multiply(d_cell, i, d_f)
            xp.multiply(g, g, d_g)
            xp.subtract(1.0, d_g, d_g)
            xp.multiply(d_g, d_f, d_g)
            xp.multiply(d_cell, g, d_f)
            _through_sigmoid(xp, d_f, i, d_i, d_hidden)
            if t > 0:
                xp.multiply(d_cell, cell[t - 1], d_hidden)
                xp.multiply(d_hidden, f, d_f)
                xp.subtract(1.0, f, d_hidden)
                xp.multiply(d_f, d_hidden, d_f)
                xp.multiply(d_cell, f, d_cell)
                xp.matmul(out[:, t], recurrent.T, out=d_hidden)
            else:
                d_f.fill(0.0)


def _through_sigmoid(xp: ModuleType, gradient: Array, y: Array, out: Array, work: Array) -> None:
    """out = gradient ⊙ y (1 − y)."""
    xp.subtract(1.0, y, work)
    xp.multiply(y, work, work)
    xp.multiply(gradient, work, out)
