"""Edits of groups, notes and colours: each takes a network and gives another."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from playground.network.canvas_parts import Colour, Group, Note
from playground.network.edits import kept_groups
from playground.network.spec import NetworkSpec


def _with(network: NetworkSpec, **parts: Any) -> NetworkSpec:
    """A network with other parts, checked."""
    kept = {name: getattr(network, name) for name in ("nodes", "links", "groups", "notes")}
    return NetworkSpec(**{**kept, **{name: tuple(part) for name, part in parts.items()}})


def group(network: NetworkSpec, made: Group) -> NetworkSpec:
    """Put a group in; its nodes leave the groups they were in."""
    others = {node.id for node in network} - set(made.nodes)
    return _with(network, groups=(*kept_groups(network.groups, others), made))


def ungroup(network: NetworkSpec, identities: Collection[str]) -> NetworkSpec:
    """Take groups away; their nodes stay."""
    return _with(network, groups=[g for g in network.groups if g.id not in identities])


def change_group(network: NetworkSpec, identity: str, **fields: Any) -> NetworkSpec:
    """Give a group other fields.

    Raises:
        ValueError: it can't have them.
    """
    groups = [
        Group(**{**dict(each), **fields}) if each.id == identity else each
        for each in network.groups
    ]
    return _with(network, groups=groups)


def add_note(network: NetworkSpec, note: Note) -> NetworkSpec:
    """Put a note on the canvas."""
    return _with(network, notes=(*network.notes, note))


def change_note(network: NetworkSpec, identity: str, **fields: Any) -> NetworkSpec:
    """Give a note other fields.

    Raises:
        ValueError: it can't have them.
    """
    notes = [
        Note(**{**dict(each), **fields}) if each.id == identity else each for each in network.notes
    ]
    return _with(network, notes=notes)


def remove_notes(network: NetworkSpec, identities: Collection[str]) -> NetworkSpec:
    """Take notes away."""
    return _with(network, notes=[note for note in network.notes if note.id not in identities])


def paint(network: NetworkSpec, identities: Collection[str], colour: Colour | None) -> NetworkSpec:
    """Give nodes, groups and notes a colour, or take theirs away."""
    parts = {
        name: tuple(
            part.model_copy(update={"colour": colour}) if part.id in identities else part
            for part in getattr(network, name)
        )
        for name in ("nodes", "groups", "notes")
    }
    return network.model_copy(update=parts)
