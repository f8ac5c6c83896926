"""From numbers of words to vectors that are learned."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from types import ModuleType
from typing import Any

import numpy as np

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.kernel import Flat, Matrix
from playground.engine.ops.op import Array, Attributes, Op, ShapeError
from playground.engine.ops.parts import inner


@inner
def row_of(x: Any, rows: int) -> int:
    """The row x stands for: the nearest there is, so that no number reads beyond the table."""
    place = x + 0.5
    if place >= rows:
        return rows - 1
    if place >= 1.0:
        return int(place)
    return 0


def _embedding(out: Matrix, x: Flat, table: Matrix, rounded: Flat, room: Flat) -> None:
    for n in range(x.shape[0]):
        row = row_of(x[n], table.shape[0])
        for u in range(table.shape[1]):
            out[n, u] = table[row, u]


def _embedding_backward(out: Matrix, x: Flat, gradient: Matrix, rounded: Flat, room: Flat) -> None:
    for v in range(out.shape[0]):
        for u in range(out.shape[1]):
            out[v, u] = 0.0
    for n in range(x.shape[0]):
        row = row_of(x[n], out.shape[0])
        for u in range(out.shape[1]):
            out[row, u] += gradient[n, u]


def _rows_of(xp: ModuleType, x: Array, rows: int, rounded: Array, room: Array) -> Array:
    """(count,) int64, the row each of x stands for, made in the working arrays."""
    places: Array = room.reshape(-1).view(np.int64)[: x.size]
    flat = rounded.reshape(-1)
    xp.add(x.reshape(-1), 0.5, flat)
    xp.clip(flat, 0.0, rows - 1.0, out=flat)
    xp.copyto(places, flat, casting="unsafe")
    return places


def _working(x: Value) -> tuple[tuple[Shape, bool], ...]:
    """Room for rounded numbers, and for as many int64s, which are two float32s each."""
    return (x.shape, True), ((2 * prod(x.shape),), True)


class Embedding(Op):
    """x (N, …), whole numbers, picks rows of the table (V, U): (N, …, U)."""

    name = "embedding"
    formula = "y = table[x]"
    onnx = "Gather"
    differentiable = True
    kernel = staticmethod(_embedding)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        x, table = inputs
        if not x.batched or table.batched or len(table.shape) != 2:
            raise ShapeError(f"embedding takes (N, …) and (V, U); received {x} and {table}")
        return (*x.shape, table.shape[1]), True

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return _working(inputs[0])

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, table, rounded, room = arrays
        places = _rows_of(xp, x, len(table), rounded, room)
        xp.take(table, places, 0, out.reshape(-1, table.shape[1]), "clip")

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        x, table = node.inputs
        rows = table.shape[0]
        slopes = graph.apply("embedding_backward", x, gradient, rows=rows) if needed[1] else None
        return None, slopes


class EmbeddingBackward(Op):
    """x (N, …) and g (N, …, U) give (V, U): to each row, the sum of what it was picked for.

    Attribute `rows`: V.
    """

    name = "embedding_backward"
    formula = "∂L/∂table[v] = Σ over x = v of ∂L/∂y"
    kernel = staticmethod(_embedding_backward)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return (attributes["rows"], inputs[1].shape[-1]), False

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return _working(inputs[0])

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, gradient, rounded, room = arrays
        places = _rows_of(xp, x, len(out), rounded, room)
        out.fill(0.0)
        xp.add.at(out, places, gradient.reshape(-1, out.shape[1]))
