"""The bar on top, in the window: what each control changes, and what it does to the run."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest

from playground.gui import device_words

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
    assert window.transport._epoch.text() == "000,000"
    user.step(2)
    user.settle()
    assert window.transport._epoch.text() == "000,002"


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
