from __future__ import annotations

import sys
from queue import SimpleQueue
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal, Slot

from playground.gui.pulse import Pulse
from playground.gui.trainer import Taken, Trainer
from playground.gui.trainer_thread import TrainerThread
from playground.training.pace import FULL_SPEED, Pace
from playground.training.run_state import RunState
from playground.training.stopping import StopSpec
from tests.engine.executors.gpu import computer

__all__ = ["computer"]


@pytest.fixture
def thread(qtbot):
    """A trainer in its thread."""
    made = TrainerThread()
    yield made
    made.finish()


@pytest.fixture
def trainer(thread, listen, project_of):
    """The trainer, with a project in force."""
    configured = listen(thread.trainer.configured)
    thread.configure.emit(project_of(), False)
    configured.next()
    return thread.trainer


def test_it_runs_until_paused_and_tells_by_its_newest_frame(thread, trainer, qtbot):
    thread.run.emit()
    qtbot.waitUntil(lambda: trainer.newest.epoch > 3)
    assert trainer.newest.running
    thread.pause.emit()
    qtbot.waitUntil(lambda: not trainer.newest.running)
    rested = trainer.newest
    qtbot.wait(60)
    assert trainer.newest is rested
    assert rested.steps_per_second == 0
    epochs, series = trainer.curves.epochs, trainer.curves.series
    assert len(epochs) == rested.epoch + 1
    assert all(len(curve) == len(epochs) for pair in series.values() for curve in pair)


def test_a_frame_is_never_changed_by_further_training(thread, trainer, qtbot):
    frame = trainer.newest
    kept = frame.parameters.copy()
    thread.step_epoch.emit()
    qtbot.waitUntil(lambda: trainer.newest.epoch == 1)
    np.testing.assert_array_equal(frame.parameters, kept)
    assert not np.array_equal(trainer.newest.parameters, kept)


def test_running_is_the_same_training_as_stepping(thread, trainer, qtbot, project_of):
    thread.run.emit()
    qtbot.waitUntil(lambda: trainer.newest.epoch > 2)
    thread.step_epoch.emit()  # rests at the end of the epoch in progress
    qtbot.waitUntil(lambda: not trainer.newest.running)
    ran = trainer.newest
    thread.reset.emit(None)
    for epoch in range(1, ran.epoch + 1):
        thread.step_epoch.emit()
        qtbot.waitUntil(lambda epoch=epoch: trainer.newest.epoch == epoch)
    np.testing.assert_array_equal(trainer.newest.parameters, ran.parameters)
    assert trainer.newest.steps == ran.steps


def test_pause_and_run_in_one_breath_do_not_start_two_runs(qapp, qtbot, project_of):
    trainer = Trainer(Pulse())  # in this thread, so that what waits in the queue can be counted
    trainer.configure(project_of(), False)
    waiting = []
    trainer._again.connect(lambda: waiting.append(trainer))
    trainer.run()
    for _ in range(5):
        trainer.pause()
        trainer.run()
    assert len(waiting) == 1
    qtbot.waitUntil(lambda: trainer.newest.epoch > 0)
    trainer.pause()


def test_the_rate_changes_without_a_reset(thread, trainer, qtbot):
    thread.step_epoch.emit()
    qtbot.waitUntil(lambda: trainer.newest.epoch == 1)
    before = trainer.newest.parameters
    thread.set_learning_rate.emit(1e-12)
    thread.step_batch.emit()
    qtbot.waitUntil(lambda: trainer.newest.steps > 4)
    assert trainer.newest.epoch == 1
    np.testing.assert_allclose(trainer.newest.parameters, before, atol=1e-9)


def test_what_diverges_stops_and_says_so_with_finite_weights(
    thread, trainer, qtbot, project_of, listen
):
    wild = {"optimizer": {"type": "sgd", "learning_rate": 1e6}}
    parts = {"data": {"source": "plane", "samples": 60}, "head": {"type": "regression"}}
    layers = ({"id": f"dense_{n}", "type": "Dense", "activation": "relu"} for n in (1, 2))
    thread.configure.emit(project_of(*layers, **parts, training=wild), False)
    stopped = listen(trainer.stopped)
    thread.run.emit()
    (message,) = stopped.next()
    assert "Training diverged" in message
    qtbot.waitUntil(lambda: not trainer.newest.running)
    assert np.isfinite(trainer.newest.parameters).all()


def test_a_gpu_that_is_lost_is_told_once_and_the_run_goes_on(
    computer, thread, trainer, qtbot, project_of, listen
):
    computer.card.left = 40
    noticed = listen(trainer.noticed)
    thread.use_device.emit("cuda")
    qtbot.waitUntil(lambda: trainer.newest.executor == "cuda")
    thread.run.emit()
    (message,) = noticed.next()
    assert "fallen out" in message
    epoch = trainer.newest.epoch
    qtbot.waitUntil(lambda: trainer.newest.epoch > epoch + 3)
    thread.pause.emit()
    qtbot.waitUntil(lambda: not trainer.newest.running)
    assert trainer.newest.executor == "numpy"
    thread.configure.emit(project_of(), True)
    qtbot.wait(60)
    assert noticed.heard == []


