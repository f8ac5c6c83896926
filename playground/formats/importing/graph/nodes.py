"""A graph's nodes, and who looks at what they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.errors import UserError

if TYPE_CHECKING:
    from onnx import ModelProto

_OWN_DOMAINS = ("", "ai.onnx")
# A ResNet-152 has some 500, a transformer of 24 blocks 3,000.
MOST_NODES = 10_000


@dataclass(frozen=True, eq=False)
class GraphNode:
    """One node.

    Attributes:
        place: in the graph's order.
        op: the operator, with its domain where that is not ONNX's own.
        name: its own, or what it makes is called.
        inputs, outputs: names of values; "" for one left out.
        attributes: by name.
    """

    place: int
    op: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: Mapping[str, Any]


def nodes_of(model: ModelProto, where: str) -> list[GraphNode]:
    """The nodes of a model, in order.

    Raises:
        UserError: there are too many, or one says nothing that can be read.
    """
    from onnx import helper

    if len(model.graph.node) > MOST_NODES:
        raise UserError(
            f"{where}: its graph has {len(model.graph.node):,} nodes, where at most "
            f"{MOST_NODES:,} can become a network."
        )
    found = []
    for place, node in enumerate(model.graph.node):
        own = node.domain in _OWN_DOMAINS
        try:
            attributes = {each.name: helper.get_attribute_value(each) for each in node.attribute}
        except ValueError:
            raise UserError(
                f"of its operator {node.op_type}, a setting is not there, or of no known kind."
            ) from None
        found.append(
            GraphNode(
                place,
                node.op_type if own else f"{node.domain}::{node.op_type}",
                node.name or (node.output[0] if node.output else ""),
                tuple(node.input),
                tuple(node.output),
                attributes,
            )
        )
    return found


def uses_of(model: ModelProto, nodes: list[GraphNode]) -> dict[str, set[int]]:
    """By value, the places of the nodes that look at it; −1 for the graph's outputs."""
    found: dict[str, set[int]] = {}
    for node in nodes:
        for name in node.inputs:
            found.setdefault(name, set()).add(node.place)
    for value in model.graph.output:
        found.setdefault(value.name, set()).add(-1)
    return found
