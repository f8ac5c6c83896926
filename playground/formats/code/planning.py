"""How a plan is made: names, values and steps of a design."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from itertools import pairwise
from math import prod

from playground.errors import UserError
from playground.formats.code.design import Design
from playground.formats.code.names import identifiers
from playground.formats.code.plan import Plan, Step
from playground.network.compiler import Trace, trace
from playground.network.layers.input import Input
from playground.network.layers.shared import Shared
from playground.network.node import NodeSpec
from playground.network.spec import HEAD, INPUT, NetworkSpec

X = "x"
# What is called after a node: slopes that are learned, and a layer that is applied several times.
PRELU, LAYER = ".prelu", ".layer"


def plan_of(design: Design, reserved: Collection[str]) -> Plan:
    """The steps of a design, none of its names being one of those that are `reserved`.

    Raises:
        UserError: the network has errors; the first is named.
    """
    network, signature = design.network, design.signature
    traced = trace(network, design.head, signature, training=False)
    if traced.errors:
        raise UserError(traced.errors[0].message)
    reaching = network.reaching_head()
    ids = [each for each in network.order() if each in reaching]
    called = _called(network, ids, traced, reserved)
    values = _values(network, ids, called)
    steps = _steps(network, ids, traced, called, values)
    (last,) = network.sources(HEAD)
    return Plan(
        design,
        tuple(steps),
        called[HEAD],
        values[last],
        prod(traced.values[last].shape),
        design.head.columns(signature),
        tuple(_penalised(design, steps, traced)),
    )


def _owner(node: NodeSpec) -> str:
    """The id that the parameters are named after."""
    return node.layer if isinstance(node, Shared) else node.id


def _called(
    network: NetworkSpec, ids: list[str], traced: Trace, reserved: Collection[str]
) -> dict[str, str]:
    """What nodes, slopes and layers that are applied several times are called."""
    learned = {spec.name for spec in traced.builder.parameters}
    times = Counter(_owner(network[each]) for each in ids)
    slopes = [f"{owner}{PRELU}" for owner in times if f"{owner}.slope" in learned]
    again = [f"{owner}{LAYER}" for owner, count in times.items() if count > 1]
    parts = sorted({*ids, *times, HEAD, *slopes, *again})
    spelled = {part: part.replace(".", "_") for part in parts}
    safe = identifiers(dict.fromkeys(spelled.values()), reserved)
    return {part: safe[spelling] for part, spelling in spelled.items()}


def _values(network: NetworkSpec, ids: list[str], called: dict[str, str]) -> dict[str, str]:
    """What holds the value of each node: "x" all along a chain, else a name of its own."""
    sources = network.all_sources()
    chain = [INPUT, *(each for each in ids if each != INPUT), HEAD]
    if all(sources[target] == [source] for source, target in pairwise(chain)):
        return dict.fromkeys(ids, X)
    nodes = {each: network[each] for each in ids}
    return {
        each: X if isinstance(node, Input) and node.columns is None else called[each]
        for each, node in nodes.items()
    }


def _steps(
    network: NetworkSpec,
    ids: list[str],
    traced: Trace,
    called: dict[str, str],
    values: dict[str, str],
) -> list[Step]:
    sources = network.all_sources()
    learning = {spec.name.rpartition(".")[0] for spec in traced.builder.parameters}
    seen: set[str] = set()
    found = []
    for each in ids:
        owner = _owner(network[each])
        learns = owner in learning
        step = Step(
            id=each,
            node=network[owner],
            owner=owner,
            name=called[owner if learns else each],
            prelu=called.get(f"{owner}{PRELU}", ""),
            layer=called.get(f"{owner}{LAYER}", "") if learns else "",
            inputs=tuple(values[source] for source in sources[each]),
            output=values[each],
            arriving=tuple(traced.values[source].shape for source in sources[each]),
            shape=traced.values[each].shape,
            first=not learns or owner not in seen,
        )
        found.append(step)
        seen.add(owner)
    return found


def _penalised(design: Design, steps: list[Step], traced: Trace) -> list[str]:
    """The parameters that regularization counts; those of layers that stay frozen cost nothing."""
    thaws = bool(design.training.unfreeze)
    frozen = {node.id for node in design.network if node.frozen and not thaws}
    counted = {*(step.owner for step in steps), HEAD} - frozen
    return [
        spec.name
        for spec in traced.builder.parameters
        if spec.penalised and spec.name.rpartition(".")[0] in counted
    ]
