"""Products of every two numbers of a row."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.kernel import Flat, Matrix
from playground.engine.ops.op import Array, Attributes, Op, ShapeError


def _pair_products(out: Matrix, x: Matrix) -> None:
    width = x.shape[1]
    for n in range(x.shape[0]):
        at = 0
        for i in range(width - 1):
            first = x[n, i]
            for j in range(i + 1, width):
                out[n, at + j - i - 1] = first * x[n, j]
            at += width - 1 - i


def _pair_products_backward(
    out: Matrix, gradient: Matrix, x: Matrix, products: Flat, sums: Flat
) -> None:
    width = x.shape[1]
    for n in range(x.shape[0]):
        for i in range(width):
            out[n, i] = 0.0
        at = 0
        for i in range(width - 1):
            first = x[n, i]
            total = 0.0
            for j in range(i + 1, width):
                slope = gradient[n, at + j - i - 1]
                out[n, j] += slope * first
                total += slope * x[n, j]
            out[n, i] += total
            at += width - 1 - i


class PairProducts(Op):
    """xᵢ xⱼ for all i < j, ordered by i, then j: (…, D) gives (…, D (D − 1) / 2)."""

    name = "pair_products"
    formula = "y = xᵢ xⱼ for i < j"
    differentiable = True
    kernel = staticmethod(_pair_products)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        (x,) = inputs
        if not x.shape or x.shape[-1] < 2:
            raise ShapeError(f"pair_products takes at least two numbers a row; received {x}")
        width = x.shape[-1]
        return (*x.shape[:-1], width * (width - 1) // 2), x.batched

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        (x,) = arrays
        at = 0
        for i in range(x.shape[-1] - 1):
            rest = x[..., i + 1 :]
            xp.multiply(x[..., i : i + 1], rest, out[..., at : at + rest.shape[-1]])
            at += rest.shape[-1]

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        return (graph.apply("pair_products_backward", gradient, node.inputs[0]),)


class PairProductsBackward(Op):
    """Each number's derivative is the sum over its products of the other number's share."""

    name = "pair_products_backward"
    formula = "∂L/∂xᵢ = Σⱼ ∂L/∂yᵢⱼ · xⱼ"
    kernel = staticmethod(_pair_products_backward)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return inputs[1].shape, inputs[1].batched

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return (output.shape, output.batched), ((*output.shape[:-1], 1), output.batched)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x, products, sums = arrays
        out.fill(0.0)
        at = 0
        for i in range(x.shape[-1] - 1):
            rest = x[..., i + 1 :]
            slopes, part = gradient[..., at : at + rest.shape[-1]], products[..., i + 1 :]
            xp.multiply(slopes, x[..., i : i + 1], part)
            xp.add(out[..., i + 1 :], part, out[..., i + 1 :])
            xp.multiply(slopes, rest, part)
            xp.add.reduce(part, -1, None, sums, True)
            xp.add(out[..., i : i + 1], sums, out[..., i : i + 1])
            at += rest.shape[-1]
