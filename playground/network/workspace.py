"""What a training step keeps in memory, worked out from the graph without planning a program.

A value stays until the backward pass has read it. Which values the derivative of an op reads, and
what it needs room for itself, is found by writing that derivative down on a graph of its own, once
for each op and shapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any

from playground.engine.graph import Graph, Kind, Node, Phase, Shape, Value
from playground.engine.ops import OPS
from playground.engine.program import ALIGNMENT

_Form = tuple[Shape, bool]


@dataclass(frozen=True)
class Workspace:
    """Numbers in memory beside parameters, gradients and the optimizer's, at the most.

    Attributes:
        held: by layer: what its backward pass reads, which stays there from the forward pass on.
        passing: what comes and goes beside that: gradients on their way, and working arrays.
    """

    held: Mapping[str, int]
    passing: int


def workspace(
    graph: Graph, fixed: Iterable[Value], for_loss: Iterable[Value], batch: int
) -> Workspace:
    """What the forward and the backward pass take for a batch.

    Gradients that wait where branches meet are not counted.

    Args:
        graph: the forward pass.
        fixed: the parameters that are not learned.
        for_loss: what the loss is worked out from.
    """
    varying = _varying(graph, set(graph.parameters) - set(fixed))
    owners = {value: node.scope for node in graph.nodes for value in (node.output, *node.kept)}
    roots = _roots(graph.nodes)
    rooms: dict[Value, int] = {}
    held: dict[str, int] = {}
    freed: list[int] = []
    rules = [
        _rule_of(node, varying) if node.output in varying else _NOTHING for node in graph.nodes
    ]
    # A value is given free where the backward pass, going back, has come to its first reader.
    for node, rule in zip(graph.nodes, rules, strict=True):
        freed.append(0)
        values = (*node.inputs, node.output, *node.kept)
        for value in {roots.get(values[place], values[place]) for place in rule.reads}:
            if value.kind is Kind.COMPUTED and value not in rooms:
                rooms[value] = room(value, batch)
                held[owners[value]] = held.get(owners[value], 0) + rooms[value]
                freed[-1] += rooms[value]
    for value in {roots.get(each, each) for each in for_loss} - rooms.keys():
        held[owners[value]] = held.get(owners[value], 0) + room(value, batch)
    passing, free = 0, 0
    for node, rule, given in zip(graph.nodes[::-1], rules[::-1], freed[::-1], strict=True):
        own = room(node.output, batch) + rule.sample * batch + rule.whole
        passing = max(passing, own - free)
        free += given
    return Workspace(held, passing)


@dataclass(frozen=True)
class _Rule:
    """The derivative of an op.

    Attributes:
        reads: the places of what it reads, among the operands, the result, and what is kept
            beside it.
        sample, whole: how many numbers it needs room for, a sample, and whatever the batch.
    """

    reads: tuple[int, ...]
    sample: int
    whole: int


_NOTHING = _Rule((), 0, 0)


def _rule_of(node: Node, varying: set[Value]) -> _Rule:
    if node.output not in varying:
        return _NOTHING
    forms = tuple((value.shape, value.batched) for value in node.inputs)
    needed = tuple(value in varying for value in node.inputs)
    return _rule(node.op, forms, needed, tuple(node.attributes.items()))


@lru_cache(maxsize=4096)
def _rule(
    op: str,
    forms: tuple[_Form, ...],
    needed: tuple[bool, ...],
    attributes: tuple[tuple[str, Any], ...],
) -> _Rule:
    graph = Graph()
    inputs = tuple(Value("", *form, Kind.COMPUTED) for form in forms)
    output = graph.apply(op, *inputs, **dict(attributes))
    (node,) = graph.nodes
    graph.nodes.clear()
    gradient = Value("", output.shape, output.batched, Kind.COMPUTED)
    with graph.within(phase=Phase.BACKWARD):
        OPS[op].derivative(graph, node, gradient, needed)
    read = {value for added in graph.nodes for value in added.inputs}
    reads = (place for place, v in enumerate((*inputs, output, *node.kept)) if v in read)
    made = [_size(*form) for added in graph.nodes for form in _made(added)]
    working = [
        [_size(*form) for form in OPS[a.op].scratch(a.inputs, a.output, a.attributes)]
        for a in graph.nodes
    ]
    # Results wait for one another; working arrays are given free after each op.
    largest = max((_sum(sizes) for sizes in working), default=(0, 0))
    return _Rule(tuple(reads), *_sum([*made, largest]))


def _made(node: Node) -> list[_Form]:
    """What a node of the backward pass puts in the workspace; gradients of parameters lie apart."""
    if OPS[node.op].alias or not node.output.batched:
        return []
    return [(value.shape, value.batched) for value in (node.output, *node.kept)]


def _size(shape: Shape, batched: bool) -> tuple[int, int]:
    """How many numbers a sample, and how many whatever the batch."""
    return (prod(shape), 0) if batched else (0, prod(shape))


def _sum(sizes: Iterable[tuple[int, int]]) -> tuple[int, int]:
    samples, wholes = zip((0, 0), *sizes, strict=True)
    return sum(samples), sum(wholes)


def _varying(graph: Graph, learned: set[Value]) -> set[Value]:
    """The values that have a gradient."""
    varying = set(learned)
    for node in graph.nodes:
        if OPS[node.op].differentiable and not varying.isdisjoint(node.inputs):
            varying.add(node.output)
    return varying


def _roots(nodes: Iterable[Node]) -> dict[Value, Value]:
    """For each value that is another's memory seen in another shape, that other."""
    roots: dict[Value, Value] = {}
    for node in nodes:
        if OPS[node.op].alias:
            roots[node.output] = roots.get(node.inputs[0], node.inputs[0])
    return roots


def room(value: Value, batch: int) -> int:
    """How many numbers it has room for, rounded up as the planner of programs does."""
    return -(-value.size(batch) // ALIGNMENT) * ALIGNMENT