def test_a_project_that_cannot_run_is_refused_and_the_run_goes_on_from_nothing(
    thread, trainer, qtbot, project_of, listen
):
    thread.step_epoch.emit()
    qtbot.waitUntil(lambda: trainer.newest.epoch == 1)
    broken = project_of({"id": "mystery_1", "type": "Mystery"})
    refused = listen(trainer.refused)
    thread.configure.emit(broken, False)
    (message,) = refused.next()
    assert "Mystery" in message
    assert trainer.newest is None
    configured = listen(trainer.configured)
    thread.configure.emit(project_of(), True)
    configured.next()
    assert trainer.newest.epoch == 0
    assert trainer.newest.last == {}


def test_an_edit_that_cannot_run_leaves_the_session_as_it_was(
    thread, trainer, qtbot, project_of, listen
):
    thread.step_epoch.emit()
    qtbot.waitUntil(lambda: trainer.newest.epoch == 1)
    refused = listen(trainer.refused)
    thread.configure.emit(project_of({"id": "mystery_1", "type": "Mystery"}), True)
    (message,) = refused.next()
    assert trainer.newest.epoch == 1
    # Nor is it run behind the edit's back.
    for ask in (thread.run, thread.step_batch):
        ask.emit()
        assert refused.next() == (message,)
    assert trainer.newest.epoch == 1
    thread.configure.emit(project_of(), True)
    thread.step_epoch.emit()
    qtbot.waitUntil(lambda: trainer.newest.epoch == 2)


def test_a_state_is_given_even_when_there_is_no_session(thread, qtbot, listen):
    taken = listen(thread.trainer.state_taken)
    thread.take_state.emit(7)
    assert taken.next() == (Taken(7),)


def test_a_restored_run_goes_on_as_if_it_had_never_stopped(
    thread, trainer, qtbot, project_of, listen
):
    for epoch in (1, 2):
        thread.step_epoch.emit()
        qtbot.waitUntil(lambda epoch=epoch: trainer.newest.epoch == epoch)
    taken = listen(trainer.state_taken)
    thread.take_state.emit(1)
    state = taken.next()[0].run
    thread.step_epoch.emit()
    qtbot.waitUntil(lambda: trainer.newest.epoch == 3)
    expected = trainer.newest.parameters
    thread.configure.emit(project_of(), False)
    thread.restore.emit(state)
    qtbot.waitUntil(lambda: trainer.newest.epoch == 2)
    assert isinstance(state, RunState)
    thread.step_epoch.emit()
    qtbot.waitUntil(lambda: trainer.newest.epoch == 3)
    np.testing.assert_array_equal(trainer.newest.parameters, expected)


def test_a_state_of_another_network_is_refused_in_words(thread, trainer, qtbot, project_of, listen):
    taken = listen(trainer.state_taken)
    thread.take_state.emit(1)
    state = taken.next()[0].run
    other = project_of({"id": "dense_1", "type": "Dense", "units": 9})
    thread.configure.emit(other, False)
    refused = listen(trainer.refused)
    thread.restore.emit(state)
    assert "numbers" in refused.next()[0]


def test_one_who_waits_is_answered_with_the_run_and_the_document_it_is_of(
    thread, trainer, qtbot, project_of
):
    thread.run.emit()
    qtbot.waitUntil(lambda: trainer.newest.epoch > 1)
    thread.set_learning_rate.emit(0.125)
    answers = SimpleQueue()
    thread.answer.emit(answers)
    taken = answers.get(timeout=30)
    assert taken.run.epoch >= 2
    assert taken.spec.network == project_of().network
    assert taken.spec.training.optimizer.learning_rate == 0.125
    assert taken.run.control[1] == np.float32(0.125)


def step_epochs(thread, trainer, qtbot, epochs):
    for _ in range(epochs):
        epoch = trainer.newest.epoch
        thread.step_epoch.emit()
        qtbot.waitUntil(lambda epoch=epoch: trainer.newest.epoch == epoch + 1)
    qtbot.waitUntil(lambda: not trainer.newest.running)


def test_going_on_from_a_kept_moment_is_the_run_that_never_stopped(thread, trainer, qtbot):
    step_epochs(thread, trainer, qtbot, 9)
    ended, moments = trainer.newest.parameters, trainer.moments
    assert [moment.epoch for moment in moments] == list(range(10))
    thread.run.emit()
    qtbot.waitUntil(lambda: trainer.newest.epoch > 20)
    thread.go_to.emit(moments[4])
    qtbot.waitUntil(lambda: trainer.newest.epoch == 4)
    assert not trainer.newest.running
    assert trainer.moments == moments[:5]
    assert trainer.curves.epochs[-1] == 4
    np.testing.assert_array_equal(trainer.newest.parameters, moments[4].parameters)
    step_epochs(thread, trainer, qtbot, 5)
    np.testing.assert_array_equal(trainer.newest.parameters, ended)


