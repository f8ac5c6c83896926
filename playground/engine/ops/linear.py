"""Matrix products and what goes with them.

All of them take sequences too: (N, T, I) is N·T rows, each treated alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.kernel import Flat, Matrix, product, product_nt, product_tn
from playground.engine.ops.op import Array, Attributes, Op, ShapeError


def _matmul(out: Matrix, x: Matrix, w: Matrix) -> None:
    product(out, x, w)


def _matmul_backward_x(out: Matrix, gradient: Matrix, w: Matrix) -> None:
    product_nt(out, gradient, w)


def _matmul_backward_w(out: Matrix, x: Matrix, gradient: Matrix) -> None:
    product_tn(out, x, gradient)


def _add_bias(out: Matrix, x: Matrix, b: Flat) -> None:
    for n in range(x.shape[0]):
        for u in range(x.shape[1]):
            out[n, u] = x[n, u] + b[u]


def _sum_rows(out: Flat, x: Matrix) -> None:
    for u in range(x.shape[1]):
        out[u] = 0.0
    for n in range(x.shape[0]):
        for u in range(x.shape[1]):
            out[u] += x[n, u]


def as_rows(x: Array) -> Array:
    """(…, I), contiguous, seen as a matrix of rows."""
    return x if x.ndim == 2 else x.reshape(-1, x.shape[-1])


class MatMul(Op):
    """x (N, …, I) times w (I, U) gives (N, …, U): every unit's weighted sum of the inputs."""

    name = "matmul"
    formula = "y = x · w"
    onnx = "MatMul"
    differentiable = True
    kernel = staticmethod(_matmul)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        x, w = inputs
        fits = len(x.shape) >= 1 and len(w.shape) == 2 and x.shape[-1] == w.shape[0]
        if not fits or not x.batched or w.batched:
            raise ShapeError(f"matmul takes (N, …, I) and (I, U); received {x} and {w}")
        return (*x.shape[:-1], w.shape[1]), True

    def multiply_adds(self, inputs: Sequence[Value], output: Value, attributes: Attributes) -> int:
        return output.size(1) * inputs[1].shape[0]

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, w = arrays
        xp.dot(as_rows(x), w, as_rows(out))

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        x, w = node.inputs
        return (
            graph.apply("matmul_backward_x", gradient, w) if needed[0] else None,
            graph.apply("matmul_backward_w", x, gradient) if needed[1] else None,
        )


class MatMulBackwardX(Op):
    """g (N, …, U) times w (I, U) transposed gives (N, …, I)."""

    name = "matmul_backward_x"
    formula = "∂L/∂x = ∂L/∂y · wᵀ"
    kernel = staticmethod(_matmul_backward_x)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        gradient, w = inputs
        return (*gradient.shape[:-1], w.shape[0]), True

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, w = arrays
        xp.dot(as_rows(gradient), w.T, as_rows(out))


class MatMulBackwardW(Op):
    """x (N, …, I) transposed times g (N, …, U) gives (I, U), summed over all rows."""

    name = "matmul_backward_w"
    formula = "∂L/∂w = xᵀ · ∂L/∂y"
    kernel = staticmethod(_matmul_backward_w)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        x, gradient = inputs
        return (x.shape[-1], gradient.shape[-1]), False

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, gradient = arrays
        xp.dot(as_rows(x).T, as_rows(gradient), out)


class AddBias(Op):
    """x (N, …, U) plus b (U,), the same for every row."""

    name = "add_bias"
    formula = "y = x + b"
    onnx = "Add"
    differentiable = True
    kernel = staticmethod(_add_bias)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        x, b = inputs
        if b.shape != x.shape[-1:] or not b.shape or not x.batched or b.batched:
            raise ShapeError(f"add_bias takes (N, …, U) and (U,); received {x} and {b}")
        return x.shape, True

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, b = arrays
        xp.add(x, b, out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        return gradient, graph.apply("sum_rows", gradient) if needed[1] else None


class SumRows(Op):
    """x (N, …, U) summed over all rows gives (U,)."""

    name = "sum_rows"
    formula = "∂L/∂b = Σₙ ∂L/∂yₙ"
    kernel = staticmethod(_sum_rows)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return inputs[0].shape[-1:], False

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.add.reduce(as_rows(arrays[0]), 0, None, out)
