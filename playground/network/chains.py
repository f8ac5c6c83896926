"""The parts of a network where one layer follows another, with no branch between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playground.engine.graph import Shape
from playground.network.compiler import Trace
from playground.network.spec import NetworkSpec


@dataclass(frozen=True)
class Chain:
    """Layers in a row: each has one input, and all but the last lead to the next alone.

    Attributes:
        network: where they stand.
        nodes: their ids, in order; "head" may be the last.
        shapes: of what leaves each node of the network and, of the head, its sums.
        sources: of every node.
    """

    network: NetworkSpec
    nodes: tuple[str, ...]
    shapes: Mapping[str, Shape]
    sources: Mapping[str, list[str]]

    def leaving(self, identity: str) -> Shape:
        """The shape of what leaves a layer."""
        return self.shapes[identity]

    def arriving(self, identity: str) -> Shape:
        """The shape of what arrives at a layer."""
        return self.shapes[self.sources[identity][0]]

    def arrives_as_left(self, before: str, identity: str) -> bool:
        """Whether what arrives at a layer has the shape in which it has left another."""
        return self.arriving(identity) == self.leaving(before)


def chains(network: NetworkSpec, traced: Trace) -> list[Chain]:
    """Every chain among what could be built, as long as each goes; inputs are in none."""
    shapes = traced.shapes()
    sources, targets = network.all_sources(), network.all_targets()
    found: list[list[str]] = []
    at_end: dict[str, list[str]] = {}
    for identity in network.order():
        before = sources[identity]
        if identity not in shapes or not before:
            continue
        # A merge, or what several layers read, begins anew.
        goes_on = len(before) == 1 and len(targets[before[0]]) == 1
        chain = at_end.get(before[0]) if goes_on else None
        if chain is None:
            chain = []
            found.append(chain)
        chain.append(identity)
        at_end[identity] = chain
    return [Chain(network, tuple(nodes), shapes, sources) for nodes in found]
