"""Dropout's mask inside a program."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.graph import Graph
from playground.engine.ops import OPS
from playground.engine.rng import uniforms

from ..fresh import call_plainly, executor_of


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("rows", "width"), [(1, 1), (3, 5), (8, 2)])
@pytest.mark.parametrize("rate", [0.0, 0.25, 0.9])
def test_the_mask_in_a_program_is_the_random_numbers_compared_with_the_rate(
    dtype: str, rows: int, width: int, rate: float
) -> None:
    graph = Graph()
    x = graph.input("x", (width,))
    mask = graph.apply("dropout_mask", x, graph.control, rate=rate, stream=123)
    executor = executor_of(graph, {"mask": mask}, 8, dtype)
    executor.set_control(seed=2**32 - 1, step=77)
    found = executor.run(x=np.zeros((rows, width)))["mask"]
    drawn = uniforms(2**32 - 1, 123, 77, rows * width).reshape(rows, width)
    expected = np.where(drawn >= rate, 1 / (1 - rate), 0.0).astype(dtype)
    assert np.array_equal(found, expected)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 30])
@pytest.mark.parametrize("rate", [0.0, 0.3, 0.7, 0.999])
def test_the_loops_draw_the_very_numbers_of_the_array_code(
    dtype: str, size: int, rate: float
) -> None:
    graph = Graph()
    x = graph.input("x", (size,))
    stream = 2**32 - 1
    mask = graph.apply("dropout_mask", x, graph.control, rate=rate, stream=stream)
    executor = executor_of(graph, {"mask": mask}, 1, dtype)
    executor.set_control(seed=2**32 - 5, step=2**40 + 3)
    expected = executor.run(x=np.zeros((1, size)))["mask"]
    (instruction,) = executor.program.instructions
    operands = [executor.view(place, 1) for place in (*instruction.inputs, *instruction.scratch)]
    found = np.full(expected.shape, np.nan, dtype)
    call_plainly(OPS["dropout_mask"].kernel, [found, *operands], dict(instruction.attributes))
    assert np.array_equal(found, expected)


def test_the_mask_keeps_the_expected_sum_and_changes_with_every_step() -> None:
    graph = Graph()
    x = graph.input("x", (100,))
    mask = graph.apply("dropout_mask", x, graph.control, rate=0.3, stream=5)
    executor = executor_of(graph, {"mask": mask}, 100)
    masks = []
    for step in range(10):
        executor.set_control(step=step)
        masks.append(executor.run(x=np.zeros((100, 100)))["mask"].copy())
    assert np.mean(masks) == pytest.approx(1.0, abs=0.01)
    assert len({mask.tobytes() for mask in masks}) == 10
