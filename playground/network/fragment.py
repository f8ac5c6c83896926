"""A part of a network by itself: what the clipboard carries and what blocks are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Literal

from pydantic import Field, SerializeAsAny, ValidationError, model_validator

from playground.errors import UserError
from playground.frozen import Frozen
from playground.network.canvas_parts import Group, Note
from playground.network.edits import Part, Position
from playground.network.node import NodeSpec
from playground.network.sizes import why_too_large
from playground.network.spec import HEAD, Link, NetworkSpec, NodeField, stem_of

# A text longer than this is none of ours.
MOST_CHARACTERS = 5_000_000


class Fragment(Frozen):
    """Nodes, the links among them, and what stands around them.

    Ids are those of the network it was taken from; whatever takes it in gives new ones.
    """

    playground: Literal["fragment"] = "fragment"
    format: Literal[1] = 1
    title: str = Field("", max_length=80)
    nodes: tuple[SerializeAsAny[NodeField], ...] = ()
    links: tuple[Link, ...] = ()
    groups: tuple[Group, ...] = ()
    notes: tuple[Note, ...] = ()
    entries: tuple[str, ...] | None = Field(
        None,
        title="Entries",
        description="The nodes that a wire leads into; left out: those that nothing leads into.",
    )

    @model_validator(mode="before")
    @classmethod
    def _of_some_size(cls, given: Any) -> Any:
        if isinstance(given, dict) and (why := why_too_large(given)):
            raise ValueError(why)
        return given

    @model_validator(mode="after")
    def _sound(self) -> Fragment:
        """It would be a network by itself, but for the head, which no part of it leads to."""
        try:
            NetworkSpec(nodes=self.nodes, links=self.links, groups=self.groups, notes=self.notes)
        except ValidationError as error:
            raise ValueError(error.errors()[0]["msg"].removeprefix("Value error, ")) from None
        for source, target in self.links:
            if target == HEAD:
                raise ValueError(f"link {source} → {target} leads out of it")
        return self

    def entered_at(self) -> list[str]:
        """The nodes that a wire which goes through the fragment leads into."""
        if self.entries is not None:
            return [node.id for node in self.nodes if node.id in self.entries]
        fed = {target for _, target in self.links}
        return [node.id for node in self.nodes if node.id not in fed and node.inputs[1] != 0]

    @property
    def exits(self) -> list[str]:
        """The nodes that lead nowhere yet."""
        feeding = {source for source, _ in self.links}
        return [node.id for node in self.nodes if node.id not in feeding]

    def corner(self) -> Position:
        """The least x and the least y of what has a place."""
        places = self.places() or [(0.0, 0.0)]
        return min(x for x, _ in places), min(y for _, y in places)

    def places(self) -> list[Position]:
        """Where its cards and notes stand, those that have a place."""
        parts: list[NodeSpec | Group | Note] = [*self.nodes, *self.groups, *self.notes]
        return [part.position for part in parts if part.position is not None]


def cut_out(
    network: NetworkSpec, chosen: Collection[str], places: Mapping[str, Position]
) -> Fragment:
    """The chosen nodes, groups (with all their nodes) and notes, each at its place in `places`.

    The head is no part of a fragment. A group is taken along if all its nodes are.
    """
    whole = {each for group in network.groups if group.id in chosen for each in group.nodes}
    nodes = [node for node in network if node.id in chosen or node.id in whole]
    names = {node.id for node in nodes}
    groups = [group for group in network.groups if names.issuperset(group.nodes)]
    fed = [b for a, b in network.links if b in names and a not in names]
    waiting = [node.id for node in nodes if not network.sources(node.id) and node.inputs[1] != 0]
    return Fragment(
        entries=tuple(dict.fromkeys([*fed, *waiting])) or None,
        nodes=tuple(_at(node, places) for node in nodes),
        links=tuple(link for link in network.links if names.issuperset(link)),
        groups=tuple(_at(group, places) for group in groups),
        notes=tuple(_at(note, places) for note in network.notes if note.id in chosen),
    )


def parse_fragment(text: str) -> Fragment:
    """A fragment from its JSON.

    Raises:
        UserError: it is none.
    """
    if len(text) > MOST_CHARACTERS:
        raise UserError("What was copied is too large to be layers.")
    try:
        fragment = Fragment.model_validate_json(text)
    except ValidationError as error:
        raise UserError(
            f"What was copied is no part of a network{_why(error)}. Copy layers with Ctrl+C first."
        ) from None
    except RecursionError:
        raise UserError("What was copied is nested too deep.") from None
    if "playground" not in fragment.model_fields_set or not (fragment.nodes or fragment.notes):
        raise UserError("What was copied holds no layers. Copy layers with Ctrl+C first.")
    return fragment


def take_in(
    network: NetworkSpec,
    fragment: Fragment,
    fresh: Callable[[str, Collection[str]], str],
    offset: Position | None,
    link: Link | None = None,
) -> tuple[NetworkSpec, dict[str, str]]:
    """The network with a fragment in it, under new names.

    Args:
        fresh: a new name from a stem and the names given out already.
        offset: how far everything moves; None leaves every card to the automatic layout.
        link: the wire it goes on: its source leads into what waits for something, and the first
            end leads to its target. None links it to nothing.

    Returns:
        The network, and the new name of everything by its old one.
    """
    names = _new_names(fragment, fresh)
    nodes = [_shifted(_renamed(node, names), offset) for node in fragment.nodes]
    groups = [
        _shifted(
            group.model_copy(
                update={"id": names[group.id], "nodes": tuple(names[n] for n in group.nodes)}
            ),
            offset,
        )
        for group in fragment.groups
    ]
    notes = [
        _shifted(note.model_copy(update={"id": names[note.id]}), offset or (0.0, 0.0))
        for note in fragment.notes
    ]
    inner = [(names[source], names[target]) for source, target in fragment.links]
    taken_in = NetworkSpec(
        nodes=_in_order(network, nodes, link),
        links=(*_joined(network, fragment, names, link), *inner),
        groups=(*network.groups, *groups),
        notes=(*network.notes, *notes),
    )
    return taken_in, names


def _why(error: ValidationError) -> str:
    """What is wrong with something that is JSON; nothing where it is none of ours at all."""
    first = error.errors()[0]
    place = ".".join(str(step) for step in first["loc"])
    if place:
        return f" ({place}: {first['msg']})"
    ours = first["type"] == "value_error"
    return f" ({first['msg'].removeprefix('Value error, ')})" if ours else ""


def _new_names(fragment: Fragment, fresh: Callable[[str, Collection[str]], str]) -> dict[str, str]:
    names: dict[str, str] = {}
    stems = {node.id: stem_of(node.type) for node in fragment.nodes}
    stems |= {group.id: "group" for group in fragment.groups}
    stems |= {note.id: "note" for note in fragment.notes}
    for old, stem in stems.items():
        names[old] = fresh(stem, names.values())
    return names


def _renamed(node: NodeSpec, names: Mapping[str, str]) -> NodeSpec:
    """The node under its new name; if it names another, that one's new name is no old one to it."""
    identity = names[node.id]
    followed = (node.renamed(old, new) for old, new in names.items())
    node = next((each for each in followed if each is not node), node)
    return node.model_copy(update={"id": identity})


