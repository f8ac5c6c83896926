"""A project with an error, in the window: what is said, and what mends it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton


@pytest.fixture
def broken(open_window, project_of):
    """Digits straight into a Dense, which takes no images."""
    return open_window(project_of(data={"source": "digits"}, head={"type": "multiclass"}))


def buttons(window):
    found = window.status.problem_list.findChildren(QPushButton)
    return {each.text(): each for each in found if each.isVisible()}


def test_an_image_without_a_flatten_is_one_problem_and_a_click_mends_it(broken, user_of):
    user, status = user_of(broken), broken.status
    assert status.problems_button.text() == "1 problem"
    assert not broken.transport.run_button.isEnabled()
    (problem,) = broken.document.problems
    assert broken.transport.run_button.toolTip() == problem.message
    user.click(status.problems_button)
    user.wait(status.problem_list.isVisible)
    assert problem.message in [label.text() for label in status.problem_list.findChildren(QLabel)]
    user.click(buttons(broken)["Insert Flatten"])
    assert not status.problem_list.isVisible()
    assert broken.document.network.order() == ["input", "flatten_1", "dense_1", "head"]
    assert status.problems_button.text() == "no problems"
    assert broken.transport.run_button.isEnabled()
    user.run(epochs=1)
    user.pause()
    broken.document.undo_stack.undo()
    assert status.problems_button.text() == "1 problem"


def test_a_window_opened_on_a_broken_project_says_so_at_once_with_the_fix(broken, user_of):
    user = user_of(broken)
    user.wait(broken.banner.isVisible)
    (mend,) = broken.banner.buttons
    assert mend.text() == "Insert Flatten"
    user.click(mend)
    user.wait(lambda: user.frame is not None)
    assert not broken.document.problems


def test_an_unknown_layer_is_named_and_can_be_removed(open_window, user_of, project_of):
    mystery = {"id": "mystery_1", "type": "Mystery", "petals": 5}
    window = open_window(project_of({"id": "dense_1", "type": "Dense"}, mystery))
    user, status = user_of(window), window.status
    assert not window.transport.run_button.isEnabled()
    assert "Mystery" in window.transport.run_button.toolTip()
    user.click(status.problems_button)
    offered = buttons(window)
    assert "Show" in offered
    user.click(offered["Show"])
    assert window.canvas.selection() == ["mystery_1"]
    user.click(status.problems_button)
    user.click(buttons(window)["Remove mystery_1"])
    assert window.document.network.order() == ["input", "dense_1", "head"]
    assert window.transport.run_button.isEnabled()


def test_no_problem_is_said_too(window, user):
    user.click(window.status.problems_button)
    (sentence,) = [
        label for label in window.status.problem_list.findChildren(QLabel) if label.isVisible()
    ]
    assert "No problems" in sentence.text()
    window.status.problem_list.hide()
