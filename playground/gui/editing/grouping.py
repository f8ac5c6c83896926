"""Groups, notes and colours, as undoable edits."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pydantic import ValidationError

from playground.gui.document import LASTING, Document, Position
from playground.network import edits, grouping
from playground.network.canvas_parts import MOST_TEXT, Colour, Group, Note
from playground.network.spec import Link

_TOO_LONG = f"A note has at most {MOST_TEXT:,} letters."


def group_nodes(document: Document, identities: Collection[str]) -> str | None:
    """Put nodes under one name; the new group's id, or None where there is nothing to group."""
    network = document.network
    nodes = tuple(node.id for node in network if node.id in identities)
    if not nodes:
        document.refused.emit("Select the layers to group first. The head is in no group.")
        return None
    identity = document.fresh_name("group")
    made = Group(id=identity, title=_free_title(document), nodes=nodes)
    document.edit(f"group {_count(nodes)}", network=grouping.group(network, made))
    return identity


def ungroup(document: Document, identities: Collection[str]) -> None:
    """Take away the groups among these, and those that hold one of these nodes."""
    chosen = [
        group
        for group in document.network.groups
        if group.id in identities or set(group.nodes) & set(identities)
    ]
    if chosen:
        what = f"ungroup {chosen[0].title}" if len(chosen) == 1 else "ungroup"
        network = grouping.ungroup(document.network, [group.id for group in chosen])
        document.edit(what, network=network)


def collapse(
    document: Document,
    identity: str,
    collapsed: bool,
    positions: Mapping[str, Position] | None = None,
) -> None:
    """Show a group as one card, or as its layers again.

    Args:
        positions: where cards go that give way, in the same edit.
    """
    title = next(group.title for group in document.network.groups if group.id == identity)
    network = grouping.change_group(document.network, identity, collapsed=collapsed)
    text = f"{'collapse' if collapsed else 'expand'} {title}"
    document.edit(text, **document.placed(network, positions or {}))


def rename_group(document: Document, identity: str, title: str) -> None:
    """Call a group something else; "Group" where that is nothing."""
    title = title.strip() or "Group"
    try:
        network = grouping.change_group(document.network, identity, title=title)
    except ValidationError:
        document.refused.emit("A group's name has at most 80 letters.")
        return
    document.edit(f"rename the group to {title}", network=network)


def add_note(
    document: Document,
    text: str,
    position: Position,
    still: Mapping[str, Position] | None = None,
) -> str | None:
    """Put a note on the canvas; its id, or None where it is too long.

    Args:
        still: where cards stay, so that what it is said of does not move away from it.
    """
    try:
        note = Note(id=document.fresh_name("note"), text=text, position=position)
    except ValidationError:
        document.refused.emit(_TOO_LONG)
        return None
    network = grouping.add_note(document.network, note)
    document.edit("add a note", **document.placed(network, still or {}))
    return note.id


def write_note(document: Document, identity: str, text: str) -> None:
    """Write other words on a note; one without words goes."""
    try:
        network = (
            grouping.change_note(document.network, identity, text=text)
            if text.strip()
            else grouping.remove_notes(document.network, [identity])
        )
    except ValidationError:
        document.refused.emit(_TOO_LONG)
        return
    document.edit("write a note" if text.strip() else "remove a note", network=network)


def paint(document: Document, identities: Collection[str], colour: Colour | None) -> None:
    """Give cards, groups and notes a colour, or take theirs away."""
    network = grouping.paint(document.network, identities, colour)
    document.edit("choose a colour" if colour else "take the colour away", network=network)


def remove(document: Document, identities: Collection[str], links: Collection[Link] = ()) -> None:
    """Take nodes, whole groups, notes and wires out, in one edit.

    The gaps that nodes leave close; those of wires stay open. Input and head stay.
    """
    network = document.network
    whole = [each for g in network.groups if g.id in identities for each in g.nodes]
    nodes = [*dict.fromkeys([*(i for i in identities if i in network), *whole])]
    doomed = [each for each in nodes if each not in LASTING]
    notes = [note.id for note in network.notes if note.id in identities]
    if not doomed and not notes:
        if links:
            document.disconnect_all(links)
        return
    left = edits.disconnect_all(network, links)
    left = edits.remove(left, doomed) if doomed else left
    left = grouping.remove_notes(left, notes) if notes else left
    document.edit(f"remove {_what(doomed, notes)}", network=left)


def _what(nodes: list[str], notes: list[str]) -> str:
    if nodes:
        return _count(nodes)
    return "a note" if len(notes) == 1 else f"{len(notes)} notes"


def _count(nodes: Collection[str]) -> str:
    return next(iter(nodes)) if len(nodes) == 1 else f"{len(nodes)} layers"


def _free_title(document: Document) -> str:
    titles = {group.title for group in document.network.groups}
    return next(t for n in range(1, len(titles) + 2) if (t := f"Block {n}") not in titles)
