"""The bar on top, in the window: what each control changes, and what it does to the run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from playground.gui import device_words, theme
from playground.network.heads import HEADS
from playground.project.setup import Setup
from playground.training.pace import Pace
from playground.training.stopping import StopSpec

CTRL = Qt.KeyboardModifier.ControlModifier


def chosen(project):
    """What the pickers choose among, of a project."""
    training = project.training
    return {
        "head": project.head.name,
        "loss": project.head.loss_part.name,
        "optimizer": training.optimizer.name,
        "batch": training.batch_size,
        "regularization": (training.regularization.type, training.regularization.rate),
    }


@pytest.mark.parametrize(
    ("picker", "value"),
    [
        ("head", "binary_softmax"),
        ("loss", "mse"),
        ("optimizer", "sgd"),
        ("batch", 32),
        ("regularization", ("l2", 0.01)),
    ],
)
def test_each_picker_changes_the_document_and_the_running_session(window, user, picker, value):
    before = window.document.project
    user.run(epochs=2)
    epoch = user.frame.epoch
    user.pick(getattr(window.transport, picker), value)
    after = window.document.project
    assert chosen(after)[picker] == value
    assert getattr(window.transport, picker).value == value
    session = window.trainer.trainer
    user.wait(lambda: session._session.training == after.training)
    user.wait(lambda: session.newest.head == after.head and session.newest.epoch > epoch)
    assert session.newest.running
    user.press(Qt.Key.Key_Z, CTRL, widget=window)
    assert window.document.project == before
    shown = chosen(before)[picker]
    assert getattr(window.transport, picker).value in (shown, ("none", 0.0))
    user.wait(lambda: session._session.training == before.training)
    user.wait(lambda: session.newest.head == before.head)
    user.pause()


def test_the_rate_is_typed_and_taken_live_without_a_reset(window, user):
    user.run(epochs=3)
    epoch, field = user.frame.epoch, window.transport.rate.field
    user.click(field)
    field.selectAll()
    QTest.keyClicks(field, "0.003")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.document.project.training.optimizer.learning_rate == 0.003
    session = window.trainer.trainer
    user.wait(lambda: session._session.learning_rate == 0.003)
    user.wait(lambda: session.newest.epoch > epoch)
    user.pause()
    user.press(Qt.Key.Key_Z, CTRL, widget=window)
    user.wait(lambda: session._session.learning_rate == 0.01)
    assert window.transport.rate.rate == 0.01


def test_the_wheel_over_the_rate_steps_it_as_one_edit(window, user):
    rate = window.transport.rate
    place = rate.rect().center().toPointF()
    for _ in range(2):
        wheel = QWheelEvent(
            place,
            rate.mapToGlobal(place),
            place.toPoint() * 0,
            place.toPoint() * 0 + type(place.toPoint())(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        rate.wheelEvent(wheel)
    assert window.document.project.training.optimizer.learning_rate == 0.1
    assert window.document.undo_stack.count() == 1


def test_a_picker_is_worked_by_the_keyboard_alone(window, user):
    picker = window.transport.optimizer
    picker.setFocus()
    user.press(Qt.Key.Key_Down, widget=picker)
    user.wait(picker.menu.isVisible)
    for _ in range(3):
        QTest.keyClick(picker.menu, Qt.Key.Key_Up)
    QTest.keyClick(picker.menu, Qt.Key.Key_Return)
    assert window.document.project.training.optimizer.name == "sgd"


def test_run_cannot_be_pressed_while_the_network_is_broken_and_says_why(window, user):
    button = window.transport.run_button
    window.document.disconnect_nodes("dense_1", "head")
    reason = window.document.problems[0].message
    assert not button.isEnabled()
    assert button.toolTip() == reason
    user.press(Qt.Key.Key_Space, widget=window.canvas)
    user.bot.wait(50)
    assert not user.frame.running
    window.document.undo_stack.undo()
    assert button.isEnabled()
    assert "Space" in button.toolTip()


def test_a_network_broken_while_it_runs_comes_to_rest(window, user):
    user.run(epochs=1)
    window.document.disconnect_nodes("dense_1", "head")
    user.wait(lambda: not user.frame.running)
    user.wait(lambda: window.transport.run_button.accessibleName() == "Run")
    window.document.undo_stack.undo()
    user.run(epochs=1)
    user.pause()


def test_the_run_button_says_what_a_press_will_do(window, user):
    button = window.transport.run_button
    assert button.accessibleName() == "Run"
    user.run(epochs=1)
    user.wait(lambda: button.accessibleName() == "Pause")
    assert button.toolTip().startswith("Pause")
    user.pause()
    assert button.accessibleName() == "Run"


def test_epochs_are_counted_in_the_bar(window, user):
    assert window.transport.epoch_counter.text() == "000,000"
    user.step(2)
    user.settle()
    assert window.transport.epoch_counter.text() == "000,002"


def test_another_device_goes_on_with_the_same_weights(window, user):
    user.step()
    kept = user.frame.parameters
    user.pick(window.transport.device, "numpy")
    user.wait(lambda: user.frame.executor == "numpy")
    np.testing.assert_array_equal(user.frame.parameters, kept)
    assert user.frame.epoch == 1
    assert not window.document.undo_stack.canUndo()


def test_a_gpu_is_offered_where_there_is_one_and_named_where_it_runs(monkeypatch):
    for there in (False, True):
        monkeypatch.setattr(device_words, "seems_present", lambda there=there: there)
        offered = [name for name, _, _ in device_words.device_choices()]
        assert {"auto", "cpu", "numpy"} <= set(offered)
        assert ("cuda" in offered) is there
    assert device_words.executor_words("native", ", ") == "CPU, native"
    assert device_words.executor_words("cuda", " · ") == "GPU"
    assert device_words.place_of("cuda-tf32") == "GPU"


@pytest.mark.parametrize(
    ("key", "modifier", "kind"),
    [
        (Qt.Key.Key_Comma, Qt.KeyboardModifier.NoModifier, "sample"),
        (Qt.Key.Key_Period, Qt.KeyboardModifier.NoModifier, "batch"),
        (Qt.Key.Key_Period, Qt.KeyboardModifier.ShiftModifier, "epoch"),
    ],
)
def test_each_step_has_a_key_and_an_entry(window, user, key, modifier, kind):
    asked = []
    window.transport.step_requested.connect(asked.append)
    user.press(key, modifier, window)
    assert asked == [kind]
    next(a for a in window.transport.step_actions() if a.data() == kind).trigger()
    assert asked == [kind, kind]
    user.settle()


def test_a_slow_pace_is_chosen_and_said_so_that_nobody_wonders(window, user):
    pace, heard = window.transport.pace, []
    window.transport.pace_chosen.connect(heard.append)
    assert pace.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
    assert [a.text() for a in pace.choices.actions() if a.text()] == [
        "Full speed",
        *("30 steps/s", "10 steps/s", "3 steps/s", "1 step/s"),
        *("10 samples/s", "3 samples/s", "1 sample/s"),
    ]
    entry = next(a for a in pace.choices.actions() if a.text() == "1 sample/s")
    pace.choices.popup(pace.mapToGlobal(pace.rect().bottomLeft()))
    QTest.mouseClick(
        pace.choices,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        pace.choices.actionGeometry(entry).center(),
    )
    assert heard == [Pace(1.0, "sample")]
    assert pace.text() == "1 sample/s"
    assert pace.accessibleName() == "Pace: 1 sample/s"
    assert pace.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly
    shown = pace.grab().toImage()
    red, _, blue, _ = QColor(theme.current().accent).getRgb()
    near = [
        shown.pixelColor(x, y).blue() - shown.pixelColor(x, y).red() > (blue - red) // 2
        for x in range(shown.width())
        for y in range(shown.height())
    ]
    assert sum(near) > 20


LONG = {
    "data": {"source": "plane", "samples": 100},
    "head": {"type": "bounded_regression", "loss": "rmse"},
    "training": {
        "optimizer": {"type": "adadelta"},
        "regularization": {"type": "l2", "rate": 0.0001},
        "stop": {"epochs": 10_000},
    },
}


@pytest.mark.parametrize("width", [1180, 1280, 1440])
@pytest.mark.parametrize("parts", [{}, LONG], ids=["usual", "long"])
def test_nothing_in_the_bar_is_cut(open_window, user_of, project_of, parts, width):
    window = open_window(project_of(**parts))
    user = user_of(window)
    user.settle()
    window.resize(width, 700)
    user.bot.waitUntil(lambda: window.width() == width)
    bar = window.transport
    for speed in (0.0, 141_234.0):
        bar.set_pace(replace(user.frame, steps_per_second=speed))
        QApplication.processEvents()
        assert bar.width() == width
        for each in bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if each.isVisible():
                assert each.width() >= each.sizeHint().width(), each.accessibleName()
                assert each.geometry().right() < width
    assert bar.head.accessibleName().endswith(HEADS[window.document.project.head.name].label)


def test_stop_conditions_are_set_in_the_card_and_undone_one_by_one(window, user, merging):
    picker, stack = window.transport.stop, window.document.undo_stack
    assert picker.accessibleName() == "Stop: Off"
    user.click(picker)
    card = picker.card
    assert card.isVisible()
    # What a box says is ticked with Space, by the keyboard alone.
    QTest.keyClick(card.epochs.box, Qt.Key.Key_Space)
    assert window.document.project.training.stop == StopSpec(epochs=200)
    assert picker.accessibleName() == "Stop: 200 epochs"
    card.patience.field.setFocus()
    for _ in range(3):
        QTest.keyClick(card.patience.field, Qt.Key.Key_Up)
    assert window.document.project.training.stop.patience == card.patience.field.value() > 50
    assert stack.count() == 2
    card.metrics.setFocus()
    card.metrics.setCurrentIndex(card.metrics.findData("loss"))
    assert window.document.project.training.stop.metric is None
    QTest.keyClick(card.target.box, Qt.Key.Key_Space)
    stop = window.document.project.training.stop
    assert (stop.metric, stop.target) == ("loss", 0.1)
    assert picker.accessibleName() == "Stop: 3 conditions"
    card.close()
    for expected in (2, 1, 0):
        stack.undo()
        assert window.document.project.training.stop.count == expected
    assert not card.epochs.box.isChecked()
    assert picker.accessibleName() == "Stop: Off"


def test_a_share_is_a_percentage_in_the_card_and_a_share_in_the_document(window, user):
    card = window.transport.stop.card
    assert [card.metrics.itemData(i) for i in range(card.metrics.count())] == [
        *("accuracy", "balanced_accuracy", "f1", "loss")
    ]
    window.transport.stop.open_menu()
    card.target.field.setFocus()
    card.target.field.selectAll()
    QTest.keyClicks(card.target.field, "97.5")
    QTest.keyClick(card.target.field, Qt.Key.Key_Tab)
    stop = window.document.project.training.stop
    assert (stop.metric, stop.target) == ("accuracy", 0.975)
    assert window.transport.stop.accessibleName() == "Stop: accuracy ≥ 97.5%"
    card.close()
    window.document.set_data(source="plane")
    assert "never met" in window.transport.stop.toolTip()


def test_stop_conditions_that_are_locked_say_so(window, user):
    window.document.set_setup(Setup(locked=("training",)))
    assert not window.transport.stop.isEnabled()
    assert "locked" in window.transport.stop.toolTip()
    refused = []
    window.document.refused.connect(refused.append)
    window.document.set_stop(epochs=5)
    assert not window.document.project.training.stop
    assert "locked" in refused[0]


def test_the_bar_is_laid_out_once_and_rests(window, user, monkeypatch):
    user.settle()
    calls = []
    fit = type(window.transport)._fit
    monkeypatch.setattr(type(window.transport), "_fit", lambda bar: (calls.append(1), fit(bar)))
    window.transport.set_epoch(1_234)
    user.bot.wait(300)
    assert len(calls) < 10
    calls.clear()
    for epoch in range(1_235, 1_265):
        window.transport.set_epoch(epoch)
        user.bot.wait(5)
    assert not calls
