"""Blocks made to fit the wire that they go on."""

from __future__ import annotations

from playground.engine.graph import Shape
from playground.network.fragment import Fragment
from playground.network.layers.add import Add
from playground.network.layers.multiply import Multiply
from playground.network.node import NodeSpec

_WIDTHS = ("units", "filters")
_IMAGE_AXES = 3


def fitted(fragment: Fragment, shape: Shape) -> Fragment:
    """The fragment as wide as what arrives, where a branch is added to what arrives.

    An Add takes inputs of one shape, so the layer that gives a branch its width, the last with
    units or filters before the Add, gets the channels or features of `shape`.
    """
    width = shape[0] if len(shape) == _IMAGE_AXES else shape[-1]
    merges = [node.id for node in fragment.nodes if isinstance(node, Add | Multiply)]
    chosen = {name for merge in merges for name in _widening(fragment, merge)}
    nodes = tuple(_widened(node, width) if node.id in chosen else node for node in fragment.nodes)
    return fragment.model_copy(update={"nodes": nodes})


def _widening(fragment: Fragment, merge: str) -> set[str]:
    """The nodes that give the branches into a merge their widths."""
    nodes = {node.id: node for node in fragment.nodes}
    found, ahead = set(), [a for a, b in fragment.links if b == merge]
    while ahead:
        name = ahead.pop()
        if any(hasattr(nodes[name], field) for field in _WIDTHS):
            found.add(name)
        else:
            ahead += [a for a, b in fragment.links if b == name]
    return found


def _widened(node: NodeSpec, width: int) -> NodeSpec:
    field = next(field for field in _WIDTHS if hasattr(node, field))
    if getattr(node, field) is None:
        return node  # as wide as what comes in, by itself
    return node.model_copy(update={field: width})
