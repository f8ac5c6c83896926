"""A network as the steps of a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.engine.graph import Shape
from playground.formats.code.design import Design
from playground.network.layers.input import Input
from playground.network.spec import HEAD


@dataclass(frozen=True)
class Step:
    """One layer applied.

    Attributes:
        id: the node's.
        node: the layer; of a Shared, the one that it applies again.
        owner: the id that the parameters are named after: the node's own, or a shared layer's.
        name: what the layer is called in the program: that of `owner`, if it has parameters.
        prelu: what its learned slopes are called, if it has some.
        layer: what the layer itself is called where it is applied several times, else "".
        inputs: what holds the values that arrive.
        output: what holds the value that leaves.
        arriving: the shapes of one sample of what arrives.
        shape: that of what leaves.
        first: whether nothing before it has these parameters.
    """

    id: str
    node: Any
    owner: str
    name: str
    prelu: str
    layer: str
    inputs: tuple[str, ...]
    output: str
    arriving: tuple[Shape, ...]
    shape: Shape
    first: bool

    @property
    def x(self) -> str:
        """What holds the value that arrives, where there is only one."""
        return self.inputs[0]

    @property
    def given(self) -> Shape:
        """The shape of one sample of what arrives, where there is only one."""
        return self.arriving[0]

    @property
    def rank(self) -> int:
        """How many axes a sample that arrives has."""
        return len(self.given)

    def weight(self, part: str) -> str:
        """The name of a parameter in the export."""
        return f"{self.owner}.{part}"


@dataclass(frozen=True)
class Plan:
    """Everything that a dialect writes a network from.

    Attributes:
        design: what it was made from.
        steps: every node that leads to the head, inputs too, such that values come before their
            use.
        head: what the head is called in the program, and what holds the value it takes.
        width: how many numbers that value has.
        columns: how many outputs the head has.
        penalised: the names of the parameters that regularization counts, frozen ones left out.
    """

    design: Design
    steps: tuple[Step, ...]
    head: str
    last: str
    width: int
    columns: int
    penalised: tuple[str, ...]

    @property
    def layers(self) -> list[Step]:
        """The steps that are no inputs."""
        return [step for step in self.steps if not isinstance(step.node, Input)]

    @property
    def features(self) -> Shape:
        """The shape of one sample."""
        return self.design.signature.features

    @property
    def regression(self) -> bool:
        """Whether answers are amounts in units of their own."""
        return self.design.signature.task == "regression"

    @property
    def by_class(self) -> bool:
        """Whether targets are class numbers (N,), and not columns (N, K)."""
        return self.design.signature.task in ("binary", "multiclass") and self.columns > 1

    def named(self, owner: str) -> str:
        """What the layer that parameters are named after is called in the program."""
        if owner == HEAD:
            return self.head
        return next(step.name for step in self.steps if step.owner == owner)
