"""The training part of programs in PyTorch: losses and steps are Playground's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import playground
from playground.formats.npz import Npz
from playground.network.heads import HEADS
from playground.training.evaluator import Evaluator
from playground.training.optimizers import OPTIMIZERS
from playground.training.schedules import SCHEDULES
from tests.formats.code.programs import Made, design_of, heads_made, made, run
from tests.network.small import chain, head, signature, targets
from tests.project.documents import project

torch = pytest.importorskip("torch")
HEADS_MADE = dict(heads_made())

TRAININGS: list[dict[str, Any]] = [
    *({"optimizer": {"type": name, "learning_rate": 0.02}} for name in OPTIMIZERS),
    *({"optimizer": {"type": "sgd", "learning_rate": 0.1}, "schedule": name} for name in SCHEDULES),
    {"optimizer": "sgd", "schedule": {"type": "cosine", "warm_up": 2}},
    {"optimizer": "sgd", "schedule": {"type": "step", "every": 2}},
    {"optimizer": "sgd", "clipping": {"type": "norm", "limit": 0.01}},
    {"optimizer": "sgd", "clipping": {"type": "value", "limit": 0.01}},
    {"optimizer": "sgd", "regularization": {"type": "l1", "rate": 0.05}},
    {"optimizer": "sgd", "regularization": {"type": "l2", "rate": 0.1}},
    {"optimizer": {"type": "lion", "beta_1": 0.7, "weight_decay": 0.1, "learning_rate": 0.01}},
    {"optimizer": {"type": "adam", "beta_1": 0.5, "epsilon": 0.01}},
]


@pytest.mark.parametrize("training", TRAININGS, ids=str)
def test_training_takes_the_steps_that_playground_takes(
    training: dict[str, Any], tmp_path: Path
) -> None:
    # All samples at each step, so that their order is of no account.
    session = playground.Session(
        project(training={"batch_size": 45, "epochs": 6, **training}), device="numpy"
    )
    path = tmp_path / "weights.npz"
    session.export(path)
    program = run("pytorch", design_of(session.project), tmp_path)
    network, metadata = program["load"](path)
    rows = [session.prepared.train]
    if "schedule" in training and training["schedule"] == "reduce_on_plateau":
        rows.append(session.prepared.validation)
    program["train"](network, *(tensor for part in rows for tensor in tensors(part)))
    session.train(6)
    x = session.prepared.dataset.features
    found = program["predict"](network, metadata, x)
    np.testing.assert_allclose(found, session.predict(x), rtol=2e-3, atol=2e-4)


def tensors(rows: Any) -> tuple[Any, Any]:
    y = rows.targets.reshape(len(rows), -1)
    return torch.tensor(rows.features).float(), torch.tensor(y).float()


def test_frozen_layers_stay_and_act_as_when_answering(tmp_path: Path) -> None:
    nodes = [
        {"id": "dense_1", "type": "Dense", "units": 4, "frozen": True, "activation": "prelu"},
        {"id": "norm", "type": "BatchNorm", "frozen": True},
        {"id": "drop", "type": "Dropout", "rate": 0.5, "frozen": True},
        {"id": "dense_2", "type": "Dense", "units": 4},
    ]
    session = playground.Session(
        project(network={"nodes": nodes}, training__batch_size=45, training__epochs=3),
        device="numpy",
    )
    path = tmp_path / "weights.npz"
    session.export(path)
    program = run("pytorch", design_of(session.project), tmp_path)
    network, metadata = program["load"](path)
    program["train"](network, *tensors(session.prepared.train))
    session.train(3)
    x = session.prepared.dataset.features
    found = program["predict"](network, metadata, x)
    np.testing.assert_allclose(found, session.predict(x), rtol=2e-3, atol=2e-4)


def loss_of(one: Any, y: Any) -> float:
    """What Playground makes of the samples."""
    trained = one.trained
    evaluator = Evaluator(trained.network, trained.head, trained.signature, np.float32)
    flat = np.concatenate([np.ravel(array) for array in trained.parameters.values()])
    encoded = trained.head.encode(y, trained.signature)
    loss, _ = evaluator.judge(flat, trained.feature_scaler.apply(one.x), encoded)
    return loss


def theirs(dialect: str, one: Any, y: Any, folder: Path, convert: Any) -> float:
    """What a program makes of the samples."""
    path = folder / "weights.npz"
    path.write_bytes(Npz().encode(one.trained))
    program = run(dialect, one.design, folder)
    network, metadata = program["load"](path)
    x = program["standardised"](one.x, metadata["features"])
    head, described = one.trained.head, one.trained.signature
    columns = head.columns(described)
    if not (described.task in ("binary", "multiclass") and columns > 1):
        y = np.asarray(y, np.float32).reshape(len(y), columns)
    return convert(program, network, x, y)


def in_torch(program: Any, network: Any, x: Any, y: Any) -> float:
    with torch.no_grad():
        logits = network(torch.tensor(x).float())
        return float(program["loss"](logits, torch.tensor(y)))


@pytest.mark.parametrize("head_type", HEADS)
def test_every_loss_is_playgrounds(head_type: str, tmp_path: Path) -> None:
    for name, one in HEADS_MADE.items():
        if one.trained.head.name == head_type:
            y = targets_of(one, name)
            found = theirs("pytorch", one, y, tmp_path, in_torch)
            assert found == pytest.approx(loss_of(one, y), rel=2e-4, abs=1e-5), name


def targets_of(one: Made, name: str) -> NDArray[Any]:
    """Targets that the loss can take: counts, or zeros and ones."""
    y = targets(one.trained.signature.task, len(one.x), np.random.default_rng(2))
    if one.trained.signature.task != "regression":
        return y
    if "poisson" in name:
        return np.abs(y)
    return (y > 0.0).astype(float) if name.endswith(("entropy", "focal")) else y


FIELDS = [
    ("binary", {"type": "binary_cross_entropy", "positive_weight": 3.0}),
    ("binary", {"type": "binary_cross_entropy", "label_smoothing": 0.2}),
    ("multiclass", {"type": "cross_entropy", "label_smoothing": 0.2}),
    ("multiclass", {"type": "cross_entropy", "class_weights": (1.0, 2.0, 3.0)}),
    (
        "multiclass",
        {"type": "cross_entropy", "class_weights": (1.0, 2.0, 3.0), "label_smoothing": 0.3},
    ),
    ("multiclass", {"type": "focal", "gamma": 1.5}),
    ("regression", {"type": "huber", "delta": 0.3}),
]


@pytest.mark.parametrize(("kind", "loss"), FIELDS, ids=str)
def test_the_fields_of_losses_count(kind: Any, loss: dict[str, Any], tmp_path: Path) -> None:
    network = chain({"type": "Dense", "units": 4})
    for final in (None, "sigmoid", "softmax"):
        one = made(network, head(kind, loss=loss, activation=final), signature(kind))
        y = targets(kind, len(one.x), np.random.default_rng(2))
        found = theirs("pytorch", one, y, tmp_path, in_torch)
        assert found == pytest.approx(loss_of(one, y), rel=2e-4, abs=1e-5)
