"""Matrix products and what goes with them."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.op import Array, Attributes, Op, ShapeError


class MatMul(Op):
    """x (N, I) times w (I, U) gives (N, U): every unit's weighted sum of the inputs."""

    name = "matmul"
    formula = "y = x · w"
    onnx = "MatMul"
    differentiable = True

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        x, w = inputs
        fits = len(x.shape) == 1 and len(w.shape) == 2 and x.shape[0] == w.shape[0]
        if not fits or not x.batched or w.batched:
            raise ShapeError(f"matmul takes (N, I) and (I, U); received {x} and {w}")
        return (w.shape[1],), True

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, w = arrays
        xp.dot(x, w, out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        x, w = node.inputs
        return (
            graph.apply("matmul_backward_x", gradient, w) if needed[0] else None,
            graph.apply("matmul_backward_w", x, gradient) if needed[1] else None,
        )


class MatMulBackwardX(Op):
    """g (N, U) times w (I, U) transposed gives (N, I)."""

    name = "matmul_backward_x"
    formula = "∂L/∂x = ∂L/∂y · wᵀ"

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return (inputs[1].shape[0],), True

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, w = arrays
        xp.dot(gradient, w.T, out)


class MatMulBackwardW(Op):
    """x (N, I) transposed times g (N, U) gives (I, U), summed over the batch."""

    name = "matmul_backward_w"
    formula = "∂L/∂w = xᵀ · ∂L/∂y"

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        x, gradient = inputs
        return (x.shape[0], gradient.shape[0]), False

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, gradient = arrays
        xp.dot(x.T, gradient, out)


class AddBias(Op):
    """x (N, U) plus b (U,), the same for every sample."""

    name = "add_bias"
    formula = "y = x + b"
    onnx = "Add"
    differentiable = True

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        x, b = inputs
        if len(x.shape) != 1 or b.shape != x.shape or not x.batched or b.batched:
            raise ShapeError(f"add_bias takes (N, U) and (U,); received {x} and {b}")
        return x.shape, True

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, b = arrays
        xp.add(x, b, out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        return gradient, graph.apply("sum_rows", gradient) if needed[1] else None


class SumRows(Op):
    """x (N, U) summed over the batch gives (U,)."""

    name = "sum_rows"
    formula = "∂L/∂b = Σₙ ∂L/∂yₙ"

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return inputs[0].shape, False

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.add.reduce(arrays[0], 0, None, out)
