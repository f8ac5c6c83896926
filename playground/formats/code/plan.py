"""A network as the steps of a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import Any

from playground.engine.graph import Shape
from playground.errors import UserError
from playground.formats.code.design import Design
from playground.formats.code.names import identifiers
from playground.network.compiler import trace
from playground.network.layers.input import Input
from playground.network.layers.shared import Shared
from playground.network.node import NodeSpec
from playground.network.spec import HEAD, INPUT

X = "x"
PRELU, LAYER = ".prelu", ".layer"


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

    def has(self, *types: str) -> bool:
        """Whether a layer of one of these types is among the steps."""
        return any(step.node.type in types for step in self.steps)

    def named(self, owner: str) -> str:
        """What the layer that parameters are named after is called in the program."""
        if owner == HEAD:
            return self.head
        return next(step.name for step in self.steps if step.owner == owner)


def plan_of(
    design: Design, reserved: Collection[str], clashes: Callable[[str], bool] | None = None
) -> Plan:
    """The steps of a design, its names being none of those that are `reserved` or clash.

    Raises:
        UserError: the network has errors; the first is named.
    """
    network, signature = design.network, design.signature
    traced = trace(network, design.head, signature, training=False)
    if traced.errors:
        raise UserError(traced.errors[0].message)
    sources = network.all_sources()
    reaching = network.reaching_head()
    ids = [each for each in network.order() if each in reaching]
    owners = {each: _owner(network[each]) for each in ids}
    named = {spec.name for spec in traced.builder.parameters}
    learning = {name.rpartition(".")[0] for name in named}
    bent = [f"{owner}{PRELU}" for owner in owners.values() if f"{owner}.slope" in named]
    times = Counter(owner for owner in owners.values() if owner in learning)
    again = [f"{owner}{LAYER}" for owner, count in times.items() if count > 1]
    parts = {*ids, *owners.values(), HEAD, *bent, *again}
    spelled = {part: part.replace(".", "_") for part in sorted(parts)}
    safe = identifiers(dict.fromkeys(spelled.values()), reserved, clashes)
    called = {part: safe[spelling] for part, spelling in spelled.items()}
    values = _values(design, ids, sources, called)
    seen: set[str] = set()
    steps = []
    for each in ids:
        owner = owners[each]
        steps.append(
            Step(
                each,
                network[owner],
                owner,
                called[owner if owner in learning else each],
                called.get(f"{owner}{PRELU}", ""),
                called.get(f"{owner}{LAYER}", ""),
                tuple(values[source] for source in sources[each]),
                values[each],
                tuple(traced.values[source].shape for source in sources[each]),
                traced.values[each].shape,
                owner not in learning or owner not in seen,
            )
        )
        seen.add(owner)
    (last,) = sources[HEAD]
    frozen = {node.id for node in network if node.frozen}
    penalised = [
        spec.name
        for spec in traced.builder.parameters
        if spec.penalised and spec.name.rpartition(".")[0] in {*seen, HEAD} - frozen
    ]
    return Plan(
        design,
        tuple(steps),
        called[HEAD],
        values[last],
        prod(traced.values[last].shape),
        design.head.columns(signature),
        tuple(penalised),
    )


def _owner(node: NodeSpec) -> str:
    return node.layer if isinstance(node, Shared) else node.id


def _values(
    design: Design, ids: list[str], sources: dict[str, list[str]], called: dict[str, str]
) -> dict[str, str]:
    """What holds the value of each node: "x" all along a chain, else a name of its own."""
    chain = [INPUT, *(each for each in ids if each != INPUT), HEAD]
    if all(sources[target] == [source] for source, target in pairwise(chain)):
        return dict.fromkeys(ids, X)
    nodes = {each: design.network[each] for each in ids}
    return {
        each: X if isinstance(node, Input) and node.columns is None else called[each]
        for each, node in nodes.items()
    }
