"""Values, the nodes that compute them, and the graph both live in.

A shape never holds the batch: a value is either *batched*, one array of `shape` a sample, or whole.
In messages a batched value of shape `(8,)` reads `(N, 8)`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from math import prod
from typing import Any

Shape = tuple[int, ...]


class Phase(StrEnum):
    """When in a training step a node runs."""

    FORWARD = "forward"
    LOSS = "loss"
    BACKWARD = "backward"
    UPDATE = "update"


class Kind(StrEnum):
    """Where a value comes from."""

    INPUT = "input"
    PARAMETER = "parameter"
    CONTROL = "control"
    COMPUTED = "computed"


@dataclass(frozen=True, eq=False)
class Value:
    """One array of the graph, known by identity.

    Attributes:
        name: the parameter's, input's, or a made-up one ("tanh_3").
        shape: of one sample if `batched`, of the whole array if not.
        batched: whether a leading axis N, the batch, goes before `shape`.
        kind: where it comes from.
    """

    name: str
    shape: Shape
    batched: bool
    kind: Kind

    def full_shape(self, rows: int) -> Shape:
        """The array's shape for a batch of `rows` samples."""
        return (rows, *self.shape) if self.batched else self.shape

    def size(self, rows: int) -> int:
        """How many numbers it holds for a batch of `rows` samples."""
        return prod(self.full_shape(rows))

    def __str__(self) -> str:
        dims = (["N"] if self.batched else []) + [str(extent) for extent in self.shape]
        return f"{self.name} ({', '.join(dims)})"


@dataclass(frozen=True, eq=False)
class Node:
    """One op applied to values.

    Attributes:
        op: the op's name in `playground.engine.ops.OPS`.
        inputs: its operands, in the op's order.
        output: the value it computes.
        attributes: the op's settings (a slope, a rate).
        phase: when it runs.
        scope: whose it is: the id of a layer in the network, or "" for nobody's.
        kept: what it writes beside the result, for its derivative alone to read.
    """

    op: str
    inputs: tuple[Value, ...]
    output: Value
    attributes: Mapping[str, Any]
    phase: Phase
    scope: str
    kept: tuple[Value, ...] = ()


@dataclass
class Graph:
    """Nodes in the order they were applied, which is an order they can run in."""

    nodes: list[Node] = field(default_factory=list)
    parameters: list[Value] = field(default_factory=list)
    inputs: list[Value] = field(default_factory=list)
    assignments: dict[Value, Value] = field(default_factory=dict)
    control: Value = field(
        default_factory=lambda: Value("control", (CONTROL_SIZE,), False, Kind.CONTROL)
    )
    phase: Phase = Phase.FORWARD
    scope: str = ""

    def input(self, name: str, shape: Shape) -> Value:
        """A batched value that is given anew at each run."""
        value = Value(name, shape, True, Kind.INPUT)
        self.inputs.append(value)
        return value

    def parameter(self, name: str, shape: Shape) -> Value:
        """A value that is learned."""
        value = Value(name, shape, False, Kind.PARAMETER)
        self.parameters.append(value)
        return value

    def assign(self, parameter: Value, value: Value) -> None:
        """At the end of each training step, `parameter` takes over `value`, of its shape.

        So running statistics are kept: they lie with the parameters, and no optimizer moves them.
        """
        self.assignments[parameter] = value

    def apply(self, op: str, *inputs: Value, **attributes: Any) -> Value:
        """Add the op called `op` and return the value it computes.

        Raises:
            ShapeError: the operands do not fit the op, or each other.
        """
        # Imported here because an op's derivative rule itself applies ops to a graph.
        from playground.engine.ops import OPS

        shape, batched = OPS[op].shape(inputs, attributes)
        output = Value(f"{op}_{len(self.nodes)}", shape, batched, Kind.COMPUTED)
        kept = tuple(
            Value(f"{output.name}.kept_{place}", shape, batched, Kind.COMPUTED)
            for place, (shape, batched) in enumerate(OPS[op].kept(inputs, attributes))
        )
        self.nodes.append(Node(op, inputs, output, attributes, self.phase, self.scope, kept))
        return output

    @contextmanager
    def within(self, *, phase: Phase | None = None, scope: str | None = None) -> Iterator[None]:
        """Apply what follows in another phase or for another layer."""
        before = self.phase, self.scope
        self.phase = phase if phase is not None else self.phase
        self.scope = scope if scope is not None else self.scope
        try:
            yield
        finally:
            self.phase, self.scope = before


# The control buffer: the few numbers of a run that change without a new program.
CONTROL_SIZE = 3
STEP, LEARNING_RATE, SEED = range(CONTROL_SIZE)
