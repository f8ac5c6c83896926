"""Reverse-mode differentiation: from a graph to the same graph with its derivative."""

from __future__ import annotations

from collections.abc import Iterable

from playground.engine.graph import Graph, Node, Phase, Value
from playground.engine.ops import OPS


def differentiate(
    graph: Graph, output: Value, seed: Value, variables: Iterable[Value]
) -> dict[Value, Value]:
    """Append to `graph` the nodes that compute the derivative of `output`.

    Args:
        graph: the graph that computes `output`; backward nodes are added in phase `BACKWARD`, each
            in the scope of the node it is the derivative of.
        output: what is differentiated.
        seed: the derivative of whatever follows with respect to `output`, of the same shape
            (a one, when `output` is the loss itself).
        variables: the values whose derivative is wanted.

    Returns:
        The derivative's value for each variable that `output` depends on.
    """
    forward = list(graph.nodes)
    wanted = dict.fromkeys(variables)
    varying = _varying(forward, set(wanted))
    found: dict[Value, list[Value]] = {output: [seed]}
    scopes: dict[Value, str] = {}
    for node in reversed(forward):
        if node.output not in found or node.output not in varying:
            continue
        with graph.within(phase=Phase.BACKWARD, scope=node.scope):
            arriving = _sum(graph, found.pop(node.output))
            if node.output in wanted:
                found[node.output] = [arriving]
            needed = tuple(value in varying for value in node.inputs)
            leaving = OPS[node.op].derivative(graph, node, arriving, needed)
        for value, contribution in zip(node.inputs, leaving, strict=True):
            if contribution is not None and value in varying:
                found.setdefault(value, []).append(contribution)
                scopes[value] = node.scope
    totals = {}
    for value in wanted:
        if value not in found:
            continue
        with graph.within(phase=Phase.BACKWARD, scope=scopes.get(value, "")):
            totals[value] = _sum(graph, found[value])
    return totals


def _varying(nodes: Iterable[Node], variables: set[Value]) -> set[Value]:
    """The values that change smoothly when one of `variables` does."""
    varying = set(variables)
    for node in nodes:
        if OPS[node.op].differentiable and any(value in varying for value in node.inputs):
            varying.add(node.output)
    return varying


def _sum(graph: Graph, contributions: list[Value]) -> Value:
    total = contributions[0]
    for other in contributions[1:]:
        total = graph.apply("add", total, other)
    return total
