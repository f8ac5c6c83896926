"""Activations against PyTorch, at their extremes too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from playground.engine.autodiff import differentiate
from playground.engine.graph import Graph
from playground.engine.ops.gated import FEW, error_function_into

from ..fresh import executor_of, run

torch = pytest.importorskip("torch")
F = torch.nn.functional

ACTIVATIONS: dict[str, tuple[dict[str, float], Callable[[Any], Any]]] = {
    "sigmoid": ({}, torch.sigmoid),
    "tanh": ({}, torch.tanh),
    "relu": ({}, F.relu),
    "leaky_relu": ({"slope": 0.1}, lambda x: F.leaky_relu(x, 0.1)),
    "elu": ({"alpha": 1.5}, lambda x: F.elu(x, 1.5)),
    "selu": ({}, F.selu),
    "softplus": ({}, lambda x: F.softplus(x, threshold=1000)),
    "softsign": ({}, F.softsign),
    "sine": ({}, torch.sin),
    "exponential": ({}, lambda x: x.clamp(max=50).exp()),
    "gelu": ({}, F.gelu),
    "gelu_tanh": ({}, lambda x: F.gelu(x, approximate="tanh")),
    "silu": ({}, F.silu),
    "mish": ({}, F.mish),
    # F.hardsigmoid's slope is a sixth rounded to float32, in float64 too.
    "hard_sigmoid": ({}, lambda x: F.relu6(x + 3) / 6),
    "hard_swish": ({}, F.hardswish),
    "softmax": ({}, lambda x: F.softmax(x, -1)),
}
EXTREMES = [0.0, 1e-8, -1e-8, 20.0, -20.0, 1e4, -1e4, 0.3, -2.0]
CORNERED = ("relu", "leaky_relu", "elu", "selu")


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_results_and_slopes_are_pytorchs_even_at_the_extremes(name: str, dtype: str) -> None:
    attributes, function = ACTIVATIONS[name]
    alone = [[x, 0.0] for x in EXTREMES]  # for softmax, each against 0 and all together
    for points in (np.array(alone), np.array([EXTREMES])):
        graph = Graph()
        x = graph.input("x", points.shape[1:])
        seed = graph.input("seed", points.shape[1:])
        y = graph.apply(name, x, **attributes)
        slope = differentiate(graph, y, seed, [x])[x]
        weights = np.linspace(0.5, 1.5, points.size).reshape(points.shape)
        found = run(
            executor_of(graph, {"y": y, "slope": slope}, len(points), dtype),
            {x: points, seed: weights},
        )
        # In float64 always: a float32 of PyTorch's is no nearer to the truth than ours.
        there = torch.tensor(points.astype(dtype).astype("float64"), requires_grad=True)
        expected = function(there)
        expected.backward(torch.tensor(weights.astype(dtype).astype("float64")))
        assert np.isfinite(found["y"]).all()
        assert np.isfinite(found["slope"]).all()
        tolerance = {"rtol": 1e-12, "atol": 1e-15} if dtype == "float64" else {"rtol": 2e-6}
        np.testing.assert_allclose(found["y"], expected.detach(), **tolerance)
        # At the corner of a ReLU any slope between those of its sides is right.
        smooth = points != 0 if name in CORNERED else np.full(points.shape, True)
        tolerance["atol"] = 1e-15 if dtype == "float64" else 1e-7
        np.testing.assert_allclose(found["slope"][smooth], there.grad[smooth], **tolerance)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_error_function_is_one_for_few_numbers_and_for_many(dtype: str) -> None:
    x = np.linspace(-6, 6, 2 * FEW).astype(dtype)
    many, few = np.empty_like(x), np.empty_like(x)
    error_function_into(np, x, many)
    for half in (slice(0, FEW), slice(FEW, None)):
        error_function_into(np, x[half], few[half])
    np.testing.assert_allclose(few, many, rtol=4 * np.finfo(dtype).eps)
