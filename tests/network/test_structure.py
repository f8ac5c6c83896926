"""Joining and turning along any axis, beside NumPy's."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from playground.engine.graph import Graph, Value
from playground.network.builder import Builder
from playground.network.structure import concatenate, permute

from ..engine.fresh import evaluate

ROWS = 2


def builder() -> Builder:
    graph = Graph()
    return Builder(True, graph.input("features", (1,)), {}, graph)


def computed(built: Builder, given: dict[Value, np.ndarray], result: Value) -> np.ndarray:
    found: np.ndarray = evaluate(built.graph, given, ROWS)[result]
    assert found.shape == (ROWS, *result.shape)
    return found


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_axes_in_any_order_are_numpys_transpose(rank: int) -> None:
    shape = (2, 3, 4, 5)[:rank]
    for order in permutations(range(rank)):
        built = builder()
        x = built.graph.input("x", shape)
        array = np.random.default_rng(rank).normal(size=(ROWS, *shape))
        found = computed(built, {x: array}, permute(built, x, order))
        expected = array.transpose(0, *(axis + 1 for axis in order))
        assert np.array_equal(found, expected), order


@pytest.mark.parametrize(
    ("order", "swaps"), [((0, 1, 2), 0), ((1, 2, 0), 1), ((2, 0, 1), 1), ((0, 2, 1), 1)]
)
def test_axes_that_stay_together_are_moved_together(order: tuple[int, ...], swaps: int) -> None:
    built = builder()
    permute(built, built.graph.input("x", (2, 3, 4)), order)
    assert [node.op for node in built.graph.nodes].count("swap") == swaps


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("extents", [(2,), (1, 3), (2, 1, 4), (1, 2, 3, 1, 2)])
def test_values_joined_along_any_axis_are_numpys_concatenation(
    axis: int, extents: tuple[int, ...]
) -> None:
    built, random = builder(), np.random.default_rng(axis)
    given: dict[Value, np.ndarray] = {}
    for number, extent in enumerate(extents):
        shape = [2, 3, 2]
        shape[axis] = extent
        given[built.graph.input(f"x{number}", tuple(shape))] = random.normal(size=(ROWS, *shape))
    found = computed(built, given, concatenate(built, list(given), axis))
    assert np.array_equal(found, np.concatenate(list(given.values()), axis + 1))