def test_a_moment_from_before_an_edit_is_refused_until_the_edit_is_undone(
    thread, trainer, qtbot, project_of, listen
):
    step_epochs(thread, trainer, qtbot, 3)
    early, configured, refused = trainer.moments[1], *map(listen, told_by(trainer))
    thread.configure.emit(project_of({"id": "dense_1", "type": "Dense", "units": 9}), True)
    configured.next()
    thread.go_to.emit(early)
    assert "Undo the edits of the network first" in refused.next()[0]
    assert trainer.newest.epoch == 3
    assert early in trainer.moments
    thread.configure.emit(project_of(), True)
    configured.next()
    thread.go_to.emit(early)
    qtbot.waitUntil(lambda: trainer.newest.epoch == 1)
    np.testing.assert_array_equal(trainer.newest.parameters, early.parameters)


def told_by(trainer):
    return trainer.configured, trainer.refused


def test_curves_count_epochs_steps_and_seconds(thread, trainer, qtbot):
    step_epochs(thread, trainer, qtbot, 4)
    curves = trainer.curves
    np.testing.assert_array_equal(curves.epochs, np.arange(5))
    np.testing.assert_array_equal(curves.steps, curves.steps[1] * np.arange(5))
    assert curves.steps[-1] == trainer.newest.steps
    assert (np.diff(curves.seconds) > 0).all()
    assert curves.seconds[-1] < 1.0
    losses = curves.series["loss"][1]
    assert trainer.best.epoch == losses.argmin()


def test_slow_motion_takes_a_step_at_a_time_and_obeys_at_once(thread, trainer, qtbot):
    thread.set_pace.emit(Pace(50.0, "step"))
    thread.run.emit()
    begin = perf_counter()
    qtbot.waitUntil(lambda: trainer.newest.steps >= 10)
    assert perf_counter() - begin > 0.15
    thread.set_pace.emit(Pace(0.01, "step"))  # a step in 100 seconds
    qtbot.waitUntil(lambda: trainer._ticks.interval() == 100_000)
    rested = trainer.newest
    qtbot.wait(50)
    assert trainer.newest is rested
    thread.set_pace.emit(FULL_SPEED)
    qtbot.waitUntil(lambda: trainer.newest.epoch > 20)
    thread.set_pace.emit(Pace(0.01, "step"))
    qtbot.waitUntil(lambda: trainer._ticks.interval() == 100_000)
    thread.pause.emit()
    qtbot.waitUntil(lambda: not trainer.newest.running)  # long before the next step


def test_samples_flow_one_by_one_and_the_step_comes_after_the_last(thread, trainer, qtbot):
    thread.step_batch.emit()
    qtbot.waitUntil(lambda: trainer.newest.steps == 1)
    after_one = trainer.newest.parameters
    thread.step_batch.emit()
    qtbot.waitUntil(lambda: trainer.newest.steps == 2)
    after_two = trainer.newest.parameters
    thread.reset.emit(None)
    qtbot.waitUntil(lambda: trainer.newest.steps == 0)
    start, seen = trainer.newest.parameters, []
    for _ in range(17):
        before = trainer.newest
        thread.step_sample.emit()
        qtbot.waitUntil(lambda before=before: trainer.newest is not before)
        seen.append(trainer.newest)
    assert [frame.in_batch for frame in seen[:16]] == [(k, 16) for k in range(1, 17)]
    order = trainer._session._orders.of(0)
    rows = trainer._session.prepared.split.train[order]
    assert [frame.sample for frame in seen] == rows[:17].tolist()
    assert {frame.steps for frame in seen[:16]} == {0}
    for frame in seen[:16]:
        np.testing.assert_array_equal(frame.parameters, start)
    assert (seen[16].steps, seen[16].in_batch) == (1, (1, 16))
    np.testing.assert_array_equal(seen[16].parameters, after_one)
    thread.step_batch.emit()  # the batch whose first sample flows
    qtbot.waitUntil(lambda: trainer.newest.steps == 2)
    np.testing.assert_array_equal(trainer.newest.parameters, after_two)
    assert trainer.newest.sample is None


