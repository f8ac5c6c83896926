"""What recurrent layers share: how a step follows from the one before, over a whole sequence.

Each op takes x (N, T, I), goes through the T steps in order, and gives the hidden state h of every
step, (N, T, H). Before the first step h is 0, so there the recurrent weights have no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from types import ModuleType
from typing import Any, ClassVar

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.kernel import Cube, Matrix, product_tn_add
from playground.engine.ops.op import Array, Attributes, Op, ShapeError

Shapes = tuple[tuple[Shape, bool], ...]


class Recurrent(Op):
    """A recurrent layer: x (N, T, I), weight (I, G·H), recurrent (H, G·H), bias (G·H,).

    What it keeps lies step by step, (T, N, …), so that a step reads and writes in one stretch.
    Attribute `keep`: whether it does so for all steps; else it makes do with room for one.

    Class attribute `gates`: how many blocks of H columns the weights have, G.
    """

    gates: ClassVar[int]
    differentiable = True

    def kept_columns(self, units: int) -> tuple[int, ...]:
        """How many numbers of each kind are kept of a step."""
        return ()

    def kept(self, inputs: Sequence[Value], attributes: Attributes) -> Shapes:
        columns = self.kept_columns(inputs[2].shape[0])
        steps = inputs[0].shape[0] if attributes.get("keep") else 1
        return tuple(((steps, each), True) for each in columns)

    def kept_by(self, graph: Graph, node: Node) -> tuple[Value, ...]:
        """What a node has kept; one that has not kept all steps is run again for it."""
        if node.attributes["keep"]:
            return node.kept
        graph.apply(self.name, *node.inputs, **{**node.attributes, "keep": True})
        return graph.nodes[-1].kept

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        x, weight, recurrent, *biases = inputs
        units = recurrent.shape[0] if len(recurrent.shape) == 2 else 0
        columns = self.gates * units
        fits = (
            len(x.shape) == 2
            and weight.shape == (x.shape[1], columns)
            and recurrent.shape == (units, columns)
            and all(bias.shape == (columns,) for bias in biases)
        )
        if not fits or not x.batched or any(each.batched for each in (weight, recurrent, *biases)):
            wanted = f"{self.gates}·H" if self.gates > 1 else "H"
            raise ShapeError(
                f"{self.name} takes (N, T, I), (I, {wanted}), (H, {wanted}) and ({wanted},); "
                f"received {', '.join(map(str, inputs))}"
            )
        return (x.shape[0], units), True

    def multiply_adds(self, inputs: Sequence[Value], output: Value, attributes: Attributes) -> int:
        """Of x · weight and h · recurrent at every step, the first too, where h is 0."""
        weight, recurrent = inputs[1:3]
        return output.shape[0] * (prod(weight.shape) + prod(recurrent.shape))

    def weight_gradients(
        self, graph: Graph, node: Node, needed: tuple[bool, ...], sums: Value, recurrent_sums: Value
    ) -> tuple[Value | None, ...]:
        """The operands' derivatives.

        Args:
            sums: (N, T, G·H) the loss's derivative with respect to x · weight + bias.
            recurrent_sums: (N, T, G·H) that with respect to h₋₁ · recurrent.
        """
        x, weight = node.inputs[:2]
        return (
            graph.apply("matmul_backward_x", sums, weight) if needed[0] else None,
            graph.apply("matmul_backward_w", x, sums) if needed[1] else None,
            graph.apply("recurrent_backward_w", node.output, recurrent_sums) if needed[2] else None,
            graph.apply("sum_rows", sums) if needed[3] else None,
        )


def _recurrent_backward_w(out: Matrix, h: Cube, gradient: Cube, spare: Matrix) -> None:
    samples = h.shape[0]
    steps = h.shape[1]
    for k in range(out.shape[0]):
        for u in range(out.shape[1]):
            out[k, u] = 0.0
    # The fewer products the better: one a step, or one a sample.
    if samples >= steps:
        for t in range(steps - 1):
            product_tn_add(out, h[:, t, :], gradient[:, t + 1, :])
    elif steps > 1:
        for n in range(samples):
            product_tn_add(out, h[n, : steps - 1, :], gradient[n, 1:, :])


class RecurrentBackwardW(Op):
    """h (N, T, H) and g (N, T, U) give (H, U): what each step's h did to the next step."""

    name = "recurrent_backward_w"
    formula = "∂L/∂U = Σₜ hₜ₋₁ᵀ · gₜ"
    kernel = staticmethod(_recurrent_backward_w)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        h, gradient = inputs
        return (h.shape[-1], gradient.shape[-1]), False

    def scratch(self, inputs: Sequence[Value], output: Value, attributes: Attributes) -> Shapes:
        return ((output.shape, False),)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        h, gradient, step = arrays
        out.fill(0.0)
        for t in range(1, h.shape[1]):
            xp.matmul(h[:, t - 1].T, gradient[:, t], out=step)
            xp.add(out, step, out)
