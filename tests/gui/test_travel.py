"""Travelling to an earlier moment: every view shows it, and the run can go on from there."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from playground.gui.plots.map_grid import cell_centres
from playground.project.session import ProjectSession


def at_epoch(window, epoch):
    return next(m for m in window.trainer.trainer.moments if m.epoch == epoch)


@pytest.fixture
def trained(window, user):
    """The window after twelve epochs, and the weights of each."""
    weights = {0: user.frame.parameters.copy()}
    for epoch in range(1, 13):
        user.step()
        weights[epoch] = user.frame.parameters.copy()
    user.settle()
    user.wait(lambda: window.trainer.trainer.moments[-1].epoch == 12)
    return weights


def test_each_kept_moment_has_the_weights_of_a_run_stopped_there(window, user, trained):
    for epoch in range(13):
        np.testing.assert_array_equal(at_epoch(window, epoch).parameters, trained[epoch])
        stopped = ProjectSession(window.document.project, device="auto")
        if epoch:
            stopped.train(epoch)
        np.testing.assert_array_equal(stopped.snapshot().parameters, trained[epoch])


def test_every_view_shows_the_moment_that_was_travelled_to(window, user, trained):
    bar = window.timeline
    bar.setFocus()
    user.press(Qt.Key.Key_Home, widget=bar)
    for _ in range(5):
        user.press(Qt.Key.Key_Right, widget=bar)
    user.settle()
    shown = window.display.shown
    assert not shown.live
    np.testing.assert_array_equal(shown.frame.parameters, trained[5])
    drawn = user.map.canvas._map
    height, width = drawn.values.shape[:2]
    stopped = ProjectSession(window.document.project)
    stopped.train(5)
    expected = stopped.predict(cell_centres(drawn.look.extent, height, width))
    np.testing.assert_allclose(drawn.values.reshape(-1, 1), expected, rtol=1e-4, atol=1e-5)
    user.press(Qt.Key.Key_End, widget=bar)
    user.settle()
    assert window.display.shown.live
    assert window.display.shown.frame is user.frame


def test_looking_back_changes_nothing_in_the_run(window, user, trained):
    window.timeline.travelled.emit(at_epoch(window, 3))
    user.settle()
    assert user.frame.epoch == 12
    user.step()
    user.settle()
    assert user.frame.epoch == 13
    assert window.display.shown.live
    alone = ProjectSession(window.document.project)
    alone.train(13)
    np.testing.assert_array_equal(user.frame.parameters, alone.snapshot().parameters)


def test_going_on_from_an_earlier_moment_pins_the_run_and_ends_where_it_would_have(
    window, user, trained
):
    window.timeline.travelled.emit(at_epoch(window, 4))
    user.settle()
    window.timeline.branch_requested.emit(at_epoch(window, 4))
    user.wait(lambda: user.frame.epoch == 4)
    user.settle()
    assert window.display.shown.live
    assert [run.curves.epochs[-1] for run in window.runs.all] == [12.0]
    assert window.trainer.trainer.moments[-1].epoch == 4
    user.step(8)
    np.testing.assert_array_equal(user.frame.parameters, trained[12])


def test_a_reset_while_looking_back_shows_the_new_run(window, user, trained):
    window.timeline.travelled.emit(at_epoch(window, 3))
    user.settle()
    user.press(Qt.Key.Key_R, widget=window)
    user.wait(lambda: user.frame.epoch == 0)
    user.settle()
    assert window.display.shown.live
    assert len(window.trainer.trainer.moments) <= 1


def test_when_a_run_has_ended_by_itself_the_best_weights_are_one_click_away(window, user):
    window.document.set_stop(patience=3, epochs=200)
    user.settle()
    user.press_run()
    user.wait(lambda: user.frame.epoch > 0 and not user.frame.running)
    user.wait(lambda: window.banner.isVisible())
    assert "Stopped" in window.banner.label.text()
    user.settle()
    best = window.trainer.trainer.best
    losses = window.trainer.trainer.curves.series["loss"][1]
    assert losses[best.epoch] == losses.min()
    button = next(b for b in window.banner.findChildren(QAbstractButton) if "best" in b.text())
    user.click(button)
    user.settle()
    assert window.display.shown.frame.epoch == best.epoch
    np.testing.assert_array_equal(window.display.shown.frame.parameters, best.parameters)
