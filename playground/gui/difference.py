"""What has changed from one network to the next, told in a document's signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.network.heads import Head
from playground.network.node import NodeSpec
from playground.network.spec import NetworkSpec

if TYPE_CHECKING:
    from playground.gui.document import Document


def tell_difference(document: Document, before: NetworkSpec, after: NetworkSpec) -> None:
    """Send the signals of links and nodes, what is gone first."""
    if before is after:
        return
    old, new = ({node.id: node for node in network} for network in (before, after))
    old_links, new_links = set(before.links), set(after.links)
    for link in before.links:
        if link not in new_links:
            document.link_removed.emit(*link)
    for identity in old.keys() - new.keys():
        document.node_removed.emit(identity)
    for identity in new:
        if identity not in old:
            document.node_added.emit(identity)
    for link in after.links:
        if link not in old_links:
            document.link_added.emit(*link)
    for identity in old.keys() & new.keys():
        _tell_node(document, old[identity], new[identity])


def _tell_node(document: Document, before: NodeSpec, after: NodeSpec) -> None:
    if before is after or before == after:
        return
    if before.position != after.position:
        document.node_moved.emit(after.id)
    if unplaced(before) != unplaced(after):
        document.node_changed.emit(after.id)


def unplaced(card: NodeSpec | Head) -> NodeSpec | Head:
    """What a card stands for, wherever it stands."""
    return card.model_copy(update={"position": None})
