"""Ops that join, part and turn arrays; each works on the last axes.

Other axes are reached by a reshape before and after, which moves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.kernel import Image, Matrix
from playground.engine.ops.op import Array, Attributes, Op, ShapeError


def _concatenate(out: Matrix, a: Matrix, b: Matrix) -> None:
    before = a.shape[1]
    for n in range(out.shape[0]):
        for i in range(before):
            out[n, i] = a[n, i]
        for i in range(b.shape[1]):
            out[n, before + i] = b[n, i]


def _slice(out: Matrix, x: Matrix, start: int) -> None:
    for n in range(out.shape[0]):
        for i in range(out.shape[1]):
            out[n, i] = x[n, start + i]


def _slice_backward(out: Matrix, gradient: Matrix, start: int) -> None:
    for n in range(out.shape[0]):
        for i in range(out.shape[1]):
            out[n, i] = 0.0
        for i in range(gradient.shape[1]):
            out[n, start + i] = gradient[n, i]


def _swap(out: Image, x: Image) -> None:
    for n in range(x.shape[0]):
        for b in range(x.shape[2]):
            for a in range(x.shape[1]):
                for i in range(x.shape[3]):
                    out[n, b, a, i] = x[n, a, b, i]


class Concatenate(Op):
    """Two arrays one after the other along the last axis: (…, A) and (…, B) give (…, A + B)."""

    name = "concatenate"
    formula = "y = (a, b)"
    onnx = "Concat"
    differentiable = True
    kernel = staticmethod(_concatenate)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        a, b = inputs
        if not a.shape or a.shape[:-1] != b.shape[:-1] or a.batched != b.batched:
            raise ShapeError(f"concatenate takes (…, A) and (…, B); received {a} and {b}")
        return (*a.shape[:-1], a.shape[-1] + b.shape[-1]), a.batched

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        a, b = arrays
        xp.copyto(out[..., : a.shape[-1]], a)
        xp.copyto(out[..., a.shape[-1] :], b)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        middle, end = node.inputs[0].shape[-1], node.output.shape[-1]
        parts = ((0, middle), (middle, end))
        return tuple(
            graph.apply("slice", gradient, start=start, stop=stop) if wanted else None
            for (start, stop), wanted in zip(parts, needed, strict=True)
        )


class Slice(Op):
    """Places `start` up to, but not with, `stop` of the last axis."""

    name = "slice"
    formula = "y = x[start : stop]"
    onnx = "Slice"
    differentiable = True
    kernel = staticmethod(_slice)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        (x,) = inputs
        start, stop = attributes["start"], attributes["stop"]
        if not x.shape or not 0 <= start < stop <= x.shape[-1]:
            raise ShapeError(f"there are no places {start} to {stop} in {x}")
        return (*x.shape[:-1], stop - start), x.batched

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.copyto(out, arrays[0][..., attributes["start"] : attributes["stop"]])

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        start, extent = node.attributes["start"], node.inputs[0].shape[-1]
        return (graph.apply("slice_backward", gradient, start=start, extent=extent),)


class SliceBackward(Op):
    """The derivative at its places in the last axis, of `extent`; 0 at all others."""

    name = "slice_backward"
    formula = "∂L/∂x = ∂L/∂y from start on, else 0"
    kernel = staticmethod(_slice_backward)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return (*inputs[0].shape[:-1], attributes["extent"]), inputs[0].batched

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        (gradient,) = arrays
        start = attributes["start"]
        out.fill(0.0)
        xp.copyto(out[..., start : start + gradient.shape[-1]], gradient)


class Swap(Op):
    """The second and third axis from the end, swapped: (…, A, B, K) gives (…, B, A, K)."""

    name = "swap"
    formula = "y[b, a, k] = x[a, b, k]"
    onnx = "Transpose"
    differentiable = True
    kernel = staticmethod(_swap)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        (x,) = inputs
        if len(x.shape) < 3:
            raise ShapeError(f"swap takes (…, A, B, K); received {x}")
        *before, a, b, k = x.shape
        return (*before, b, a, k), x.batched

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.copyto(out, xp.swapaxes(arrays[0], -3, -2))

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        return (graph.apply("swap", gradient),)