def _in_order(
    network: NetworkSpec, nodes: list[NodeSpec], link: Link | None
) -> tuple[NodeSpec, ...]:
    """The nodes, the new ones before the target of the wire they go on."""
    target = link[1] if link else HEAD
    at = next((i for i, each in enumerate(network.nodes) if each.id == target), None)
    at = len(network.nodes) if at is None else at
    return (*network.nodes[:at], *nodes, *network.nodes[at:])


def _joined(
    network: NetworkSpec, fragment: Fragment, names: Mapping[str, str], link: Link | None
) -> list[Link]:
    """The network's links, the wire led through the fragment."""
    if link is None or not fragment.exits:
        return list(network.links)
    source, target = link
    entering = [(source, names[entry]) for entry in fragment.entered_at()]
    led: list[Link] = []
    for each in network.links:
        led += [*entering, (names[fragment.exits[0]], target)] if each == link else [each]
    return led


def _at(part: Part, places: Mapping[str, Position]) -> Part:
    return part.model_copy(update={"position": places.get(part.id, part.position)})


def _shifted(part: Part, offset: Position | None) -> Part:
    if offset is None:
        return part.model_copy(update={"position": None})
    if part.position is None:
        return part
    x, y = part.position
    return part.model_copy(update={"position": (x + offset[0], y + offset[1])})
