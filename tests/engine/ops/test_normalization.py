"""Normalisation against PyTorch, and of what has no spread."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.engine.autodiff import differentiate
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.graph import Graph, Value
from playground.engine.ops import OPS
from playground.engine.program import plan

from ..fresh import call_plainly, executor_of, run

torch = pytest.importorskip("torch")
F = torch.nn.functional

EPSILON, MOMENTUM = 1e-5, 0.3
EXTREMES = [0.0, 1e-8, -1e-8, 20.0, -20.0, 1e4, -1e4]


def shape_of(random: np.random.Generator) -> tuple[tuple[int, ...], int, int]:
    """A vector, a sequence or an image; its channels, and whether they are last."""
    shape = tuple(int(extent) for extent in random.integers(1, 6, random.integers(1, 4)))
    last = int(len(shape) < 3)
    return shape, shape[-1] if last else shape[0], last


def channels_second(x: Any, last: int) -> Any:
    """As PyTorch has it."""
    return x.movedim(-1, 1) if last else x


@pytest.mark.parametrize("draw", range(20))
def test_batch_norm_and_its_running_statistics_are_pytorchs(draw: int) -> None:
    random = np.random.default_rng(draw)
    shape, channels, last = shape_of(random)
    graph = Graph()
    x, (weight, bias) = graph.input("x", shape), parameters(graph, channels, "weight", "bias")
    old_mean, old_variance = parameters(graph, channels, "old_mean", "old_variance")
    mean = graph.apply("batch_mean", x, channels_last=last)
    variance = graph.apply("batch_variance", x, mean, channels_last=last)
    settings = {"channels_last": last, "epsilon": EPSILON}
    y = graph.apply("batch_norm", x, mean, variance, weight, bias, **settings)
    new_mean = graph.apply("running_mean", old_mean, mean, momentum=MOMENTUM)
    new_variance = graph.apply("running_variance", old_variance, variance, x, momentum=MOMENTUM)
    seed = graph.input("seed", shape)
    outputs = {"y": y, "mean": new_mean, "variance": new_variance}
    slopes = differentiate(graph, y, seed, [x, weight, bias])
    outputs |= {value.name: slope for value, slope in slopes.items()}
    arrays = {
        value: random.uniform(0.2, 2.0, value.full_shape(7))
        for value in (x, weight, bias, old_mean, old_variance, seed)
    }
    found = run(executor_of(graph, outputs, 7), arrays)

    given = {value.name: torch.tensor(array) for value, array in arrays.items()}
    for name in ("x", "weight", "bias"):
        given[name].requires_grad_()
    expected = F.batch_norm(
        channels_second(given["x"], last),
        given["old_mean"],
        given["old_variance"],
        given["weight"],
        given["bias"],
        training=True,
        momentum=MOMENTUM,
        eps=EPSILON,
    )
    (expected * channels_second(given["seed"], last)).sum().backward()
    close = {"rtol": 1e-10, "atol": 1e-10}
    there = expected.movedim(1, -1) if last else expected
    np.testing.assert_allclose(found["y"], there.detach(), **close)
    np.testing.assert_allclose(found["mean"], given["old_mean"], **close)
    np.testing.assert_allclose(found["variance"], given["old_variance"], **close)
    for name in ("x", "weight", "bias"):
        np.testing.assert_allclose(found[name], given[name].grad, err_msg=name, **close)


@pytest.mark.parametrize("draw", range(20))
def test_layer_norm_is_pytorchs(draw: int) -> None:
    random = np.random.default_rng(draw)
    shape = tuple(int(extent) for extent in random.integers(2, 9, random.integers(1, 3)))
    graph = Graph()
    x, (weight, bias) = graph.input("x", shape), parameters(graph, shape[-1], "weight", "bias")
    y = graph.apply("layer_norm", x, weight, bias, epsilon=EPSILON)
    seed = graph.input("seed", shape)
    slopes = differentiate(graph, y, seed, [x, weight, bias])
    outputs = {"y": y, **{value.name: slope for value, slope in slopes.items()}}
    arrays = {value: random.normal(size=value.full_shape(4)) for value in (x, weight, bias, seed)}
    found = run(executor_of(graph, outputs, 4), arrays)
    operands = [torch.tensor(arrays[value], requires_grad=True) for value in (x, weight, bias)]
    expected = F.layer_norm(operands[0], shape[-1:], *operands[1:], EPSILON)
    (expected * torch.tensor(arrays[seed])).sum().backward()
    np.testing.assert_allclose(found["y"], expected.detach(), rtol=1e-10, atol=1e-10)
    for name, operand in zip(("x", "weight", "bias"), operands, strict=True):
        np.testing.assert_allclose(found[name], operand.grad, rtol=1e-10, atol=1e-10)


def parameters(graph: Graph, size: int, *names: str) -> list[Value]:
    return [graph.parameter(name, (size,)) for name in names]


def batch_normalised(x: Any, dtype: str) -> dict[str, Any]:
    """(N, F) with the old statistics 5 and 3, weight 2, bias 1: everything that comes out."""
    graph = Graph()
    value, (weight, bias) = graph.input("x", x.shape[1:]), parameters(graph, x.shape[1], "w", "b")
    old_mean, old_variance = parameters(graph, x.shape[1], "old_mean", "old_variance")
    mean = graph.apply("batch_mean", value, channels_last=1)
    variance = graph.apply("batch_variance", value, mean, channels_last=1)
    settings = {"channels_last": 1, "epsilon": EPSILON}
    y = graph.apply("batch_norm", value, mean, variance, weight, bias, **settings)
    seed = graph.input("seed", x.shape[1:])
    outputs = {
        "y": y,
        "mean": graph.apply("running_mean", old_mean, mean, momentum=MOMENTUM),
        "variance": graph.apply(
            "running_variance", old_variance, variance, value, momentum=MOMENTUM
        ),
        "slope": differentiate(graph, y, seed, [value])[value],
    }
    executor = ReferenceExecutor(plan(graph, len(x), outputs), dtype)
    fills = zip((old_mean, old_variance, weight, bias), (5.0, 3.0, 2.0, 1.0), strict=True)
    given = {parameter: np.full(x.shape[1], number) for parameter, number in fills}
    return run(executor, {**given, value: x, seed: np.ones(x.shape)})


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_batch_of_one_sample_gives_the_bias_and_leaves_the_running_variance(dtype: str) -> None:
    found = batch_normalised(np.array([[7.0, -1e4]]), dtype)
    np.testing.assert_array_equal(found["y"], [[1.0, 1.0]])
    np.testing.assert_array_equal(found["slope"], [[0.0, 0.0]])
    np.testing.assert_array_equal(found["variance"], [3.0, 3.0])
    np.testing.assert_allclose(found["mean"], [5.0 + 0.3 * 2.0, 5.0 - 0.3 * 10005.0], rtol=1e-6)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_feature_that_never_changes_gives_the_bias(dtype: str) -> None:
    found = batch_normalised(np.full((6, 3), 1e4), dtype)
    np.testing.assert_allclose(found["y"], 1.0)
    assert np.isfinite(found["slope"]).all()
    np.testing.assert_allclose(found["variance"], 0.7 * 3.0, rtol=1e-6)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_extremes_stay_finite(dtype: str) -> None:
    columns = np.array(EXTREMES)[:, None] * np.array([[1.0, -1.0, 1e-3]])
    found = batch_normalised(columns, dtype)
    assert all(np.isfinite(array).all() for array in found.values())


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("row", [EXTREMES, [0.0] * 5, [1e4] * 5, [1e-8] * 5, [-20.0]])
def test_layer_norm_of_extremes_and_of_what_has_no_spread_is_finite(row: Any, dtype: str) -> None:
    x = np.array([row], dtype)
    weight, bias = np.full(len(row), 2, dtype), np.ones(len(row), dtype)
    y, one, number = np.empty_like(x), np.empty((1, 1), dtype), np.empty_like(x)
    OPS["layer_norm"].compute(np, y, x, weight, bias, one, one.copy(), number, epsilon=EPSILON)
    assert np.isfinite(y).all()
    if len(set(row)) == 1:
        np.testing.assert_allclose(y, 1.0)
    slope = np.empty_like(x)
    working = [np.empty((1, 1), dtype) for _ in range(3)]
    given = [np.ones_like(x), x, weight, *working, number]
    OPS["layer_norm_backward_x"].compute(np, slope, *given, epsilon=EPSILON)
    assert np.isfinite(slope).all()


@pytest.mark.parametrize("rows", [1, 4])
def test_the_loops_of_running_statistics_are_their_array_code(rows: int) -> None:
    random = np.random.default_rng(0)
    old, new = random.uniform(0.5, 2.0, (2, 3))
    x = random.normal(size=(rows, 3))
    for op, operands in (("running_mean", [old, new]), ("running_variance", [old, new, x])):
        expected, found = np.empty(3), np.empty(3)
        OPS[op].compute(np, expected, *operands, momentum=MOMENTUM)
        call_plainly(OPS[op].kernel, [found, *operands], {"momentum": MOMENTUM})
        np.testing.assert_allclose(found, expected, rtol=1e-14)
