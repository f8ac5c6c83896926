"""What losses share: one number for a batch that says how far off the network is.

Every loss is a mean: over the rows where classes exclude each other, over all numbers of the
prediction elsewhere. The first operand is the network's output, the second the target, both (N, K).

In the kernels of the derivatives, the derivative that arrives, over the count, is laid in the first
place of the result and read back from there, which makes it of the run's dtype, so that the loop
runs in that alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import ClassVar

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.op import Array, Attributes, Op, require_same_shape


class Loss(Op):
    """A loss of an output and a target.

    Class attribute `scratches`: how many working arrays of the output's shape it needs, and
    `row_scratches`: how many of one number a sample.
    """

    differentiable = True
    scratches: ClassVar[int] = 1
    row_scratches: ClassVar[int] = 0

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        require_same_shape(self.name, inputs)
        return (), False

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        x = inputs[0]
        rows = (*x.shape[:-1], 1)
        return ((x.shape, True),) * self.scratches + ((rows, True),) * self.row_scratches

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        output, target = node.inputs
        attributes = node.attributes
        return graph.apply(f"{self.name}_backward", gradient, output, target, **attributes), None


class LossBackward(Op):
    """A loss's derivative. Operands: the derivative that arrives (one number), output, target."""

    scratches: ClassVar[int] = 0
    row_scratches: ClassVar[int] = 0

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return inputs[1].shape, inputs[1].batched

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        rows = (*output.shape[:-1], 1)
        return ((output.shape, True),) * self.scratches + ((rows, True),) * self.row_scratches


def mean_into(xp: ModuleType, terms: Array, out: Array, count: int) -> None:
    """The sum of `terms` over `count`."""
    xp.add.reduce(terms, None, None, out)
    xp.divide(out, count, out)


def rows_of(output: Array) -> int:
    """How many rows (N, K), or (N, …, K), has."""
    return int(output.size) // int(output.shape[-1])
