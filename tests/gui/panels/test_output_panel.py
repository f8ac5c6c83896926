from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt


def test_the_map_is_drawn_before_the_first_step_and_changes_with_training(window, user):
    first = user.map.canvas._map.values
    shown = user.map.canvas.grab().toImage()
    user.step(3)
    user.settle()
    assert not np.array_equal(user.map.canvas._map.values, first)
    assert user.map.canvas.grab().toImage() != shown


def test_a_reset_takes_curves_away_and_draws_the_first_map_again(window, user):
    first = user.map.canvas._map
    user.step(3)
    user.settle()
    assert len(user.curve_epochs) == 4
    user.press(Qt.Key.Key_R, widget=window)
    user.wait(lambda: user.frame.epoch == 0)
    user.settle()
    assert len(user.curve_epochs) == 0
    now = user.map.canvas._map
    for x, y in ((0.3, 0.2), (-0.5, 0.1), (0.0, -0.8)):
        np.testing.assert_allclose(now.at(x, y), first.at(x, y), atol=0.05)


def test_other_views_can_stand_in_place_of_the_map(window, user):
    user.step()
    picker = window.output.answers.picker
    picker.setFocus()
    user.press(Qt.Key.Key_Down, widget=picker)
    user.settle()
    assert window.output.answers.name != "map"
    assert not user.map.isVisible()
    user.press(Qt.Key.Key_Up, widget=picker)
    assert user.map.isVisible()


def test_the_map_is_no_choice_for_numbers_of_things_and_says_why(open_window, user_of, project_of):
    window = open_window(project_of(data={"source": "reviews"}))
    user_of(window).settle()
    picker = window.output.answers.picker
    item = picker.model().item(picker.findData("map"))
    assert not item.isEnabled()
    assert "users, items or words" in item.toolTip()
    assert window.output.answers.name != "map"


@pytest.mark.parametrize("name", ["multi_label", "regression_surface", "three_classes"])
def test_every_task_has_a_map_of_its_own(open_window, user_of, example, name):
    window = open_window(example(name))
    user = user_of(window)
    user.settle()
    user.step()
    user.settle()
    values = user.map.canvas._map.values
    assert values.shape[2] == user.frame.head.columns(user.frame.signature)
    assert np.isfinite(values).all()
