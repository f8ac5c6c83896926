"""The training part of programs in PyTorch: losses and steps are Playground's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import playground
from playground.network.heads import HEADS
from playground.training.schedules import SCHEDULES
from tests.formats.code.programs import design_of, made, run
from tests.formats.code.training import (
    FIELDS,
    HEADS_MADE,
    TRAININGS,
    loss_of,
    targets_of,
    theirs,
)
from tests.network.small import chain, head, signature, targets
from tests.project.documents import project

torch = pytest.importorskip("torch")


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


def test_layers_are_freed_at_the_same_epochs(tmp_path: Path) -> None:
    nodes = [
        {"id": "dense_1", "type": "Dense", "units": 4, "frozen": True, "activation": "prelu"},
        {"id": "norm", "type": "BatchNorm", "frozen": True},
        {"id": "bend", "type": "Activation", "activation": "tanh", "frozen": True},
        {"id": "dense_2", "type": "Dense", "units": 4, "frozen": True},
    ]
    training = {
        "batch_size": 45,
        "epochs": 9,
        "optimizer": {"type": "momentum", "learning_rate": 0.05},
        "regularization": {"type": "l2", "rate": 0.1},
        "unfreeze": {"every": 2},
    }
    session = playground.Session(
        project(network={"nodes": nodes}, training=training), device="numpy"
    )
    path = tmp_path / "weights.npz"
    session.export(path)
    program = run("pytorch", design_of(session.project), tmp_path)
    network, metadata = program["load"](path)
    program["train"](network, *tensors(session.prepared.train))
    session.train(9)
    assert len(session.thawed) == 4
    x = session.prepared.dataset.features
    found = program["predict"](network, metadata, x)
    np.testing.assert_allclose(found, session.predict(x), rtol=2e-3, atol=2e-4)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_layers_with_rates_of_their_own_are_groups(schedule: str, tmp_path: Path) -> None:
    nodes = [
        {"id": "dense_1", "type": "Dense", "units": 4, "rate_factor": 0.1, "activation": "prelu"},
        {"id": "norm", "type": "BatchNorm", "rate_factor": 0.5},
        {"id": "bend", "type": "Activation", "activation": "prelu", "rate_factor": 0.0},
        {"id": "dense_2", "type": "Dense", "units": 4},
    ]
    session = playground.Session(
        project(
            network={"nodes": nodes},
            head__rate_factor=2.0,
            training={
                "batch_size": 45,
                "epochs": 6,
                "optimizer": {"type": "adam", "learning_rate": 0.02},
                "schedule": schedule,
            },
        ),
        device="numpy",
    )
    path = tmp_path / "weights.npz"
    session.export(path)
    program = run("pytorch", design_of(session.project), tmp_path)
    network, metadata = program["load"](path)
    rows = [session.prepared.train]
    if schedule == "reduce_on_plateau":
        rows.append(session.prepared.validation)
    program["train"](network, *(tensor for part in rows for tensor in tensors(part)))
    session.train(6)
    x = session.prepared.dataset.features
    found = program["predict"](network, metadata, x)
    np.testing.assert_allclose(found, session.predict(x), rtol=2e-3, atol=2e-4)


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


@pytest.mark.parametrize(("kind", "loss"), FIELDS, ids=str)
def test_the_fields_of_losses_count(kind: Any, loss: dict[str, Any], tmp_path: Path) -> None:
    network = chain({"type": "Dense", "units": 4})
    for final in (None, "sigmoid", "softmax"):
        one = made(network, head(kind, loss=loss, activation=final), signature(kind))
        y = targets(kind, len(one.x), np.random.default_rng(2))
        found = theirs("pytorch", one, y, tmp_path, in_torch)
        assert found == pytest.approx(loss_of(one, y), rel=2e-4, abs=1e-5)
