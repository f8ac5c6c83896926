"""The layers of a network whose windows slide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from playground.engine.graph import Graph, Kind, Node, Value
from playground.engine.ops.windows import Axis, Windows, windows_on
from playground.network.sliding.layout import Layout
from playground.network.sliding.sliding import Kind as What
from playground.network.sliding.sliding import Sliding

if TYPE_CHECKING:
    from playground.network.compiler import Trace

_POOLS: Mapping[str, What] = {"average_pool": "average", "max_pool": "maximum"}
_CONVOLUTIONS = ("conv2d", "conv2d_bias")
OPS = (*_CONVOLUTIONS, *_POOLS, "global_average")


def slidings(traced: Trace) -> dict[str, Sliding]:
    """Each layer with windows, by id: read off the graph, so as the engine computes it."""
    return {
        identity: sliding_of(traced.builder.graph, node)
        for identity, node in sliding_nodes(traced).items()
    }


def sliding_nodes(traced: Trace) -> dict[str, Node]:
    """The node of the graph that moves the windows of each such layer, by the layer's id."""
    nodes = traced.builder.graph.nodes
    return {node.scope: node for node in nodes if node.op in OPS and node.scope in traced.values}


def sliding_of(graph: Graph, node: Node) -> Sliding:
    """What a node of `OPS` does."""
    x, y = node.inputs[0], node.output
    if node.op == "global_average":
        return _global_average(x, bool(node.attributes["channels_last"]))
    sequence = _is_turned(graph, node, x)
    arriving, leaving = _layout(x, sequence), _layout(y, sequence)
    if node.op in _POOLS:
        window = node.attributes["window_height"], node.attributes["window_width"]
        windows = windows_on(x.shape, window, node.attributes)
        return Sliding(_POOLS[node.op], windows, arriving, leaving, x.shape[0])
    _, weight, *bias = node.inputs
    return Sliding(
        "convolution",
        windows_on(x.shape, (weight.shape[2], weight.shape[3]), node.attributes),
        arriving,
        leaving,
        node.attributes["groups"],
        _parameter(graph, weight),
        bias[0].name if bias else "",
    )


def _global_average(x: Value, channels_last: bool) -> Sliding:
    """One window over everything."""
    channels, height, width = (x.shape[1], 1, x.shape[0]) if channels_last else x.shape
    windows = Windows(*(Axis(size, size, 1, 1, 0, 0) for size in (height, width)))
    arriving = Layout(channels, height, width, channels_last)
    return Sliding("average", windows, arriving, Layout(channels, 1, 1), channels)


def _layout(image: Value, sequence: bool) -> Layout:
    channels, height, width = image.shape
    return Layout(channels, height, width, sequence)


def _is_turned(graph: Graph, node: Node, x: Value) -> bool:
    """Whether the layer lays a sequence out as an image: then it computes its operand itself."""
    return any(each.output is x and each.scope == node.scope for each in graph.nodes)


def _parameter(graph: Graph, weight: Value) -> str:
    """The name of a weight, which one of a sequence is a reshaped parameter."""
    if weight.kind is Kind.PARAMETER:
        return weight.name
    (made,) = (node for node in graph.nodes if node.output is weight)
    return made.inputs[0].name
