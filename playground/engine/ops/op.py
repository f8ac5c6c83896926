"""What every op is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any, ClassVar

from numpy.typing import NDArray

from playground.engine.graph import Graph, Node, Shape, Value

Array = NDArray[Any]
Attributes = Mapping[str, Any]


class ShapeError(ValueError):
    """Operands that do not fit an op."""


class Op:
    """One operation, written once: array code, derivative, shape rule and formula.

    Attributes:
        name: unique among the ops.
        formula: for people, with x, y, w, b as operands and y as the result.
        onnx: the ONNX operator of the same meaning, if there is one.
        differentiable: whether `derivative` is written; backward and update ops have none.
        alias: whether the result is the first operand's memory, seen in another shape.
        kernel: the same computation as loops, to be compiled (see `ops.kernel`), as a static
            method; its array parameters are those of `compute`. None for what computes nothing.
    """

    name: ClassVar[str]
    formula: ClassVar[str]
    onnx: ClassVar[str | None] = None
    differentiable: ClassVar[bool] = False
    alias: ClassVar[bool] = False
    kernel: ClassVar[Callable[..., None] | None] = None

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        """The result's shape and whether it is batched; here, those of the first operand.

        Raises:
            ShapeError: the operands do not fit.
        """
        return inputs[0].shape, inputs[0].batched

    def kept(
        self, inputs: Sequence[Value], attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        """Shapes (and whether batched) of what `compute` writes beside the result.

        It is there for the derivative, as `node.kept`, so that nothing is worked out twice; how the
        numbers lie in it is between the two. Where no derivative is taken it is a working array.
        """
        return ()

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        """Shapes (and whether batched) of the working arrays that `compute` needs."""
        return ()

    def multiply_adds(self, inputs: Sequence[Value], output: Value, attributes: Attributes) -> int:
        """How many products are added up for one sample, as papers count the cost of a layer.

        Products of matrices, in whatever guise, and the one scaling of a normalisation; sums,
        functions of single numbers and moves count 0. A multiply-add is 2 floating-point
        operations, which is how PyTorch's `FlopCounterMode` counts.
        """
        return 0

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        """Write the result into `out`, allocating nothing.

        `negative` is not to be used: NumPy 2.4.6 gives wrong float32 numbers where both its operand
        and its result are strided. `multiply` by −1 is right.

        Args:
            xp: the array module, NumPy or one that acts like it.
            out: the result, C-contiguous.
            arrays: the operands, then those that `kept` asked for, then those of `scratch`.
            attributes: the node's.
        """
        raise NotImplementedError

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        """Add to `graph` what each operand's derivative is, given the result's.

        Args:
            graph: where to add nodes.
            node: the node of this op, with its operands and its result.
            gradient: the loss's derivative with respect to the result.
            needed: for each operand, whether anybody wants its derivative.

        Returns:
            One value an operand, None where it is not needed or there is none.
        """
        raise NotImplementedError(f"{self.name} has no derivative")


def require_same_shape(op: str, inputs: Sequence[Value]) -> None:
    """Refuse operands that differ in shape."""
    first = inputs[0]
    for other in inputs[1:]:
        if (other.shape, other.batched) != (first.shape, first.batched):
            raise ShapeError(f"{op} takes operands of one shape; received {first} and {other}")


class Elementwise(Op):
    """An op whose operands and result all have one shape."""

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        require_same_shape(self.name, inputs)
        return inputs[0].shape, inputs[0].batched
