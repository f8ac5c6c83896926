"""What must hold for every op."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from playground.engine.autodiff import differentiate
from playground.engine.graph import Graph
from playground.engine.ops import OPS, ShapeError

from ..fresh import ASIDE, central_differences, executor_of, run
from .cases import Case, of_size

CASES = of_size(4)
SEVERAL = [
    pytest.param(name, case, id=f"{name}-{number}")
    for name, cases in CASES.items()
    for number, case in enumerate(cases)
]
DIFFERENTIABLE = [name for name, op in OPS.items() if op.differentiable]


def test_every_differentiable_op_has_a_case_here() -> None:
    assert set(CASES) == set(DIFFERENTIABLE)


@pytest.mark.parametrize(("name", "case"), SEVERAL)
@pytest.mark.parametrize("rows", [1, 3])
def test_the_derivative_is_the_slope_of_the_result(name: str, case: Case, rows: int) -> None:
    random = np.random.default_rng([rows, len(name), *name.encode()])
    for _ in range(3):
        graph, values, result = case.apply(name)
        seed = (graph.input if result.batched else graph.parameter)("seed", result.shape)
        wanted = [
            value for value, operand in zip(values, case.operands, strict=True) if operand.varies
        ]
        slopes = differentiate(graph, result, seed, wanted)
        assert list(slopes) == wanted
        outputs = {value.name: slope for value, slope in slopes.items()}
        executor = executor_of(graph, {"y": result, **outputs}, rows)
        arrays = case.arrays(random, rows)
        given = dict(zip(values, arrays, strict=True))
        given[seed] = random.normal(size=result.full_shape(rows))
        found = run(executor, given)

        def weighed(executor=executor, given=given, seed=seed) -> float:  # type: ignore[no-untyped-def]
            return float((run(executor, given)["y"] * given[seed]).sum())

        for value in wanted:
            expected = central_differences(weighed, given[value])
            np.testing.assert_allclose(found[value.name], expected, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("name", DIFFERENTIABLE)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_neither_an_op_nor_its_derivative_makes_an_array(name: str, dtype: str) -> None:
    rows, width = 600, 400  # about 1 MB a value in float32, far more than ASIDE
    for case in of_size(width)[name]:
        graph, values, result = case.apply(name)
        seed = (graph.input if result.batched else graph.parameter)("seed", result.shape)
        slopes = differentiate(graph, result, seed, values)
        outputs = {"y": result, **{value.name: slope for value, slope in slopes.items()}}
        executor = executor_of(graph, outputs, rows, dtype)
        executor.workspace.fill(0.5)
        executor.parameters.fill(0.5)
        calls = executor.calls(rows)
        for call in calls:
            call()
        tracemalloc.start()
        try:
            for call in calls:
                call()
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < ASIDE, f"{name} {case.attributes}: {peak:,} bytes"


@pytest.mark.parametrize("name", OPS)
def test_every_op_says_what_it_computes(name: str) -> None:
    assert OPS[name].formula
    assert OPS[name].__class__.__doc__


@pytest.mark.parametrize(
    ("op", "shapes"),
    [
        ("matmul", [(3,), (4, 2)]),
        ("matmul", [(2, 2), (2, 2)]),
        ("add_bias", [(3,), (2,)]),
        ("add", [(3,), (4,)]),
        ("multiply", [(3,), (4,)]),
        ("mse", [(3,), (1,)]),
    ],
)
def test_operands_that_do_not_fit_are_refused_with_both_shapes_named(
    op: str, shapes: list[tuple[int, ...]]
) -> None:
    graph = Graph()
    x, other = graph.input("left", shapes[0]), graph.input("right", shapes[1])
    with pytest.raises(ShapeError) as refused:
        graph.apply(op, x, other)
    assert str(x) in str(refused.value)
    assert str(other) in str(refused.value)
    assert graph.nodes == []


@pytest.mark.parametrize(("op", "shape"), [("matmul", (3, 2)), ("add_bias", (3,))])
def test_a_batched_weight_or_bias_is_refused(op: str, shape: tuple[int, ...]) -> None:
    graph = Graph()
    with pytest.raises(ShapeError):
        graph.apply(op, graph.input("x", (3,)), graph.input("w", shape))


def test_a_reshape_that_would_lose_numbers_is_refused() -> None:
    graph = Graph()
    with pytest.raises(ShapeError, match="counts differ"):
        graph.apply("reshape", graph.input("x", (6,)), shape=(4,))
