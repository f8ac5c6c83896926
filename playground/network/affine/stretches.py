"""A graph from its input to one of its values, cut wherever a single array passes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from playground.engine.graph import Graph, Kind, Node, Value
from playground.network.affine.ops import is_affine, only_moves

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@dataclass(frozen=True, eq=False)
class Stretch:
    """Nodes with one way in and one way out.

    Attributes:
        nodes: in order. before: those they read that don't vary from sample to sample.
        source, target: what arrives, and what leaves.
        bends: the nodes that are not affine.
    """

    nodes: tuple[Node, ...]
    before: tuple[Node, ...]
    source: Value
    target: Value
    bends: tuple[Node, ...]

    @property
    def is_affine(self) -> bool:
        """Whether it is a product with a matrix, plus a bias."""
        return not self.bends

    @property
    def only_moves(self) -> bool:
        """Whether it only sees the same numbers in another shape."""
        return all(only_moves(node) for node in self.nodes)

    @cached_property
    def scopes(self) -> tuple[str, ...]:
        """The ids of the layers that it is made of, in order; those that only move left out."""
        moved = {node.scope: True for node in self.nodes}
        own = {node.scope: True for node in self.nodes if not only_moves(node)}
        return tuple(own or moved)

    def then(self, other: Stretch) -> Stretch:
        """Both in one, where the other begins as this ends."""
        return Stretch(
            (*self.nodes, *other.nodes),
            (*self.before, *other.before),
            self.source,
            other.target,
            (*self.bends, *other.bends),
        )


def stretches(graph: Graph, source: Value, target: Value) -> list[Stretch]:
    """The graph from an input to a value, as finely as it can be cut.

    Between two branches that part and meet again there is no place to cut: they are in one.
    """
    needed = _needed(graph, target)
    varying = {source}
    for node in needed:
        if any(value in varying for value in node.inputs):
            varying.add(node.output)
    before = tuple(node for node in needed if node.output not in varying)
    waiting = Counter(v for node in needed for v in set(node.inputs) if v in varying)
    found: list[Stretch] = []
    begun: list[Node] = []
    opened, way_in = {source}, source
    for node in (node for node in needed if node.output in varying):
        begun.append(node)
        for value in set(node.inputs) & varying:
            waiting[value] -= 1
            if not waiting[value]:
                opened.discard(value)
        opened.add(node.output)
        if opened == {node.output}:
            found.append(_stretch(begun, before, way_in, node.output, varying))
            begun, way_in = [], node.output
    return found


def between(graph: Graph, source: Value, target: Value) -> list[Node]:
    """The nodes that lead from one value to another, in order; none where they are the same."""
    varying = {source}
    for node in graph.nodes:
        if any(value in varying for value in node.inputs):
            varying.add(node.output)
    return [node for node in _needed(graph, target) if node.output in varying - {source}]


def _needed(graph: Graph, target: Value) -> list[Node]:
    """The nodes that a value depends on, in order."""
    live, found = {target}, []
    for node in reversed(graph.nodes):
        if node.output in live:
            found.append(node)
            live.update(node.inputs)
    return found[::-1]


def _stretch(
    nodes: Iterable[Node],
    fixed: tuple[Node, ...],
    source: Value,
    target: Value,
    varying: Collection[Value],
) -> Stretch:
    own = tuple(nodes)
    bends = tuple(node for node in own if not is_affine(node, varying))
    return Stretch(own, _read_by(own, fixed), source, target, bends)


def _read_by(nodes: tuple[Node, ...], fixed: tuple[Node, ...]) -> tuple[Node, ...]:
    """Those of the nodes that don't vary which these need."""
    live = {v for node in nodes for v in node.inputs if v.kind is Kind.COMPUTED}
    found = []
    for node in reversed(fixed):
        if node.output in live:
            found.append(node)
            live.update(node.inputs)
    return tuple(found[::-1])
