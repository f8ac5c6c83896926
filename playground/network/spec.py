"""The network part of the document: nodes and links."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SerializeAsAny, model_validator

from playground.frozen import Frozen
from playground.network.layers import parse_node
from playground.network.layers.input import Input
from playground.network.node import NodeSpec

INPUT, HEAD = "input", "head"

Link = tuple[str, str]
NodeField = Annotated[SerializeAsAny[NodeSpec], BeforeValidator(parse_node)]


def _name_of(node: Any) -> Any:
    """The id of a node that may not be checked yet."""
    return node.get("id") if isinstance(node, dict) else getattr(node, "id", None)


class NetworkSpec(Frozen):
    """Nodes and the links between them.

    The node called "input" is always there; "head" stands for the head, which is a part of its own.
    Links left out make a chain of the nodes in their order.

    Validation refuses what can't be a network at all: two nodes of one name, a link to nowhere, a
    link twice, a cycle. Everything else is a problem to be shown (see `compiler.trace`).
    """

    nodes: tuple[NodeField, ...] = Field((), title="Nodes")
    links: tuple[Link, ...] = Field((), title="Links")

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, given: Any) -> Any:
        if not isinstance(given, dict) or not isinstance(given.get("nodes", ()), list | tuple):
            return given
        nodes = list(given.get("nodes", ()))
        names = [_name_of(node) for node in nodes]
        if INPUT not in names:
            nodes.insert(0, Input(id=INPUT))
            names.insert(0, INPUT)
        links = given.get("links")
        if links is None:
            links = list(pairwise([*names, HEAD]))
        return {**given, "nodes": nodes, "links": links}

    @model_validator(mode="after")
    def _sound(self) -> NetworkSpec:
        names = [node.id for node in self.nodes]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two nodes are called {name!r}")
        if HEAD in names:
            raise ValueError("a node can't be called 'head'; that name is the head's")
        for node in self.nodes:
            if isinstance(node, Input) != (node.id == INPUT):
                raise ValueError(f"the Input layer, and only it, is called 'input': {node.id!r}")
        known = {*names, HEAD}
        for source, target in self.links:
            for end in (source, target):
                if end not in known:
                    raise ValueError(f"link {source} → {target} leads to no node: {end!r}")
            if source == HEAD or target == INPUT:
                raise ValueError(f"link {source} → {target} runs the wrong way")
        if len(set(self.links)) < len(self.links):
            raise ValueError("the same link is listed twice")
        self.order()
        return self

    def __getitem__(self, identity: str) -> NodeSpec:
        for node in self.nodes:
            if node.id == identity:
                return node
        raise KeyError(identity)

    def __contains__(self, identity: object) -> bool:
        return any(node.id == identity for node in self.nodes)

    def __iter__(self) -> Iterator[NodeSpec]:  # type: ignore[override]
        return iter(self.nodes)

    def sources(self, target: str) -> list[str]:
        """Where the links into `target` come from, in their order."""
        return [a for a, b in self.links if b == target]

    def targets(self, source: str) -> list[str]:
        """Where the links out of `source` lead, in their order."""
        return [b for a, b in self.links if a == source]

    def order(self) -> list[str]:
        """Node ids, and "head", such that every link leads forward.

        Raises:
            ValueError: the links go round in a circle.
        """
        waiting = {name: len(self.sources(name)) for name in (*(n.id for n in self.nodes), HEAD)}
        ready = [name for name, count in waiting.items() if count == 0]
        ordered = []
        while ready:
            name = ready.pop(0)
            ordered.append(name)
            for target in self.targets(name):
                waiting[target] -= 1
                if waiting[target] == 0:
                    ready.append(target)
        if len(ordered) < len(waiting):
            circle = sorted(set(waiting) - set(ordered))
            raise ValueError(f"the links go round in a circle through {', '.join(circle)}")
        return ordered

    def reaching_head(self) -> set[str]:
        """The ids from which the head can be reached."""
        reached: set[str] = set()
        ahead = [HEAD]
        while ahead:
            for source in self.sources(ahead.pop()):
                if source not in reached:
                    reached.add(source)
                    ahead.append(source)
        return reached

    def fresh_id(self, layer_type: str) -> str:
        """A name for a new node: "dense_1", "dense_2", … whichever is free."""
        number = 1
        while f"{layer_type.lower()}_{number}" in self:
            number += 1
        return f"{layer_type.lower()}_{number}"
