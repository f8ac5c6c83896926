from __future__ import annotations

import numpy as np
import pytest

from playground.engine.graph import Graph
from playground.engine.ops import OPS
from playground.engine.ops.loss import Loss
from playground.network.losses import LOSSES
from playground.network.pairs import FINAL_LABELS
from playground.training.sample_losses import OF_ROWS, sample_losses

# Weighted cross-entropies divide by the weights of a whole, which no sample has by itself.
OF_A_WHOLE = ("weighted_softmax_cross_entropy", "weighted_cross_entropy")
# Those that take what is between 0 and 1, or above 0.
OF_SHARES = (
    "binary_cross_entropy",
    "weighted_binary_cross_entropy",
    "cross_entropy",
    "focal",
    "poisson",
)
ATTRIBUTES = {"gamma": 2.0, "delta": 0.7, "positive_weight": 3.0}


def op_of_one_row(name: str, outputs: np.ndarray, targets: np.ndarray, attributes: dict) -> float:
    """The op itself, on a batch of one."""
    op = OPS[name]
    graph = Graph()
    value = graph.input("x", outputs.shape)
    scratch = [
        np.zeros((1, *shape) if batched else shape)
        for shape, batched in op.scratch([value, value], value, attributes)
    ]
    out = np.zeros(())
    op.compute(np, out, outputs[None], targets[None], *scratch, **attributes)
    return float(out)


@pytest.mark.parametrize("name", [name for name in OF_ROWS if name not in OF_A_WHOLE])
def test_each_sample_has_the_loss_of_a_batch_of_itself(name: str) -> None:
    random = np.random.default_rng(0)
    targets = np.eye(3)[random.integers(0, 3, 40)]
    outputs = random.random((40, 3)) if name in OF_SHARES else random.normal(0.0, 4.0, (40, 3))
    known = {"focal": ("gamma",), "huber": ("delta",), "weighted": ("positive_weight",)}
    attributes = {
        key: ATTRIBUTES[key] for part, keys in known.items() if part in name for key in keys
    }
    found = OF_ROWS[name](outputs, targets, attributes)
    expected = [op_of_one_row(name, *row, attributes) for row in zip(outputs, targets, strict=True)]
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_every_loss_with_every_final_activation_is_covered() -> None:
    for kind in LOSSES.values():
        for final in FINAL_LABELS:
            loss = kind()
            found = sample_losses(loss, final, np.ones((2, 2)), np.full((2, 2), 0.5), np.eye(2))
            assert found.shape == (2,)
    losses = {name for name, op in OPS.items() if isinstance(op, Loss)}
    assert losses == set(OF_ROWS)


def test_a_prediction_that_is_no_number_has_a_loss_that_is_none_without_a_warning() -> None:
    outputs = np.array([[np.nan], [np.inf], [0.0]])
    found = sample_losses(LOSSES["mse"](), "identity", outputs, outputs, np.zeros((3, 1)))
    assert np.isnan(found[0])
    assert np.isinf(found[1])
    assert found[2] == 0.0


def test_cross_entropies_are_those_of_pytorch() -> None:
    torch = pytest.importorskip("torch")
    random = np.random.default_rng(1)
    logits, classes = random.normal(0.0, 5.0, (30, 4)), random.integers(0, 4, 30)
    found = sample_losses(LOSSES["cross_entropy"](), "softmax", logits, logits, np.eye(4)[classes])
    theirs = torch.nn.functional.cross_entropy(
        torch.tensor(logits), torch.tensor(classes), reduction="none"
    )
    np.testing.assert_allclose(found, theirs.numpy())
    weights = (1.0, 2.0, 0.5, 3.0)
    loss = LOSSES["cross_entropy"](class_weights=weights)
    found = sample_losses(loss, "softmax", logits, logits, loss.targets(np.eye(4)[classes]))
    theirs = torch.nn.functional.cross_entropy(
        torch.tensor(logits),
        torch.tensor(classes),
        torch.tensor(weights).double(),
        reduction="none",
    )
    np.testing.assert_allclose(found, theirs.numpy())
