"""Training on pictures that are changed in every epoch."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import playground
from playground.data.augment import Augment
from playground.training.stepping.stepper import Stepper
from playground.training.stepping.upcoming import upcoming


def project(**augment: Any) -> Any:
    return playground.from_dict(
        {
            "data": {
                "source": "shapes",
                "samples": 60,
                "validation": 0.25,
                "augment": augment,
            },
            "network": {
                "nodes": [
                    {"id": "conv", "type": "Conv2D", "filters": 3, "activation": "relu"},
                    {"id": "flat", "type": "Flatten"},
                ]
            },
            "head": {"type": "multiclass"},
            "training": {"optimizer": {"type": "sgd", "learning_rate": 0.01}, "batch_size": 8},
        }
    )


ALL = {"flip": True, "shift": 0.1, "rotate": 20.0, "noise": 0.1}


def trained(device: str = "numpy", epochs: int = 3, **augment: Any) -> Any:
    session = playground.Session(project(**augment), device=device, dtype="float64", seed=3)
    session.train(epochs)
    return session


def parameters(session: Any) -> np.ndarray:
    return np.concatenate([array.ravel() for array in session.parameters().values()])


def test_an_epoch_sees_the_pictures_that_belong_to_it() -> None:
    session = trained(**ALL)
    by_hand = playground.Session(project(), device="numpy", dtype="float64", seed=3)
    rows = by_hand.prepared.train
    for epoch in range(3):
        seen = Augment(**ALL).apply(rows.features_as(np.dtype(np.float64)), 3, epoch)
        order = session._orders.of(epoch)
        for begin in range(0, len(order), 8):
            chosen = order[begin : begin + 8]
            by_hand.step(seen[chosen], rows.targets[chosen])
    np.testing.assert_allclose(parameters(session), parameters(by_hand), rtol=1e-9)
    plain = trained()
    assert not np.allclose(parameters(session), parameters(plain))


def test_in_pieces_and_on_every_executor_it_is_the_same_run() -> None:
    whole = trained(**ALL)
    pieces = playground.Session(project(**ALL), device="numpy", dtype="float64", seed=3)
    while pieces.epoch < 3:
        pieces.advance(2)
    assert np.array_equal(parameters(pieces), parameters(whole))
    native = trained(device="cpu", **ALL)
    np.testing.assert_allclose(parameters(native), parameters(whole), rtol=1e-6, atol=1e-9)


def test_validation_pictures_stay_as_they_are() -> None:
    session = trained(**ALL)
    rows = session.prepared.split.validation
    answers = session.predict(session.prepared.dataset.features[rows])
    right = answers.argmax(axis=1) == session.prepared.dataset.targets[rows]
    assert session.metrics("validation")["accuracy"] == pytest.approx(right.mean())


def test_the_debuggers_step_is_the_runs_own() -> None:
    session = trained(epochs=2, **ALL)
    stepper = Stepper(upcoming(session.moment(), session.current_rate), np.float64)
    stepper.go_to(len(stepper.instructions))
    session.advance(1)
    own = session._executor.parameters
    np.testing.assert_allclose(stepper.executor.parameters, own, rtol=1e-9)
