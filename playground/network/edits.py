"""Edits of a network: each takes a network and gives another, and changes nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from playground.network.node import NodeSpec
from playground.network.spec import HEAD, INPUT, Link, NetworkSpec

Position = tuple[float, float]


def _with(network: NetworkSpec, nodes: Any, links: Any) -> NetworkSpec:
    """A network of these parts, checked."""
    return NetworkSpec(nodes=tuple(nodes), links=tuple(links))


def add(network: NetworkSpec, node: NodeSpec) -> NetworkSpec:
    """Put `node` in, linked to nothing."""
    return _with(network, (*network.nodes, node), network.links)


def insert(network: NetworkSpec, node: NodeSpec, link: Link) -> NetworkSpec:
    """Put `node` on `link`: source → node → target. It stands before the target in the order."""
    source, target = link
    links = []
    for each in network.links:
        links.extend([(source, node.id), (node.id, target)] if each == link else [each])
    nodes = list(network.nodes)
    at = next((i for i, each in enumerate(nodes) if each.id == target), len(nodes))
    nodes.insert(at, node)
    return _with(network, nodes, links)


def append(network: NetworkSpec, node: NodeSpec) -> NetworkSpec:
    """Put `node` right before the head."""
    sources = network.sources(HEAD)
    if sources:
        return insert(network, node, (sources[0], HEAD))
    before = (network.ends() or [INPUT])[-1]
    added = add(network, node)
    return _with(added, added.nodes, (*added.links, (before, node.id), (node.id, HEAD)))


def remove(network: NetworkSpec, doomed: Collection[str]) -> NetworkSpec:
    """Take nodes out; what led into each now leads to what it led to. The input stays."""
    links = list(network.links)
    for identity in doomed:
        if identity in (INPUT, HEAD):
            continue
        sources = [a for a, b in links if b == identity]
        healed: list[Link] = []
        for a, b in links:
            if a == identity:
                healed.extend((source, b) for source in sources)
            elif b != identity:
                healed.append((a, b))
        links = list(dict.fromkeys(healed))
    nodes = [node for node in network if node.id in (INPUT,) or node.id not in doomed]
    return _with(network, nodes, links)


def connect(network: NetworkSpec, source: str, target: str) -> NetworkSpec:
    """Link source → target, in place of whatever led into the target.

    Raises:
        ValueError: that would go round in a circle.
    """
    links = [link for link in network.links if link[1] != target]
    return _with(network, network.nodes, (*links, (source, target)))


def disconnect(network: NetworkSpec, link: Link) -> NetworkSpec:
    """Take a link out."""
    return _with(network, network.nodes, [each for each in network.links if each != link])


def move(network: NetworkSpec, positions: Mapping[str, Position]) -> NetworkSpec:
    """Place cards on the canvas."""
    nodes = [
        node.model_copy(update={"position": positions[node.id]}) if node.id in positions else node
        for node in network
    ]
    return network.model_copy(update={"nodes": tuple(nodes)})


def set_field(network: NetworkSpec, identity: str, field: str, value: Any) -> NetworkSpec:
    """Give a node's field another value; a new id is followed by the node's links.

    Raises:
        pydantic.ValidationError: the field can't have it.
    """
    node = network[identity]
    fields = {name: getattr(node, name) for name in type(node).model_fields}
    changed = type(node)(**{**fields, **(node.model_extra or {}), field: value})
    nodes = [changed if each.id == identity else each for each in network]
    renamed = {identity: changed.id}
    links = [(renamed.get(a, a), renamed.get(b, b)) for a, b in network.links]
    return _with(network, nodes, links)
