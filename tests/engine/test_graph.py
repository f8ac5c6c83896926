"""Values and where nodes are put."""

from __future__ import annotations

import pytest

from playground.engine.graph import Graph, Phase
from playground.engine.ops import ShapeError


def test_a_value_reads_as_its_name_and_shape_with_n_for_the_batch() -> None:
    graph = Graph()
    assert str(graph.input("x", (3, 4))) == "x (N, 3, 4)"
    assert str(graph.parameter("w", (3,))) == "w (3)"


def test_phase_and_scope_return_to_what_they_were_even_after_an_error() -> None:
    graph = Graph()
    x = graph.input("x", (2,))
    wrong = graph.input("wrong", (3,))
    with pytest.raises(ShapeError), graph.within(phase=Phase.LOSS, scope="head"):
        graph.apply("add", graph.apply("tanh", x), wrong)
    graph.apply("tanh", x)
    assert [(n.phase, n.scope) for n in graph.nodes] == [(Phase.LOSS, "head"), (Phase.FORWARD, "")]
    assert graph.nodes[0].output.name != graph.nodes[1].output.name
