"""Losses against PyTorch, for answers that are sure and wrong too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from playground.engine.autodiff import differentiate
from playground.engine.graph import Graph

from ..fresh import executor_of, run

torch = pytest.importorskip("torch")
F = torch.nn.functional

LOGITS = np.array(
    [[0.0, 1e-8, -1e-8], [20.0, -20.0, 0.0], [1e4, -1e4, 5.0], [-1e4, 1e4, -3.0], [0.3, -1, 2]]
)
ONE_HOT = np.eye(3)[[0, 1, 1, 0, 2]]
YES_NO = np.array([[0, 1, 1], [0, 1, 0], [0, 1, 1], [1, 0, 0], [1, 0, 1]], float)
INSIDE = np.array([[0.5, 1e-6, 1 - 1e-6], [0.2, 0.7, 0.1], [0.9, 0.05, 0.05]])
VALUES = np.array([[0.1, 1e-8, -20.0], [1e4, -1e4, 3.0]])
TARGETS = np.array([[1.0, -1e-8, 19.5], [-1e4, 20.0, 3.5]])

LOSSES: dict[str, tuple[dict[str, float], Callable[[Any, Any], Any], Any, Any]] = {
    "sigmoid_cross_entropy": ({}, F.binary_cross_entropy_with_logits, LOGITS, YES_NO),
    "softmax_cross_entropy": ({}, F.cross_entropy, LOGITS, ONE_HOT),
    "binary_cross_entropy": ({}, F.binary_cross_entropy, INSIDE, YES_NO[:3]),
    "cross_entropy": ({}, lambda p, t: F.nll_loss(p.log(), t.argmax(1)), INSIDE, ONE_HOT[:3]),
    "mse": ({}, F.mse_loss, VALUES, TARGETS),
    "rmse": ({}, lambda p, t: F.mse_loss(p, t).sqrt(), VALUES, TARGETS),
    "mae": ({}, F.l1_loss, VALUES, TARGETS),
    "huber": ({"delta": 0.7}, lambda p, t: F.huber_loss(p, t, delta=0.7), VALUES, TARGETS),
}


def loss_and_slope(name: str, answers: Any, targets: Any, dtype: str) -> dict[str, Any]:
    graph = Graph()
    x, t = graph.input("x", answers.shape[1:]), graph.input("t", answers.shape[1:])
    loss = graph.apply(name, x, t, **LOSSES[name][0])
    one = graph.apply("fill", value=1.0)
    slope = differentiate(graph, loss, one, [x])[x]
    return run(
        executor_of(graph, {"loss": loss, "slope": slope}, len(answers), dtype),
        {x: answers, t: targets},
    )


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_losses_and_slopes_are_pytorchs(name: str, dtype: str) -> None:
    _, function, answers, targets = LOSSES[name]
    found = loss_and_slope(name, answers, targets, dtype)
    there = torch.tensor(answers.astype(dtype), requires_grad=True)
    expected = function(there, torch.tensor(targets.astype(dtype)))
    expected.backward()
    tolerance = {"rtol": 1e-12, "atol": 1e-15} if dtype == "float64" else {"rtol": 1e-5}
    np.testing.assert_allclose(found["loss"], expected.item(), **tolerance)
    if dtype == "float32":
        tolerance["atol"] = 1e-7
    np.testing.assert_allclose(found["slope"], there.grad, **tolerance)


@pytest.mark.parametrize("name", ["binary_cross_entropy", "cross_entropy"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_probabilities_of_exactly_0_and_1_give_finite_losses(name: str, dtype: str) -> None:
    sure = np.array([[0.0, 1.0], [1.0, 0.0]])
    right = loss_and_slope(name, sure, sure, dtype)
    wrong = loss_and_slope(name, sure, sure[::-1], dtype)
    assert 0 <= right["loss"] < 1e-6
    # −ln of the margin of 1e-7; float32 holds 1 − 1e-7 only to 6e-8.
    assert wrong["loss"] == pytest.approx(-np.log(1e-7), rel=0.01)
    assert np.isfinite(wrong["slope"]).all()


def test_a_root_mean_squared_error_of_zero_has_slope_zero() -> None:
    found = loss_and_slope("rmse", VALUES, VALUES, "float64")
    assert found["loss"] == 0
    assert (found["slope"] == 0).all()
