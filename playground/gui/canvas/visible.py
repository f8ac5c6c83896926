"""What of a network is shown: a collapsed group is one card in place of its nodes. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playground.gui.canvas.layout import Link
from playground.network.canvas_parts import Group
from playground.network.spec import NetworkSpec


@dataclass(frozen=True)
class Visible:
    """The cards and wires that there are.

    Attributes:
        order: ids of the cards, in network order: nodes, collapsed groups, the head.
        links: each wire, from card to card, with the links that it stands for.
        cards: the card that shows each node, and the head.
        frames: the groups that are not collapsed.
    """

    order: Sequence[str]
    links: Mapping[Link, tuple[Link, ...]]
    cards: Mapping[str, str]
    frames: Sequence[Group]

    def targets(self, card: str) -> list[str]:
        """The cards that wires out of this one lead to."""
        return [target for source, target in self.links if source == card]

    def sources(self, card: str) -> list[str]:
        """The cards that wires into this one come from."""
        return [source for source, target in self.links if target == card]


def visible(network: NetworkSpec) -> Visible:
    """What is shown of a network."""
    order = network.order()
    cards = {name: name for name in order}
    for group in network.groups:
        if group.collapsed:
            cards |= dict.fromkeys(group.nodes, group.id)
    links: dict[Link, tuple[Link, ...]] = {}
    for source, target in network.links:
        wire = cards[source], cards[target]
        if wire[0] != wire[1]:
            links[wire] = (*links.get(wire, ()), (source, target))
    frames = [group for group in network.groups if not group.collapsed]
    return Visible(list(dict.fromkeys(cards[name] for name in order)), links, cards, frames)


def entry_of(network: NetworkSpec, card: str) -> str:
    """The node that a wire into a card leads to: of a group, the first that waits for one."""
    inside = _inside(network, card)
    if inside is None:
        return card
    fed = {target for source, target in network.links if source in inside}
    ordered = [name for name in network.order() if name in inside]
    return next((name for name in ordered if name not in fed), ordered[0])


def exit_of(network: NetworkSpec, card: str) -> str:
    """The node that a wire out of a card comes from: of a group, the last."""
    inside = _inside(network, card)
    if inside is None:
        return card
    feeding = {source for source, target in network.links if target in inside}
    ordered = [name for name in network.order() if name in inside]
    return next((name for name in reversed(ordered) if name not in feeding), ordered[-1])


def _inside(network: NetworkSpec, card: str) -> set[str] | None:
    """The nodes of the group of that id, or None for any other card."""
    return next((set(group.nodes) for group in network.groups if group.id == card), None)
