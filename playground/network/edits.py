"""Edits of a network: each takes a network and gives another, and changes nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from playground.network.canvas_parts import Group, Note
from playground.network.node import NodeSpec
from playground.network.spec import HEAD, INPUT, Link, NetworkSpec

Position = tuple[float, float]
Part = TypeVar("Part", NodeSpec, Group, Note)


def _with(network: NetworkSpec, nodes: Any, links: Any, **others: Any) -> NetworkSpec:
    """A network of these parts and the rest of `network`, checked."""
    parts = {"groups": network.groups, "notes": network.notes, **others}
    return NetworkSpec(nodes=tuple(nodes), links=tuple(links), **parts)


def add(network: NetworkSpec, node: NodeSpec) -> NetworkSpec:
    """Put `node` in, linked to nothing."""
    return _with(network, (*network.nodes, node), network.links)


def place(network: NetworkSpec, node: NodeSpec, link: Link | None) -> NetworkSpec:
    """Put `node` on `link`, or before the head; what takes no input is linked to nothing."""
    if node.inputs[1] == 0:
        return add(network, node)
    return insert(network, node, link) if link else append(network, node)


def insert(network: NetworkSpec, node: NodeSpec, link: Link) -> NetworkSpec:
    """Put `node` on `link`: source → node → target. It stands before the target in the order.

    On a wire inside a group it belongs to the group.
    """
    source, target = link
    links = []
    for each in network.links:
        links.extend([(source, node.id), (node.id, target)] if each == link else [each])
    nodes = list(network.nodes)
    at = next((i for i, each in enumerate(nodes) if each.id == target), len(nodes))
    nodes.insert(at, node)
    return _with(network, nodes, links, groups=_joined(network.groups, node.id, link))


def _joined(groups: Iterable[Group], identity: str, link: Link) -> tuple[Group, ...]:
    """The groups, the one that holds both ends of a wire with the node that was put on it."""
    apart = []
    for group in groups:
        nodes = tuple(each for each in group.nodes if each != identity)
        if set(link) <= set(nodes):
            nodes = (*nodes, identity)
        if nodes:
            apart.append(group.model_copy(update={"nodes": nodes}))
    return tuple(apart)


def append(network: NetworkSpec, node: NodeSpec) -> NetworkSpec:
    """Put `node` right before the head."""
    sources = network.sources(HEAD)
    if sources:
        return insert(network, node, (sources[0], HEAD))
    before = (network.ends() or [INPUT])[-1]
    added = add(network, node)
    return _with(added, added.nodes, (*added.links, (before, node.id), (node.id, HEAD)))


def remove(network: NetworkSpec, doomed: Collection[str]) -> NetworkSpec:
    """Take nodes out; what led into each now leads to what it led to. The input stays.

    Where a node can't take all of several, it gets the first.
    """
    links = list(network.links)
    for identity in doomed:
        if identity in network and identity != INPUT:
            links = _healed(network, links, identity)
    nodes = [node for node in network if node.id == INPUT or node.id not in doomed]
    left = {node.id for node in nodes}
    return _with(network, nodes, links, groups=kept_groups(network.groups, left))


def kept_groups(groups: Iterable[Group], left: Collection[str]) -> tuple[Group, ...]:
    """The groups without the nodes that are not among those `left`; an empty one goes."""
    found = []
    for group in groups:
        nodes = tuple(each for each in group.nodes if each in left)
        if nodes:
            found.append(group.model_copy(update={"nodes": nodes}))
    return tuple(found)


def _healed(network: NetworkSpec, links: list[Link], gap: str) -> list[Link]:
    """The links without those of one node, its sources linked to its targets in their place."""
    sources = [a for a, b in links if b == gap]
    healed: list[Link] = []
    for a, b in links:
        if a == gap:
            others = [source for source, target in links if target == b and source != gap]
            new = [source for source in sources if source not in others]
            most = network.takes(b)[1]
            room = len(new) if most is None else max(0, most - len(others))
            healed.extend((source, b) for source in new[:room])
        elif b != gap:
            healed.append((a, b))
    return healed


def connect(network: NetworkSpec, source: str, target: str) -> NetworkSpec:
    """Link source → target, after what leads there already.

    Where the target takes one input, the new link takes the old one's place.

    Raises:
        ValueError: the target has all the inputs it takes, or they are linked already, or that
            would go round in a circle.
    """
    most = network.takes(target)[1]
    links = [link for link in network.links if most != 1 or link[1] != target]
    if most is not None and sum(b == target for _, b in links) >= max(most, 1):
        raise ValueError(f"{target} has the {most} inputs it takes")
    return _with(network, network.nodes, (*links, (source, target)))


def disconnect_all(network: NetworkSpec, links: Collection[Link]) -> NetworkSpec:
    """Take links out."""
    return _with(network, network.nodes, [each for each in network.links if each not in links])


def lift(network: NetworkSpec, identity: str) -> NetworkSpec:
    """Take a node out of its wires, which close behind it, and out of its group.

    It stays, linked to nothing; one that was linked to nothing stays in its group too.
    """
    links = _healed(network, list(network.links), identity)
    if links == list(network.links):
        return network
    others = {node.id for node in network} - {identity}
    return _with(network, network.nodes, links, groups=kept_groups(network.groups, others))


def put_on(network: NetworkSpec, identity: str, link: Link) -> NetworkSpec:
    """Put a node that is there already on `link`: source → node → target.

    It leaves its group, and joins the one that holds both ends.
    """
    source, target = link
    links: list[Link] = []
    for each in network.links:
        links.extend([(source, identity), (identity, target)] if each == link else [each])
    groups = _joined(network.groups, identity, link)
    return _with(network, network.nodes, links, groups=groups)


def put_after(network: NetworkSpec, node: NodeSpec, source: str) -> NetworkSpec:
    """Put a new node behind another: on the first wire out of it, else at its end.

    What takes no input is linked to nothing.
    """
    if node.inputs[1] == 0:
        return add(network, node)
    targets = network.targets(source)
    if targets:
        return insert(network, node, (source, targets[0]))
    added = add(network, node)
    return _with(added, added.nodes, (*added.links, (source, node.id)))


def keep_links(network: NetworkSpec, target: str, sources: Collection[str]) -> NetworkSpec:
    """Take out all links into `target` but those from `sources`."""
    links = [link for link in network.links if link[1] != target or link[0] in sources]
    return _with(network, network.nodes, links)


def move(network: NetworkSpec, positions: Mapping[str, Position]) -> NetworkSpec:
    """Place cards, groups' cards and notes on the canvas."""
    return network.model_copy(
        update={
            "nodes": _moved(network.nodes, positions),
            "groups": _moved(network.groups, positions),
            "notes": _moved(network.notes, positions),
        }
    )


