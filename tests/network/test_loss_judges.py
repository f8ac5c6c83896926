"""Every loss that PyTorch has, with its fields, against PyTorch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from playground.network.losses import LOSSES, Loss

from .test_losses import Judged, answers_for, targets_for

torch = pytest.importorskip("torch")
F = torch.nn.functional

WEIGHTS = (0.5, 2.0, 1.0)


def classes(**fields: Any) -> Callable[[Any, Any], Any]:
    return lambda z, t: F.cross_entropy(z, t.argmax(1), **fields)


def weights() -> Any:
    return torch.tensor(WEIGHTS, dtype=torch.float64)


def focal(gamma: float) -> Callable[[Any, Any], Any]:
    """Lin et al. 2017, eq. 4, label by label."""

    def of(z: Any, t: Any) -> Any:
        right = torch.sigmoid(torch.where(t > 0.5, z, -z))
        return (-((1 - right) ** gamma) * right.log()).mean()

    return of


def softmax_focal(gamma: float) -> Callable[[Any, Any], Any]:
    """The same, for classes that exclude each other."""

    def of(z: Any, t: Any) -> Any:
        right = (F.softmax(z, 1) * t).sum(1)
        return (-((1 - right) ** gamma) * right.log()).mean()

    return of


def smoothed_labels(z: Any, t: Any) -> Any:
    return F.binary_cross_entropy_with_logits(
        z, 0.8 * t + 0.1, pos_weight=torch.tensor(3.0, dtype=torch.float64)
    )


# name, fields, final activation, PyTorch's function of logits and targets
JUDGES: list[tuple[str, dict[str, Any], str, Callable[[Any, Any], Any]]] = [
    ("binary_cross_entropy", {}, "sigmoid", F.binary_cross_entropy_with_logits),
    (
        "binary_cross_entropy",
        {"label_smoothing": 0.2, "positive_weight": 3.0},
        "sigmoid",
        smoothed_labels,
    ),
    (
        "binary_cross_entropy",
        {"positive_weight": 0.4},
        "identity",
        lambda p, t: F.binary_cross_entropy(p, t, weight=0.4 * t + 1 - t),
    ),
    ("cross_entropy", {}, "softmax", classes()),
    ("cross_entropy", {"label_smoothing": 0.2}, "softmax", classes(label_smoothing=0.2)),
    (
        "cross_entropy",
        {"class_weights": WEIGHTS},
        "softmax",
        lambda z, t: classes(weight=weights())(z, t),
    ),
    (
        "cross_entropy",
        {"class_weights": WEIGHTS, "label_smoothing": 0.2},
        "softmax",
        lambda z, t: classes(weight=weights(), label_smoothing=0.2)(z, t),
    ),
    (
        "cross_entropy",
        {"class_weights": WEIGHTS},
        "identity",
        lambda p, t: F.nll_loss(p.log(), t.argmax(1), weight=weights()),
    ),
    *[("focal", {"gamma": gamma}, "sigmoid", focal(gamma)) for gamma in (0.0, 0.5, 2.0)],
    *[("focal", {"gamma": gamma}, "softmax", softmax_focal(gamma)) for gamma in (0.0, 0.5, 2.0)],
    (
        "hinge",
        {},
        "sigmoid",
        lambda z, t: torch.relu(1 - (2 * t - 1) * z).mean(),
    ),
    ("hinge", {}, "softmax", lambda z, t: F.multi_margin_loss(z, t.argmax(1))),
    ("mse", {}, "identity", F.mse_loss),
    ("rmse", {}, "identity", lambda p, t: F.mse_loss(p, t).sqrt()),
    ("mae", {}, "identity", F.l1_loss),
    ("huber", {"delta": 0.7}, "identity", lambda p, t: F.huber_loss(p, t, delta=0.7)),
    ("log_cosh", {}, "identity", lambda p, t: torch.log(torch.cosh(p - t)).mean()),
    ("poisson", {}, "exponential", F.poisson_nll_loss),
    (
        "poisson",
        {},
        "sigmoid",
        lambda z, t: F.poisson_nll_loss(torch.sigmoid(z), t, log_input=False, eps=0.0),
    ),
]


@pytest.mark.parametrize(("name", "fields", "final", "function"), JUDGES)
def test_losses_and_slopes_are_pytorchs(
    name: str, fields: dict[str, Any], final: str, function: Callable[[Any, Any], Any]
) -> None:
    loss: Loss = LOSSES[name](**fields)
    judged = Judged(loss, final, 3)
    for draw in range(20):
        random = np.random.default_rng(draw)
        shape = (int(random.integers(1, 6)), 3)
        answers = answers_for(loss, final, shape, random)
        targets = targets_for(loss, final, shape, random)
        found = judged(answers, targets)
        there = torch.tensor(answers, requires_grad=True)
        expected = function(there, torch.tensor(targets))
        expected.backward()
        np.testing.assert_allclose(found["loss"], expected.item(), rtol=1e-10)
        np.testing.assert_allclose(found["slope"], there.grad, rtol=1e-10, atol=1e-12)


def test_every_loss_is_judged() -> None:
    assert {name for name, *_ in JUDGES} == set(LOSSES)


# Of the focal loss PyTorch's functions make NaN where it is sure.
SURE = ("binary_cross_entropy", "cross_entropy", "hinge")


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    ("name", "fields", "final", "function"),
    [case for case in JUDGES if case[0] in SURE and case[2] in ("sigmoid", "softmax")],
)
def test_they_are_pytorchs_where_answers_are_sure_and_wrong(
    name: str, fields: dict[str, Any], final: str, function: Callable[[Any, Any], Any], dtype: str
) -> None:
    loss: Loss = LOSSES[name](**fields)
    answers = np.array([[20.0, -20.0, 1e-8], [1e4, -1e4, 5.0], [-1e4, 1e4, -3.0], [0.3, -1, 2]])
    targets = np.eye(3)[[1, 1, 0, 2]]
    found = Judged(loss, final, 3, dtype)(answers, targets)
    there = torch.tensor(answers, requires_grad=True)
    expected = function(there, torch.tensor(targets))
    expected.backward()
    tolerance = 1e-12 if dtype == "float64" else 1e-6
    np.testing.assert_allclose(found["loss"], expected.item(), rtol=tolerance)
    np.testing.assert_allclose(found["slope"], there.grad, rtol=tolerance, atol=tolerance / 10)
