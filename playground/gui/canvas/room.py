"""Where a new card stands, and which cards make room for it."""

from __future__ import annotations

from collections.abc import Iterable

from playground.gui.canvas.card_geometry import LEAST_WIDTH
from playground.gui.canvas.layout import Box, Link, Position, free_place, lay_out, make_room
from playground.gui.canvas.scene import NetworkScene
from playground.gui.document import Document
from playground.network.fragment import Fragment
from playground.network.spec import HEAD, NetworkSpec

# A new card is about this large; its own size is known once it is there.
NEW_SIZE = (LEAST_WIDTH + 16, 84.0)


def room_for(
    document: Document, scene: NetworkScene, layer_type: str, link: Link | None
) -> tuple[Position | None, dict[str, Position]]:
    """The new card's position and those of cards that give way.

    Nothing to say (None and none) where the layout places the cards around `link`, or where the
    card stands on no wire.
    """
    if document.stands_alone(layer_type):
        return None, {}
    before_head = document.network.sources(HEAD)
    if link is None and before_head:
        link = (before_head[0], HEAD)
    stored = scene.stored_positions()
    if link is None:
        return None, {}
    source, target = scene.shown.cards[link[0]], scene.shown.cards[link[1]]
    if source == target or (source not in stored and target not in stored):
        return None, {}
    return make_room((source, target), NEW_SIZE, scene.boxes())


def laid_out(fragment: Fragment, centre: Position, boxes: Iterable[Box]) -> Fragment:
    """A fragment with a place for every layer, about `centre`, or below what is there."""
    alone = NetworkSpec(nodes=fragment.nodes, links=fragment.links)
    names = {node.id for node in fragment.nodes}
    order = [name for name in alone.order() if name in names]
    places = lay_out(order, fragment.links, dict.fromkeys(order, NEW_SIZE))
    width = max(x for x, _ in places.values()) + NEW_SIZE[0]
    height = max(y for _, y in places.values()) + NEW_SIZE[1]
    top = min(y for _, y in places.values())
    left, upper = free_place(centre, (width, height - top), boxes)
    nodes = tuple(
        node.model_copy(
            update={"position": (left + places[node.id][0], upper + places[node.id][1] - top)}
        )
        for node in fragment.nodes
    )
    return fragment.model_copy(update={"nodes": nodes})