def _moved(parts: Iterable[Part], positions: Mapping[str, Position]) -> tuple[Part, ...]:
    return tuple(
        part.model_copy(update={"position": positions[part.id]})
        if part.id in positions and positions[part.id] != part.position
        else part
        for part in parts
    )


def freeze(network: NetworkSpec, identities: Collection[str], frozen: bool) -> NetworkSpec:
    """Have training leave some nodes' weights as they are, or no longer."""
    if not identities:
        return network
    nodes = [
        node.model_copy(update={"frozen": frozen}) if node.id in identities else node
        for node in network
    ]
    return network.model_copy(update={"nodes": tuple(nodes)})


def set_field(network: NetworkSpec, identity: str, field: str, value: Any) -> NetworkSpec:
    """Give a node's field another value; a new id is followed by all that name the node.

    Raises:
        ValueError: the field can't have it.
    """
    if identity == INPUT and field == "id" and value != INPUT:
        raise ValueError("the first input keeps its name; add another Input for another name")
    node = network[identity]
    changed = _with_fields(node, {field: value})
    nodes = [
        changed if each.id == identity else each.renamed(identity, changed.id) for each in network
    ]
    if changed.id == identity:
        return network.model_copy(update={"nodes": tuple(nodes)})
    renamed = {identity: changed.id}
    links = [(renamed.get(a, a), renamed.get(b, b)) for a, b in network.links]
    return _with(network, nodes, links, groups=renamed_in(network.groups, renamed))


def renamed_in(groups: Iterable[Group], renamed: Mapping[str, str]) -> tuple[Group, ...]:
    """The groups with nodes under other names."""
    return tuple(
        group.model_copy(update={"nodes": tuple(renamed.get(each, each) for each in group.nodes)})
        for group in groups
    )


def renamed_apart(network: NetworkSpec, names: Collection[str]) -> NetworkSpec:
    """The network with no node but the first input called by one of `names`: "code" is "code_1".

    Nodes whose names differ by their number alone are renamed together, so they keep their order.
    """
    others = [node.id for node in network if node.id != INPUT]
    clashing = {_stem(identity) for identity in others if identity in names}
    for identity in others:
        if _stem(identity) in clashing:
            fresh = network.fresh_name(_stem(identity), names)
            network = set_field(network, identity, "id", fresh)
    return network


def _stem(identity: str) -> str:
    """A name without its number: "dense_2" gives "dense"."""
    return re.sub(r"_\d+$", "", identity)


def set_fields(
    network: NetworkSpec, identities: Collection[str], values: Iterable[tuple[str, Any]]
) -> NetworkSpec:
    """Give fields of several nodes, their names not among them, other values.

    A node without a field is passed over.

    Raises:
        ValueError: a field can't have it.
    """
    given = dict(values)
    nodes = [
        _with_fields(
            node, {name: given[name] for name in given.keys() & type(node).model_fields.keys()}
        )
        if node.id in identities
        else node
        for node in network
    ]
    return network.model_copy(update={"nodes": tuple(nodes)})


def _with_fields(node: NodeSpec, values: Mapping[str, Any]) -> NodeSpec:
    """A node with other values in some fields, checked."""
    fields = {name: getattr(node, name) for name in type(node).model_fields}
    return type(node)(**{**fields, **(node.model_extra or {}), **values})
