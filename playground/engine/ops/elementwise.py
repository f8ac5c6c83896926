"""Sums, products and shifts of numbers one by one, and ops that only move them."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.kernel import Flat
from playground.engine.ops.op import Array, Attributes, Elementwise, Op, ShapeError


def _add(out: Flat, a: Flat, b: Flat) -> None:
    for i in range(out.size):
        out[i] = a[i] + b[i]


def _multiply(out: Flat, a: Flat, b: Flat) -> None:
    for i in range(out.size):
        out[i] = a[i] * b[i]


def _affine(out: Flat, x: Flat, scale: float, shift: float) -> None:
    for i in range(out.size):
        out[i] = x[i] * scale + shift


def _copy(out: Flat, x: Flat) -> None:
    for i in range(out.size):
        out[i] = x[i]


def _fill(out: Flat, value: float) -> None:
    for i in range(out.size):
        out[i] = value


class Add(Elementwise):
    """The sum of two arrays of one shape."""

    name = "add"
    formula = "y = a + b"
    onnx = "Add"
    differentiable = True
    kernel = staticmethod(_add)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.add(arrays[0], arrays[1], out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        return gradient, gradient


class Multiply(Elementwise):
    """The product, number by number, of two arrays of one shape."""

    name = "multiply"
    formula = "y = a ⊙ b"
    onnx = "Mul"
    differentiable = True
    kernel = staticmethod(_multiply)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.multiply(arrays[0], arrays[1], out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        a, b = node.inputs
        return (
            graph.apply("multiply", gradient, b) if needed[0] else None,
            graph.apply("multiply", gradient, a) if needed[1] else None,
        )


class Affine(Op):
    """x stretched by the number `scale` and moved by the number `shift`."""

    name = "affine"
    formula = "y = scale · x + shift"
    differentiable = True
    kernel = staticmethod(_affine)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.multiply(arrays[0], attributes["scale"], out)
        xp.add(out, attributes["shift"], out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        return (graph.apply("affine", gradient, scale=node.attributes["scale"], shift=0.0),)


class Reshape(Op):
    """The same numbers in another shape; no numbers move.

    Attribute `shape`: of one sample.
    """

    name = "reshape"
    formula = "y = x, reshaped"
    onnx = "Reshape"
    differentiable = True
    alias = True

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        x = inputs[0]
        wanted = tuple(attributes["shape"])
        if prod(wanted) != prod(x.shape):
            raise ShapeError(f"{x} can't be reshaped to {wanted}: the counts differ")
        return wanted, x.batched

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        return (graph.apply("reshape", gradient, shape=node.inputs[0].shape),)


class Copy(Op):
    """The same numbers in another place."""

    name = "copy"
    formula = "y = x"
    onnx = "Identity"
    differentiable = True
    kernel = staticmethod(_copy)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.copyto(out, arrays[0])

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        return (gradient,)


class Fill(Op):
    """One number, the attribute `value`: the derivative of the loss with respect to itself."""

    name = "fill"
    formula = "∂L/∂L = 1"
    kernel = staticmethod(_fill)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return (), False

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        out.fill(attributes["value"])
