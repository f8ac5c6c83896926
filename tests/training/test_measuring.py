"""Measuring of large data at an epoch's end goes on in slices, and comes to the same."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.prepare import prepare
from playground.data.spec import DataSpec
from playground.network.heads import Binary
from playground.network.layers.dense import Dense
from playground.network.spec import NetworkSpec
from playground.training import evaluator
from playground.training.session import Session
from playground.training.spec import TrainingSpec

# Three runs of the judge on either side.
DATA = DataSpec(source="moons", samples=6_000)


@pytest.fixture(autouse=True)
def _pauses_after_every_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluator, "_RUNS", 1)


def session(**training: object) -> Session:
    network = NetworkSpec(nodes=(Dense(id="dense_1", units=4),))
    spec = TrainingSpec.model_validate({"batch_size": 500, **training})
    return Session(network, Binary(), spec, prepare(DATA), device="numpy")


def test_slices_measure_what_whole_epochs_do_and_take_no_step_meanwhile() -> None:
    whole, sliced = session(), session()
    whole.train(3)
    sliced.note_start()
    waited = 0
    while sliced.epoch < 3 or sliced.measuring:
        before, rows = sliced.measuring, len(sliced.history)
        taken = sliced.advance_for(0.0, to_epoch_end=True)
        if before and sliced.measuring:
            assert (taken, len(sliced.history)) == (0, rows)
            waited += 1
    assert waited >= 3
    ours, theirs = sliced.history.columns(), whole.history.columns()
    for name in ("epoch", "train loss", "validation accuracy", "step"):
        if name in theirs:
            assert np.array_equal(ours[name], theirs[name]), name
    assert set(ours) == set(theirs)
    assert sliced.loss() == whole.loss()


def test_to_the_end_of_an_epoch_means_until_it_is_measured() -> None:
    run = session()
    run.note_start()
    while not (run.epoch == 1 and not run.measuring):
        run.advance_for(0.0, to_epoch_end=True)
    assert (run.epoch, run.steps, len(run.history)) == (1, 6, 2)


def test_a_stop_condition_is_looked_at_once_the_epoch_is_measured() -> None:
    run = session(stop={"metric": "loss", "target": 10.0, "epochs": 2})
    run.begin_run()
    while not run.stopped:
        assert run.epoch <= 2
        run.advance_for(0.0)
    assert (run.epoch, len(run.history)) == (2, 3)
    assert "2 epochs done" in run.stopped


def test_the_start_is_measured_in_slices_too_and_before_the_first_step() -> None:
    run = session()
    run.begin_to_note_start()
    run.begin_run()
    assert (run.advance_for(0.0), len(run.history)) == (0, 0)
    while run.measuring:
        run.advance_for(0.0, to_epoch_end=True)
    assert (run.steps, len(run.history)) == (0, 1)
    with_target = session(stop={"metric": "loss", "target": 10.0})
    with_target.begin_to_note_start()
    with_target.begin_run()
    assert len(with_target.history) == 1  # conditions begin from it


@pytest.mark.parametrize("way", ["reset", "number", "advance", "step"])
def test_what_changes_the_weights_meanwhile_leaves_no_measurement_of_others(way: str) -> None:
    run = session()
    run.note_start()
    while not run.measuring:
        run.advance_for(0.0)
    run.advance_for(0.0)
    match way:
        case "reset":
            run.reset()
            assert len(run.history) == 0
        case "number":
            run.set_number("head.bias", (0,), 3.0)
            assert len(run.history) == 1
        case "advance":
            run.advance(1)
            assert len(run.history) == 2
        case "step":
            rows = run.prepared.train
            run.step(rows.features[:5], rows.targets[:5])
            assert len(run.history) == 2
    assert not run.measuring
