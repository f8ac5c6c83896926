"""What a loss makes of single answers, against PyTorch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from playground.network.heads import HEADS
from playground.network.losses import LOSSES
from playground.network.mistakes import Judged, Mistakes
from playground.network.named import parse_name
from playground.network.signature import Signature
from playground.training.sample_losses import sample_losses

torch = pytest.importorskip("torch")
F = torch.nn.functional

YES_NO = Signature("test", (2,), "binary", 2)
CLASSES = Signature("test", (2,), "multiclass", 3)
AMOUNTS = Signature("test", (2,), "regression", 1, low=-2.0, high=3.0)
Z = np.array([[-6.0], [-3.8918], [-0.4], [0.0], [0.7], [3.0]])
ROWS = np.array([[-2.0, 0.0, 0.0], [0.5, 0.0, -1.0], [3.0, 0.0, 0.0]])


def judged(head: str, signature: Signature, loss: Any, z: Any, t: Any) -> Judged:
    part = HEADS[head](loss=loss)
    return Mistakes(part, signature, z.shape[1]).judge(z, np.broadcast_to(t, z.shape))


def assert_as_in_pytorch(found: Judged, final: Any, of: Callable[[Any, Any], Any], t: Any) -> None:
    """Answer by answer, each alone in its batch."""
    for row, logits in enumerate(found.logits):
        target = torch.tensor(np.broadcast_to(t, found.logits.shape)[row : row + 1].copy())
        z = torch.tensor(logits[None, :], requires_grad=True)
        p = final(z).detach().requires_grad_(True)
        loss = of(final(z), target)
        np.testing.assert_allclose(found.losses[row], loss.item(), rtol=1e-7, atol=1e-12)
        (by_logits,) = torch.autograd.grad(loss, z)
        np.testing.assert_allclose(found.by_logits[row], by_logits[0], rtol=1e-6, atol=1e-10)
        (by_p,) = torch.autograd.grad(of(p, target), p)
        np.testing.assert_allclose(found.by_predictions[row], by_p[0], rtol=1e-6, atol=1e-10)


def softmax(z: Any) -> Any:
    return torch.softmax(z, 1)


def bounded(z: Any) -> Any:
    """Over the targets' range, and a tenth more."""
    return torch.sigmoid(z) * 5.5 - 2.25


def focal(p: Any, t: Any) -> Any:
    right = torch.where(t > 0.5, p, 1 - p)
    return (-((1 - right) ** 2.0) * right.log()).mean()


BINARY = {
    "binary_cross_entropy": F.binary_cross_entropy,
    "mse": F.mse_loss,
    "mae": F.l1_loss,
    "huber": F.huber_loss,
    "focal": focal,
}


@pytest.mark.parametrize("truth", [0.0, 1.0])
@pytest.mark.parametrize("name", BINARY)
def test_a_yes_or_no_and_what_is_sent_back_are_those_of_pytorch(name: str, truth: float) -> None:
    found = judged("binary", YES_NO, name, Z, truth)
    assert_as_in_pytorch(found, torch.sigmoid, BINARY[name], truth)


def test_the_slope_of_cross_entropy_is_p_minus_y_and_that_of_the_squared_error_fades() -> None:
    surprise = judged("binary", YES_NO, "binary_cross_entropy", Z, 1.0)
    p = surprise.predictions
    np.testing.assert_allclose(surprise.by_logits, p - 1.0, rtol=1e-12)
    np.testing.assert_allclose(surprise.losses, -np.log(p[:, 0]), rtol=1e-12)
    squared = judged("binary", YES_NO, "mse", Z, 1.0)
    np.testing.assert_allclose(squared.by_logits, 2.0 * (p - 1.0) * p * (1.0 - p), rtol=1e-12)


def test_a_hinge_looks_at_scores_and_never_at_final_predictions() -> None:
    found = judged("binary", YES_NO, "hinge", Z, 1.0)
    np.testing.assert_allclose(found.losses, np.maximum(0.0, 1.0 - Z[:, 0]))
    np.testing.assert_allclose(found.by_logits, np.where(Z < 1.0, -1.0, 0.0))
    assert found.by_predictions is None


def test_one_of_several_classes_and_what_is_sent_back_are_those_of_pytorch() -> None:
    truth = np.array([[1.0, 0.0, 0.0]])
    for name, of in {
        "cross_entropy": lambda p, t: -(t * p.log()).sum(1).mean(),
        "mse": F.mse_loss,
    }.items():
        assert_as_in_pytorch(judged("multiclass", CLASSES, name, ROWS, truth), softmax, of, truth)


@pytest.mark.parametrize(
    ("name", "of"),
    {
        "mse": F.mse_loss,
        "rmse": lambda p, t: F.mse_loss(p, t).sqrt(),
        "mae": F.l1_loss,
        "huber": F.huber_loss,
        "log_cosh": lambda p, t: (p - t).cosh().log().mean(),
    }.items(),
)
def test_an_amount_and_what_is_sent_back_are_those_of_pytorch(name: str, of: Any) -> None:
    assert_as_in_pytorch(
        judged("regression", AMOUNTS, name, Z + 0.05, 0.25), lambda z: z * 1, of, 0.25
    )
    found = judged("bounded_regression", AMOUNTS, name, Z, 0.2)
    assert_as_in_pytorch(found, bounded, of, 0.2)


@pytest.mark.parametrize("name", LOSSES)
def test_each_loss_alone_in_its_batch_is_what_the_sample_brings_in(name: str) -> None:
    head, signature, z, t = {
        "cross_entropy": ("multiclass", CLASSES, ROWS, np.array([[1.0, 0.0, 0.0]])),
        "poisson": ("regression", AMOUNTS, Z, 2.0),
    }.get(name, ("binary", YES_NO, Z, 1.0))
    part = HEADS[head](loss=parse_name(LOSSES, name))
    found = Mistakes(part, signature, z.shape[1]).judge(z, np.broadcast_to(t, z.shape))
    targets = part.prepare(np.broadcast_to(t, z.shape), signature)
    brought = sample_losses(part.loss_part, part.final, z, found.predictions, targets)
    np.testing.assert_allclose(found.losses, brought, rtol=1e-9, atol=1e-12)