def test_sample_by_sample_gives_the_numbers_of_full_speed(thread, trainer, qtbot):
    step_epochs(thread, trainer, qtbot, 2)
    fast = trainer.newest
    thread.reset.emit(None)
    thread.set_pace.emit(Pace(1000.0, "sample"))
    qtbot.waitUntil(lambda: trainer.newest.epoch == 0)
    flowed = set()
    for epoch in (1, 2):
        thread.step_epoch.emit()
        while trainer.newest.epoch < epoch or trainer.newest.running:
            flowed.add(trainer.newest.in_batch)
            qtbot.wait(1)
    assert (2, 2) in flowed or (1, 2) in flowed  # 50 samples: the last batch has but two
    np.testing.assert_array_equal(trainer.newest.parameters, fast.parameters)
    assert trainer.newest.last == fast.last
    thread.set_pace.emit(FULL_SPEED)
    qtbot.waitUntil(lambda: trainer.newest.sample is None)


def test_a_number_set_by_hand_is_trained_on_from(thread, trainer, qtbot, listen):
    refused = listen(trainer.refused)
    thread.set_number.emit("dense_1.weight", (1, 2), 0.75)
    qtbot.waitUntil(lambda: trainer.newest.trained().parameters["dense_1.weight"][1, 2] == 0.75)
    thread.set_number.emit("dense_1.weight", (1, 99), 0.75)
    assert "shape (2, 4)" in refused.next()[0]
    thread.set_learning_rate.emit(1e-9)  # or it would soon have gone on from there
    thread.run.emit()
    qtbot.waitUntil(lambda: trainer.newest.epoch > 2)
    thread.set_number.emit("head.bias", (0,), 3.0)
    qtbot.waitUntil(lambda: trainer.newest.trained().parameters["head.bias"][0] > 2.0)
    assert trainer.newest.running
    thread.pause.emit()


@pytest.mark.parametrize("pace", [FULL_SPEED, Pace(2000.0, "step")])
def test_a_stop_condition_ends_the_run_and_says_which(
    thread, trainer, qtbot, project_of, listen, pace
):
    finished, stopped = listen(trainer.finished), listen(trainer.stopped)
    thread.configure.emit(project_of(training={"stop": {"epochs": 6}}), True)
    thread.set_pace.emit(pace)
    thread.run.emit()
    assert finished.next() == ("Stopped: 6 epochs done.",)
    qtbot.waitUntil(lambda: not trainer.newest.running)
    assert trainer.newest.epoch == 6
    assert stopped.heard == []
    thread.set_stop.emit(StopSpec(epochs=2))
    thread.run.emit()
    assert finished.next() == ("Stopped: 2 epochs done, at epoch 8.",)
    thread.set_stop.emit(StopSpec())
    thread.run.emit()
    qtbot.waitUntil(lambda: trainer.newest.epoch > 12)
    thread.set_stop.emit(StopSpec(epochs=3))
    assert "epochs done" in finished.next()[0]


def test_a_reset_in_the_midst_of_a_run_counts_anew(thread, trainer, qtbot, project_of, listen):
    finished = listen(trainer.finished)
    thread.configure.emit(project_of(training={"stop": {"epochs": 30}}), True)
    thread.set_pace.emit(Pace(400.0, "step"))
    thread.run.emit()
    qtbot.waitUntil(lambda: trainer.newest.epoch > 1)
    thread.reset.emit(None)
    thread.set_pace.emit(FULL_SPEED)
    assert finished.next() == ("Stopped: 30 epochs done.",)
    qtbot.waitUntil(lambda: not trainer.newest.running)
    assert trainer.newest.epoch == 30


def test_a_bound_too_small_for_any_moment_is_told_once(thread, trainer, qtbot, listen):
    noticed = listen(trainer.noticed)
    step_epochs(thread, trainer, qtbot, 3)
    assert trainer.moments
    thread.set_history_bound.emit(10)
    assert "give it more" in noticed.next()[0]
    qtbot.waitUntil(lambda: trainer.moments == ())
    step_epochs(thread, trainer, qtbot, 3)
    assert noticed.heard == []


def test_signals_and_void_calls_lose_no_references(qapp):
    """PySide6 6.12.0 on CPython 3.11 loses one of True an emit and one of None a void call."""
    if sys.version_info >= (3, 12):
        pytest.skip("these objects are immortal")
    teller = Teller()
    teller.told.connect(teller.take)
    teller.told.emit(True)
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(1000):
        teller.told.emit(True)
        teller.setObjectName("teller")
        teller.blockSignals(False)
    lost = before[0] - sys.getrefcount(True), before[1] - sys.getrefcount(None)
    assert max(lost) < 50, f"references lost on True and None: {lost}"


class Teller(QObject):
    told = Signal(bool)

    @Slot(bool)
    def take(self, value):
        assert value is True


def test_the_trainer_never_works_in_the_windows_thread(thread, qapp):
    assert isinstance(thread.trainer, Trainer)
    assert thread.trainer.thread() is not qapp.thread()
    assert thread.trainer.thread().objectName() == "trainer"
    assert thread.thread() is qapp.thread()
