from __future__ import annotations

import sys

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal, Slot

from playground.gui.pulse import Pulse
from playground.gui.trainer import Trainer, TrainerThread
from playground.training.run_state import RunState
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
    epochs, series = trainer.curves
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
    thread.take_state.emit()
    assert taken.next() == (None,)


def test_a_restored_run_goes_on_as_if_it_had_never_stopped(
    thread, trainer, qtbot, project_of, listen
):
    for epoch in (1, 2):
        thread.step_epoch.emit()
        qtbot.waitUntil(lambda epoch=epoch: trainer.newest.epoch == epoch)
    taken = listen(trainer.state_taken)
    thread.take_state.emit()
    (state,) = taken.next()
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
    thread.take_state.emit()
    (state,) = taken.next()
    other = project_of({"id": "dense_1", "type": "Dense", "units": 9})
    thread.configure.emit(other, False)
    refused = listen(trainer.refused)
    thread.restore.emit(state)
    assert "numbers" in refused.next()[0]


def test_the_last_word_is_the_state_at_the_end(qtbot, project_of):
    thread = TrainerThread()
    thread.configure.emit(project_of(), False)
    thread.run.emit()
    qtbot.waitUntil(lambda: thread.trainer.newest is not None and thread.trainer.newest.epoch > 1)
    state = thread.finish()
    assert state is not None
    assert state.epoch >= 2


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
