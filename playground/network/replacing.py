"""A layer in the place of another."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import ValidationError

from playground.network.edits import kept_groups, renamed_in
from playground.network.layers import LAYERS
from playground.network.node import NodeSpec
from playground.network.spec import NetworkSpec, stem_of

# The fields that every node has and a new type takes over.
_OF_ALL = ("position", "colour", "frozen", "rate_factor")


def successor(old: NodeSpec, layer_type: str, identity: str) -> NodeSpec:
    """A node of another type that takes over those fields of `old` which both types have.

    A value that the new type can't have is left at its default.
    """
    layer: type[NodeSpec] = LAYERS[layer_type]
    kept = {name: getattr(old, name) for name in _OF_ALL}
    for name in layer.model_fields.keys() & type(old).model_fields.keys():
        if name == "id" or name in kept:
            continue
        try:
            layer(id=identity, **kept, **{name: getattr(old, name)})
        except ValidationError:
            continue
        kept[name] = getattr(old, name)
    return layer(id=identity, **kept)


def is_named_after_its_type(node: NodeSpec) -> bool:
    """Whether a node has the name it was given by itself, such as "dense_1"."""
    return re.fullmatch(rf"{re.escape(stem_of(node.type))}_\d+", node.id) is not None


def replace(network: NetworkSpec, identity: str, new: NodeSpec) -> NetworkSpec:
    """Put `new` where a node was; links and groups follow, as far as the new type takes links.

    Raises:
        ValueError: the network can't have it so.
    """
    most = new.inputs[1]
    links, n_into = [], 0
    for source, target in network.links:
        n_into += target == identity
        if target == identity and most is not None and n_into > most:
            continue
        ends = (new.id if end == identity else end for end in (source, target))
        links.append(tuple(ends))
    nodes = [
        new if node.id == identity else node.renamed(identity, new.id) for node in network.nodes
    ]
    groups = renamed_in(network.groups, {identity: new.id})
    names = {node.id for node in nodes}
    return NetworkSpec(
        nodes=tuple(nodes),
        links=tuple(links),
        groups=kept_groups(groups, names),
        notes=network.notes,
    )


def renames(before: NetworkSpec, after: NetworkSpec) -> dict[str, str]:
    """Which node of `after` stands where a node of `before` stood under another name.

    Both have the same number of nodes, in one order, and the same links but for the names.
    """
    if len(before.nodes) != len(after.nodes):
        return {}
    found = {
        old.id: new.id
        for old, new in zip(before.nodes, after.nodes, strict=True)
        if old.id != new.id and old.id not in after and new.id not in before
    }
    renamed = {(found.get(a, a), found.get(b, b)) for a, b in before.links}
    return found if renamed >= set(after.links) else {}


def retyped(before: NetworkSpec, after: NetworkSpec, moved: Mapping[str, str]) -> set[str]:
    """The ids in `after` of nodes that were of another type in `before`, under their old names."""
    return {
        moved.get(old.id, old.id)
        for old in before
        if moved.get(old.id, old.id) in after and after[moved.get(old.id, old.id)].type != old.type
    }
