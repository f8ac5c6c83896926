"""Which layers of a graph are a matrix product, and of what."""

from __future__ import annotations

from dataclasses import dataclass

from playground.engine.graph import Graph, Kind, Node, Value


@dataclass(frozen=True)
class Factors:
    """The values of a product in a graph.

    Attributes:
        x, weight, bias: the factors; `bias` None where there is none.
        product: x · weight. sums: with the bias.
    """

    x: Value
    weight: Value
    bias: Value | None
    product: Value
    sums: Value


def factors_of(graph: Graph, scope: str) -> Factors | None:
    """What a layer multiplies, if it is a product with at most a bias and an activation after it.

    A layer in which anything else happens is none: what is not a product is not shown as one.
    """
    nodes = [node for node in graph.nodes if node.scope == scope]
    if not nodes or nodes[0].op != "matmul" or nodes[0].inputs[1].kind is not Kind.PARAMETER:
        return None
    first, rest = nodes[0], nodes[1:]
    bias: Value | None = None
    sums = first.output
    if rest and rest[0].op == "add_bias":
        bias, sums, rest = rest[0].inputs[1], rest[0].output, rest[1:]
    if not _follow_on(sums, rest):
        return None
    return Factors(first.inputs[0], first.inputs[1], bias, first.output, sums)


def _follow_on(value: Value, nodes: list[Node]) -> bool:
    """Whether each node changes only what the one before it has made, and keeps its shape."""
    for node in nodes:
        others = node.inputs[1:]
        alone = node.inputs[0] is value and all(o.kind is Kind.PARAMETER for o in others)
        if not alone or node.op == "matmul" or node.output.shape != value.shape:
            return False
        value = node.output
    return True
