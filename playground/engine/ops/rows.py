"""Products and lengths of the vectors along the last axis."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.kernel import Flat, Matrix, sqrt
from playground.engine.ops.op import Array, Attributes, Elementwise, Op, ShapeError

# A vector shorter than this is divided by it, and so stays near 0. Kernels have it as a literal,
# which is of the run's dtype.
LEAST_LENGTH = 1e-12


def _row_dot(out: Flat, a: Matrix, b: Matrix, work: Flat) -> None:
    for n in range(a.shape[0]):
        total = 0.0
        for i in range(a.shape[1]):
            total += a[n, i] * b[n, i]
        out[n] = total


def _scale_rows(out: Matrix, x: Matrix, s: Flat) -> None:
    for n in range(x.shape[0]):
        scale = s[n]
        for i in range(x.shape[1]):
            out[n, i] = x[n, i] * scale


def _normalize_rows(out: Matrix, x: Matrix, work: Flat) -> None:
    for n in range(x.shape[0]):
        total = 0.0
        for i in range(x.shape[1]):
            total += x[n, i] * x[n, i]
        length = sqrt(total)
        scale = 1.0 / (1e-12 if length < 1e-12 else length)
        for i in range(x.shape[1]):
            out[n, i] = x[n, i] * scale


def _normalize_rows_backward(
    out: Matrix, gradient: Matrix, x: Matrix, y: Matrix, lengths: Flat, along: Flat, known: Flat
) -> None:
    for n in range(x.shape[0]):
        total = 0.0
        share = 0.0
        for i in range(x.shape[1]):
            total += x[n, i] * x[n, i]
            share += gradient[n, i] * y[n, i]
        length = sqrt(total)
        scale = 1.0 / (1e-12 if length < 1e-12 else length)
        share = 0.0 if length <= 1e-12 else share
        for i in range(x.shape[1]):
            out[n, i] = (gradient[n, i] - y[n, i] * share) * scale


class RowDot(Op):
    """The dot products of rows: two (…, D) give (…, 1)."""

    name = "row_dot"
    formula = "y = Σᵢ aᵢ bᵢ"
    differentiable = True
    kernel = staticmethod(_row_dot)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        a, b = inputs
        if not a.shape or (a.shape, a.batched) != (b.shape, b.batched):
            raise ShapeError(f"row_dot takes two of (…, D); received {a} and {b}")
        return (*a.shape[:-1], 1), a.batched

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return ((inputs[0].shape, inputs[0].batched),)

    def multiply_adds(self, inputs: Sequence[Value], output: Value, attributes: Attributes) -> int:
        return inputs[0].size(1)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        a, b, products = arrays
        xp.multiply(a, b, products)
        xp.add.reduce(products, -1, None, out, True)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        a, b = node.inputs
        return (
            graph.apply("scale_rows", b, gradient) if needed[0] else None,
            graph.apply("scale_rows", a, gradient) if needed[1] else None,
        )


class ScaleRows(Op):
    """Each row x (…, D) times its own number s (…, 1)."""

    name = "scale_rows"
    formula = "y = s · x"
    onnx = "Mul"
    differentiable = True
    kernel = staticmethod(_scale_rows)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        x, s = inputs
        if not x.shape or s.shape != (*x.shape[:-1], 1) or x.batched != s.batched:
            raise ShapeError(f"scale_rows takes (…, D) and (…, 1); received {x} and {s}")
        return x.shape, x.batched

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.multiply(arrays[0], arrays[1], out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        x, s = node.inputs
        return (
            graph.apply("scale_rows", gradient, s) if needed[0] else None,
            graph.apply("row_dot", gradient, x) if needed[1] else None,
        )


class NormalizeRows(Elementwise):
    """Each row (…, D) divided by its length, so that it is of length 1; a row of zeros stays."""

    name = "normalize_rows"
    formula = "y = x / max(‖x‖, 10⁻¹²)"
    differentiable = True
    kernel = staticmethod(_normalize_rows)

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return (((*output.shape[:-1], 1), output.batched),)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, lengths = arrays
        xp.multiply(x, x, out)
        xp.add.reduce(out, -1, None, lengths, True)
        xp.sqrt(lengths, lengths)
        xp.maximum(lengths, LEAST_LENGTH, out=lengths)
        xp.divide(x, lengths, out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        return (graph.apply("normalize_rows_backward", gradient, node.inputs[0], node.output),)


class NormalizeRowsBackward(Elementwise):
    """The part of the derivative across y, divided by the length: along y nothing can change."""

    name = "normalize_rows_backward"
    formula = "∂L/∂x = (∂L/∂y − y Σᵢ ∂L/∂yᵢ yᵢ) / ‖x‖"
    kernel = staticmethod(_normalize_rows_backward)

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return (((*output.shape[:-1], 1), output.batched),) * 3

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x, y, lengths, along, known = arrays
        xp.multiply(x, x, out)
        xp.add.reduce(out, -1, None, lengths, True)
        xp.sqrt(lengths, lengths)
        xp.multiply(gradient, y, out)
        xp.add.reduce(out, -1, None, along, True)
        xp.greater(lengths, LEAST_LENGTH, known)
        xp.multiply(along, known, along)
        xp.maximum(lengths, LEAST_LENGTH, out=lengths)
        xp.multiply(y, along, out)
        xp.subtract(gradient, out, out)
        xp.divide(out, lengths, out)
