"""The network part of the document: nodes and links."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator
from itertools import count, pairwise
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    SerializeAsAny,
    model_serializer,
    model_validator,
)

from playground.frozen import Frozen
from playground.network.canvas_parts import Group, Note
from playground.network.layers import parse_node
from playground.network.layers.input import Input
from playground.network.node import NodeSpec

INPUT, HEAD = "input", "head"

Link = tuple[str, str]
NodeField = Annotated[SerializeAsAny[NodeSpec], BeforeValidator(parse_node)]


def stem_of(layer_type: str) -> str:
    """What the names of new nodes of a type begin with: "MaxPool" gives "max_pool"."""
    return re.sub("(?<=[a-z])(?=[A-Z])", "_", layer_type).lower()


def _part_of(node: Any, part: str) -> Any:
    """The id or the type of a node that may not be checked yet."""
    return node.get(part) if isinstance(node, dict) else getattr(node, part, None)


def _is_further_input(node: Any) -> bool:
    return bool(_part_of(node, "type") == Input.__name__ and _part_of(node, "id") != INPUT)


class NetworkSpec(Frozen):
    """Nodes and the links between them.

    The node called "input" is always there, and there may be more of its type; "head" stands for
    the head, which is a part of its own. Links left out make a chain of the nodes in their order,
    further inputs left out.

    Validation refuses what can't be a network at all: two nodes of one name, a link to nowhere, a
    link twice, a cycle. Everything else is a problem to be shown (see `compiler.trace`).
    """

    nodes: tuple[NodeField, ...] = Field((), title="Nodes")
    links: tuple[Link, ...] = Field((), title="Links")
    groups: tuple[Group, ...] = Field((), title="Groups")
    notes: tuple[Note, ...] = Field((), title="Notes")

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, given: Any) -> Any:
        if not isinstance(given, dict) or not isinstance(given.get("nodes", ()), list | tuple):
            return given
        nodes = list(given.get("nodes", ()))
        if INPUT not in [_part_of(node, "id") for node in nodes]:
            nodes.insert(0, Input(id=INPUT))
        links = given.get("links")
        if links is None:
            names = [_part_of(node, "id") for node in nodes if not _is_further_input(node)]
            links = list(pairwise([*names, HEAD]))
        return {**given, "nodes": nodes, "links": links}

    @model_validator(mode="after")
    def _sound(self) -> NetworkSpec:
        known = {HEAD}
        for node in self.nodes:
            if node.id == HEAD:
                raise ValueError("a node can't be called 'head'; that name is the head's")
            if node.id in known:
                raise ValueError(f"two nodes are called {node.id!r}")
            if node.id == INPUT and not isinstance(node, Input):
                raise ValueError(f"'input' is the name of an Input layer, not of {node.type}")
            known.add(node.id)
        starts = {node.id for node in self.nodes if node.inputs[1] == 0}
        for source, target in self.links:
            for end in (source, target):
                if end not in known:
                    raise ValueError(f"link {source} → {target} leads to no node: {end!r}")
            if source == HEAD or target in starts:
                raise ValueError(f"link {source} → {target} runs the wrong way")
        if len(set(self.links)) < len(self.links):
            raise ValueError("the same link is listed twice")
        self.order()
        self._check_canvas_parts(known)
        return self

    def _check_canvas_parts(self, known: set[str]) -> None:
        """Groups hold nodes that are there, each in one group; every id is one thing's."""
        grouped: set[str] = set()
        names = [part.id for part in self.groups] + [part.id for part in self.notes]
        for name in names:
            if name in known:
                raise ValueError(f"two things on the canvas are called {name!r}")
            known.add(name)
        for group in self.groups:
            for identity in group.nodes:
                if identity not in self:
                    raise ValueError(f"group {group.id} holds no node called {identity!r}")
                if identity in grouped:
                    raise ValueError(f"{identity!r} is in two groups, or twice in one")
                grouped.add(identity)

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> dict[str, Any]:
        fields: dict[str, Any] = handler(self)
        for name in ("groups", "notes"):
            if not getattr(self, name):
                fields.pop(name)
            else:
                fields[name] = [_without_none(part) for part in fields[name]]
        return fields

    def bare(self) -> NetworkSpec:
        """The network alone: no places, no colours, no groups, no notes."""
        nodes = tuple(
            node.model_copy(update={"position": None, "colour": None}) for node in self.nodes
        )
        return self.model_copy(update={"nodes": nodes, "groups": (), "notes": ()})

    def takes(self, identity: str) -> tuple[int, int | None]:
        """The least and the most links into a node or the head; None for any number."""
        return (1, 1) if identity == HEAD else self[identity].inputs

    @property
    def _by_id(self) -> dict[str, NodeSpec]:
        """Nodes by id, found once for these nodes. A copy takes over what is kept, so it asks."""
        kept = self.__dict__.get("_index")
        if kept is None or kept[0] is not self.nodes:
            kept = self.nodes, {node.id: node for node in self.nodes}
            self.__dict__["_index"] = kept
        return kept[1]

    @property
    def parts(self) -> tuple[NodeSpec | Group | Note, ...]:
        """Everything on the canvas but the links and the head."""
        return (*self.nodes, *self.groups, *self.notes)

    def __getitem__(self, identity: str) -> NodeSpec:
        return self._by_id[identity]

    def __contains__(self, identity: object) -> bool:
        return identity in self._by_id

    def __iter__(self) -> Iterator[NodeSpec]:  # type: ignore[override]
        return iter(self.nodes)

    def sources(self, target: str) -> list[str]:
        """Where the links into `target` come from, in their order."""
        return [a for a, b in self.links if b == target]

    def targets(self, source: str) -> list[str]:
        """Where the links out of `source` lead, in their order."""
        return [b for a, b in self.links if a == source]

    def all_sources(self) -> dict[str, list[str]]:
        """`sources` of every node and the head, found in one pass."""
        found: dict[str, list[str]] = {name: [] for name in (*(n.id for n in self.nodes), HEAD)}
        for source, target in self.links:
            found[target].append(source)
        return found

    def all_targets(self) -> dict[str, list[str]]:
        """`targets` of every node and the head, found in one pass."""
        found: dict[str, list[str]] = {name: [] for name in (*(n.id for n in self.nodes), HEAD)}
        for source, target in self.links:
            found[source].append(target)
        return found

    def order(self) -> list[str]:
        """Node ids, and "head", such that every link leads forward.

        Raises:
            ValueError: the links go round in a circle.
        """
        targets = self.all_targets()
        waiting = {name: len(sources) for name, sources in self.all_sources().items()}
        ready = deque(name for name, count in waiting.items() if count == 0)
        ordered = []
        while ready:
            name = ready.popleft()
            ordered.append(name)
            for target in targets[name]:
                waiting[target] -= 1
                if waiting[target] == 0:
                    ready.append(target)
        if len(ordered) < len(waiting):
            circle = sorted(set(waiting) - set(ordered))
            shown = ", ".join(circle[:5]) + (", …" if len(circle) > 5 else "")
            raise ValueError(f"the links go round in a circle through {shown}")
        return ordered

    def reaching_head(self) -> set[str]:
        """The ids from which the head can be reached."""
        return self._reaching(HEAD)

    def _reaching(self, identity: str) -> set[str]:
        sources = self.all_sources()
        reached: set[str] = set()
        ahead = [identity]
        while ahead:
            for source in sources[ahead.pop()]:
                if source not in reached:
                    reached.add(source)
                    ahead.append(source)
        return reached

    def leading_to(self, identity: str) -> list[str]:
        """The ids from which a node, or the head, can be reached, such that links lead forward."""
        if identity != HEAD and identity not in self:
            return []
        reached = self._reaching(identity)
        return [each for each in self.order() if each in reached]

    def ends(self) -> list[str]:
        """The ids, inputs' too, that something leads into and that lead nowhere."""
        fed, feeding = {b for _, b in self.links}, {a for a, _ in self.links}
        fed |= {node.id for node in self.nodes if node.inputs[1] == 0}
        return [node.id for node in self.nodes if node.id not in feeding and node.id in fed]

    def group_of(self, identity: str) -> Group | None:
        """The group that holds a node, if one does."""
        return next((group for group in self.groups if identity in group.nodes), None)

    def fresh_id(self, layer_type: str, taken: Collection[str] = ()) -> str:
        """A name for a new node: "dense_1", "dense_2", … the first not here nor in `taken`."""
        return self.fresh_name(stem_of(layer_type), taken)

    def fresh_name(self, stem: str, taken: Collection[str] = ()) -> str:
        """The first of "stem_1", "stem_2", … that nothing here is called, nor in `taken`."""
        names = {part.id for part in self.parts}
        numbered = (f"{stem}_{number}" for number in count(1))
        return next(name for name in numbered if name not in names and name not in taken)


def _without_none(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, False)}
