"""Conditions that end a run."""

from __future__ import annotations

from math import inf, nan

import numpy as np
import pytest
from pydantic import ValidationError

from playground.training.spec import TrainingSpec
from playground.training.stopping import StopSpec
from tests.training.test_timeline import session_of


def begun(**conditions):
    run = session_of(timeline=False, schedule={"type": "constant"}, stop=conditions)
    run.begin_run()
    return run


def stopped(most=400, **conditions):
    run = begun(**conditions)
    run.train(most)
    return run


def test_after_so_many_epochs_and_in_the_next_run_after_as_many():
    run = stopped(epochs=7)
    assert run.epoch == 7
    assert run.stopped == "Stopped: 7 epochs done."
    assert run.advance(5) == 0
    run.begin_run()
    assert run.advance_for(30.0) > 0
    assert run.epoch == 14
    assert run.stopped == "Stopped: 7 epochs done, at epoch 14."


def test_epochs_that_are_not_measured_end_it_too():
    run = begun(epochs=2003)  # from epoch 2000 on every second is measured
    assert run.advance_for(60.0) > 0
    assert run.epoch == 2003
    assert run.history.epochs()[-1] == 2002
    assert run.stopped == "Stopped: 2,003 epochs done."


def test_a_pause_does_not_begin_it_anew():
    run = begun(epochs=9)
    run.train(6)
    run.end_run()
    run.begin_run()
    run.train(50)
    assert run.epoch == 9


def test_what_is_changed_in_the_midst_counts_from_the_beginning_too():
    run = begun(epochs=50)
    run.train(6)
    run.begin_run(StopSpec(epochs=8))
    run.train(50)
    assert run.epoch == 8
    run.begin_run(StopSpec(epochs=50))
    run.train(20)
    run.begin_run(StopSpec(epochs=8))  # 20 are done: 8 more are not, 24 are
    run.train(50)
    assert run.epoch == 32


def test_patience_ends_it_so_many_epochs_after_the_lowest_validation_loss():
    run = stopped(patience=5)
    losses = run.history.series("loss")[1]
    assert run.epoch == losses.argmin() + 5
    assert "has not improved for 5 epochs" in run.stopped
    assert f"the best was {losses.min():.4g} at epoch {losses.argmin()}." in run.stopped


def test_losses_that_are_no_numbers_do_not_improve():
    run = begun(patience=4)
    for epoch, loss in enumerate((0.5, nan, inf, 0.4, nan, inf, nan, nan), 1):
        run.epoch = epoch
        run.history.record(epoch, {"loss": (loss, loss)})
        if run._stopper.reason(run):
            break
    assert epoch == 8
    assert "the best was 0.4 at epoch 4" in run._stopper.reason(run)


@pytest.mark.parametrize(
    ("metric", "target", "words"),
    [("accuracy", 0.55, "at least 55"), ("loss", 0.69, "at most 0.69")],
)
def test_a_target_ends_it_at_the_first_epoch_that_meets_it(metric, target, words):
    run = stopped(metric=metric, target=target)
    values = run.history.series(metric)[1]
    met = values <= target if metric == "loss" else values >= target
    assert not met[0]
    assert run.epoch == np.flatnonzero(met)[0]
    assert f"the target was {words}" in run.stopped
    run.begin_run()  # met from the start, it is not asked for again
    run.train(2)
    assert not run.stopped


def test_minutes_are_those_of_training_and_end_it_between_epochs_too():
    run = begun(minutes=0.002)
    while not run.stopped:
        run.advance(1)
        run.check_time()
    assert 0.12 <= run.seconds < 0.5
    assert "0.002 minutes of training done" in run.stopped


@pytest.mark.parametrize("change", ["reset", "go_to", "restore"])
def test_another_run_counts_anew(change):
    run = begun(epochs=9)
    start, state = run.moment(), run.state()
    run.train(6)
    run.end_run()
    {"reset": run.reset, "go_to": lambda: run.go_to(start), "restore": lambda: run.restore(state)}[
        change
    ]()
    run.begin_run()
    run.train(50)
    assert run.epoch == 9


def test_without_conditions_it_goes_on_and_nothing_is_written_of_them():
    run = session_of(timeline=False)
    run.begin_run()
    run.train(3)
    assert not run.stopped
    assert "stop" not in run.training.model_dump(mode="json")
    half = TrainingSpec(stop={"metric": "accuracy"})  # a target that is still to be typed
    assert TrainingSpec.model_validate_json(half.model_dump_json()) == half
    assert not half.stop


def test_an_unknown_metric_is_named_with_the_nearest():
    with pytest.raises(ValidationError, match="Did you mean 'accuracy'"):
        StopSpec(metric="acuracy", target=0.9)
