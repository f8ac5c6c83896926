"""Paces, steps and stop conditions in the bar: what each does to the run."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.project.setup import Setup
from playground.training.pace import FULL_SPEED, PACES, Pace
from playground.training.stopping import StopSpec

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def type_into(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_condition_is_set_in_the_card_ends_the_run_and_is_undone(window, user):
    picker, document = window.transport.stop, window.document
    user.click(picker)
    user.wait(picker.card.isVisible)
    type_into(picker.card.epochs.field, "6")
    assert document.project.training.stop == StopSpec(epochs=6)
    picker.card.hide()
    assert picker.accessibleName() == "Stop: 6 epochs"
    user.wait(lambda: window.trainer.trainer._session.training.stop.epochs == 6)
    user.press_run()
    user.wait(lambda: user.frame.epoch == 6 and not user.frame.running)
    user.wait(lambda: window.transport.run_button.accessibleName() == "Run")
    user.wait(lambda: window.banner.label.text() == "Stopped: 6 epochs done.")
    user.press(Qt.Key.Key_Z, CTRL, widget=window)
    assert document.project.training.stop == StopSpec()
    assert picker.accessibleName() == "Stop: Off"
    assert user.frame.epoch == 6  # what was learned stays


def test_a_target_is_of_the_metric_that_is_chosen_and_in_its_units(window, user):
    card, document = window.transport.stop.card, window.document
    user.click(window.transport.stop)
    user.wait(card.isVisible)
    card.target.box.setChecked(True)
    stop = document.project.training.stop
    assert (stop.metric, stop.target) == ("accuracy", 0.95)
    type_into(card.target.field, "87.5")
    assert document.project.training.stop.target == 0.875
    card.metrics.setCurrentIndex(card.metrics.findData("loss"))
    assert document.project.training.stop.metric == "loss"
    card.target.box.setChecked(False)
    assert document.project.training.stop == StopSpec()
    card.hide()


def test_conditions_are_locked_with_the_training(window, user):
    window.document.set_setup(Setup(locked=("training",)))
    assert not window.transport.stop.isEnabled()
    assert "locked" in window.transport.stop.toolTip()
    window.document.set_stop(epochs=3)
    assert window.document.project.training.stop == StopSpec()
    window.document.set_setup(Setup())
    assert window.transport.stop.isEnabled()


@pytest.mark.parametrize("pace", [PACES[1], Pace(10.0, "sample")])
def test_a_pace_is_chosen_by_hand_and_said_beside_the_step(window, user, pace):
    picker = window.transport.pace
    entry = next(each for each in picker.choices.actions() if each.data() == pace)
    entry.trigger()
    assert picker.accessibleName() == f"Pace: {pace.label}"
    assert picker.text() == pace.label
    user.wait(lambda: window.trainer.trainer._speed == pace)
    user.press_run()
    user.wait(lambda: user.frame.running)
    if pace.unit == "sample":
        user.wait(lambda: user.frame.in_batch == (3, 16))
        user.wait(lambda: "of 16 in this batch" in window.status._run.text())
    else:
        user.wait(lambda: user.frame.steps >= 3)
    assert user.frame.epoch == 0
    next(each for each in picker.choices.actions() if each.data() == FULL_SPEED).trigger()
    user.wait(lambda: user.frame.epoch > 5)
    user.pause()
    assert user.frame.sample is None


def test_keys_step_by_sample_batch_and_epoch(window, user):
    user.press(Qt.Key.Key_Comma, widget=window)
    user.wait(lambda: user.frame.in_batch == (1, 16))
    user.press(Qt.Key.Key_Comma, widget=window)
    user.wait(lambda: user.frame.in_batch == (2, 16))
    assert user.frame.steps == 0
    user.settle()
    assert "sample 2 of 16 in this batch" in window.status._run.text()
    user.press(Qt.Key.Key_Period, widget=window)
    user.wait(lambda: user.frame.steps == 1)
    user.press(Qt.Key.Key_Period, SHIFT, widget=window)
    user.wait(lambda: user.frame.epoch == 1)


@pytest.mark.parametrize("width", [1180, 1280, 1440, 1920])
def test_nothing_in_the_bar_is_cut_off_at_any_width(window, user, width):
    window.document.set_stop(epochs=10_000, patience=50)
    window.transport.pace.choices.actions()[-1].trigger()
    window.resize(width, 720)
    user.bot.waitUntil(lambda: window.width() == width)
    user.settle()
    bar = window.transport
    parts = [bar.stop, bar.pace, bar.head, bar.loss, bar.optimizer, bar.batch, bar.device]
    boxes = [part.geometry() for part in parts]
    for part, box in zip(parts, boxes, strict=True):
        assert box.width() >= part.sizeHint().width() - 1, part.accessibleName()
        assert bar.rect().contains(box), part.accessibleName()
    assert not any(a.intersects(b) for a in boxes for b in boxes if a is not b)
