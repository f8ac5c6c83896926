from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt


def test_the_map_is_drawn_before_the_first_step_and_changes_with_training(window, user):
    first = window.output.map.canvas._map.values
    shown = window.output.map.canvas.grab().toImage()
    user.step(3)
    user.settle()
    assert not np.array_equal(window.output.map.canvas._map.values, first)
    assert window.output.map.canvas.grab().toImage() != shown


def test_a_reset_takes_curves_and_score_away_and_draws_the_first_map_again(window, user):
    first = window.output.map.canvas._map.values
    user.step(3)
    user.settle()
    assert len(window.output.curves._epochs) == 4
    user.press(Qt.Key.Key_R, widget=window)
    user.wait(lambda: user.frame.epoch == 0)
    user.settle()
    assert len(window.output.curves._epochs) == 0
    np.testing.assert_array_equal(window.output.map.canvas._map.values, first)


def test_samples_can_be_looked_at_in_place_of_the_map(window, user):
    user.step()
    user.click(window.output.views._buttons["table"])
    user.wait(lambda: window.output.predicted.table.isVisible())
    assert not window.output.map.isVisible()
    user.click(window.output.views._buttons["map"])
    assert window.output.map.isVisible()


def test_the_map_is_no_choice_for_tables_and_says_why(open_window, user_of, example):
    window = open_window(example("iris"))
    user_of(window).settle()
    button = window.output.views._buttons["map"]
    assert not button.isEnabled()
    assert "exactly two features; these have 4" in button.toolTip()
    assert window.output.predicted.isVisible()


def test_the_score_names_the_validation_metric(window, user):
    user.step(2)
    user.settle()
    share = 100 * user.frame.last["accuracy"][1]
    assert window.output.map.legend._remark == f"validation accuracy {share:.1f}%"


@pytest.mark.parametrize("name", ["multi_label", "regression_surface", "three_classes"])
def test_every_task_has_a_map_of_its_own(open_window, user_of, example, name):
    window = open_window(example(name))
    user = user_of(window)
    user.settle()
    user.step()
    user.settle()
    values = window.output.map.canvas._map.values
    assert values.shape[2] == user.frame.head.columns(user.frame.signature)
    assert np.isfinite(values).all()
