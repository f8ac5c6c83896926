"""What is bound, and how large its products are."""

from __future__ import annotations

import pytest

from playground.engine.executors.native.table import work_of
from playground.engine.graph import Graph
from playground.engine.program import plan


@pytest.mark.parametrize(("layer", "gates"), [("simple_rnn", 1), ("gru", 3), ("lstm", 4)])
def test_the_largest_product_within_a_recurrent_op_counts(layer: str, gates: int) -> None:
    rows, features, units = 6, 3, 5
    graph = Graph()
    x = graph.input("x", (7, features))
    weight = graph.parameter("weight", (features, gates * units))
    recurrent = graph.parameter("recurrent", (units, gates * units))
    biases = [graph.parameter("bias", (gates * units,))]
    if layer == "gru":
        biases.append(graph.parameter("recurrent_bias", (gates * units,)))
    h = graph.apply(layer, x, weight, recurrent, *biases)
    program = plan(graph, rows, {"h": h})
    assert work_of(program) == rows * units * gates * units


def test_a_dense_product_counts_every_row_of_a_sequence() -> None:
    graph = Graph()
    x = graph.input("x", (7, 3))
    y = graph.apply("matmul", x, graph.parameter("weight", (3, 4)))
    program = plan(graph, 6, {"y": y})
    assert work_of(program) == 6 * 7 * 3 * 4
