"""Lessons in the window: begun, left, gone on with; a teacher's own; broken ones."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.gui.lessons import progress
from playground.gui.lessons.pointing import _FIND
from playground.gui.lessons.progress import Progress, keep_progress, progress_of
from playground.lessons.library import own_folder
from playground.lessons.places import PLACES
from playground.project.setup import Setup
from tests.learner import Learner
from tests.mouse import hover

EVIL = "<img src='file:///etc/passwd'><b>zz9</b>"
MINE = f"""---
title: Mine {EVIL}
minutes: 1
seen: {EVIL}.
project: circle
---

## First {EVIL}
Words {EVIL} with {{parameters}} numbers.
- point: tab neurons
- do: Look {EVIL}.
- done: tab neurons
- say: Seen {EVIL}.

## Second
- point: run
- do: Press Run.
- done: epoch >= 3

## Third
The last.
"""


@pytest.fixture
def mine(own_folders):
    """A teacher's lesson, and one that is broken, in the user's own folder."""
    folder = own_folder()
    folder.mkdir(parents=True)
    (folder / "mine.md").write_text(MINE)
    (folder / "broken.md").write_text(MINE.replace("point: run", "point: rum"))
    return folder / "mine.md"


def open_list(window, user):
    user.click(window.right.tabs.button("learn"))
    user.wait(lambda: bool(window.right.learn.tiles))
    return window.right.learn


def tile_of(panel, name):
    return next(each for each in panel.tiles if each.lesson.name == name)


def begin(window, user, name):
    user.click(tile_of(open_list(window, user), name))
    user.wait(lambda: window.guide.lesson is not None and window.guide.lesson.name == name)
    user.settle()


def test_every_place_that_a_lesson_may_name_is_known_to_the_window():
    assert _FIND.keys() == PLACES.keys()


def test_a_teachers_lesson_is_found_and_gone_through_and_its_words_are_shown_as_they_are(
    mine, open_window, user_of, example
):
    window = open_window(example("circle"))
    user = user_of(window)
    user.settle()
    panel = open_list(window, user)
    assert "broken.md, line 16: There is no place to point at called 'rum'" in panel.faults.text()
    assert panel.faults.isVisible()
    assert tile_of(panel, "mine").standing == "1 min"
    panel.search.setFocus()
    user.press(Qt.Key.Key_Z, widget=panel.search)
    user.press(Qt.Key.Key_Z, widget=panel.search)
    assert [each.lesson.name for each in panel.tiles] == ["mine"]
    panel.search.clear()
    begin(window, user, "mine")
    strip, guide = window.workspace.lesson, window.guide
    assert strip.isVisible()
    assert strip.heading.text() == f"First {EVIL}"
    assert strip.body.text == f"Words {EVIL} with 13 numbers."
    assert strip.task.text == f"Look {EVIL}."
    assert strip.next.text() == "Skip"
    assert guide.ring.isVisible()
    assert guide.ring.place.size() == window.centre.tabs.button("neurons").size()
    user.click(window.centre.tabs.button("neurons"))  # through the ring
    user.wait(lambda: guide.is_done)
    assert strip.task.text == f"Seen {EVIL}."
    assert strip.next.text() == "Next"
    # The ring goes where its place goes.
    user.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, window)
    assert guide.at == 1
    before = guide.ring.place
    window.resize(window.width() - 200, window.height() - 80)
    user.click(window.centre.tabs.button("build"))
    user.wait(lambda: guide.ring.place == _place_of(window, window.transport.run_button))
    assert before == guide.ring.place
    Learner(window, user).go_through()
    assert f"“Mine {EVIL}” is done." in window.workspace.offer.label.text()
    assert tile_of(open_list(window, user), "mine").standing == "1 min · done"


def _place_of(window, widget):
    corner = widget.mapTo(window, widget.rect().topLeft())
    return widget.rect().translated(corner)


def test_what_was_open_is_kept_and_a_lesson_goes_on_in_the_next_window(
    mine, open_window, user_of, example
):
    window = open_window(example("xor"))
    user = user_of(window)
    user.settle()
    window.document.set_learning_rate(0.5)
    begin(window, user, "mine")
    assert window.document.project.data.source == "circle"
    user.wait(lambda: [kept.name for kept in window.projects.kept] == ["Exclusive or"])
    user.click(window.workspace.lesson.next)
    # Another project is opened meanwhile: the lesson says so, and finds its way back.
    window.files.open(str(example("moons").path))
    strip = window.workspace.lesson
    user.wait(lambda: window.document.project.data.source == "moons")
    user.wait(lambda: strip.show_me.text() == "Bring it back")
    assert not window.guide.ring.isVisible()
    user.click(strip.show_me)
    user.wait(lambda: window.document.project.data.source == "circle")
    user.wait(lambda: strip.show_me.text() == "Show me")
    assert window.guide.at == 1
    user.press_run()
    user.wait(lambda: window.guide.is_done)
    user.pause()
    epoch = user.frame.epoch
    window.close()
    assert progress.current()
    assert progress_of(progress.current()).at == 1

    again = open_window(example("xor"))
    user = user_of(again)
    again.projects.find()
    again.offering.at_start()
    line = again.workspace.offer
    user.wait(line.isVisible)
    assert "Go on with" in line.label.text()
    assert "step 2 of 3" in line.label.text()
    user.wait(lambda: len(again.projects.kept) >= 2)
    user.click(line.buttons[0])
    user.wait(lambda: again.guide.lesson is not None)
    assert again.guide.at == 1
    assert again.guide.done == {0, 1} or again.guide.done == {1}
    user.wait(lambda: user.frame is not None and user.frame.epoch == epoch)
    user.click(again.workspace.lesson.next)
    user.click(again.workspace.lesson.next)
    back = next(button for button in line.buttons if button.text().startswith("Back to"))
    user.click(back)
    user.wait(lambda: again.document.project.data.source == "xor")
    assert not again.workspace.lesson.isVisible()


def test_three_actions_lead_from_the_first_start_to_a_neuron_as_a_column(
    open_window, user_of, example
):
    """Start, the tab that the ring is around, and the neuron that is pointed at."""
    window = open_window(example("spiral"))
    user = user_of(window)
    user.settle()
    line = window.workspace.offer
    window.document.set_setup(Setup(hidden=("lessons",)))
    window.offering.at_start()
    assert not window.jobs.busy
    window.document.undo_stack.undo()
    window.offering.at_start()
    user.wait(line.isVisible)
    assert line.label.text() == "New here? See a neuron as a column of a matrix (1 minute)."
    user.click(line.buttons[0])
    user.wait(lambda: window.guide.lesson is not None)
    assert not line.isVisible()
    user.settle()
    ring, tab = window.guide.ring, window.centre.tabs.button("matrices")
    assert ring.place == _place_of(window, tab)
    body = window.workspace.lesson.body  # a word in it explains itself
    QTest.mouseClick(body, Qt.MouseButton.LeftButton, pos=body.place_of("neuron"))
    user.wait(lambda: window.helper.popover is not None and window.helper.popover.isVisible())
    window.helper.popover.close()
    user.click(tab)
    user.wait(lambda: window.guide.at == 1)
    view = window.views.view("matrices")
    user.wait(lambda: ring.place == _place_of(window, view.overview))
    hover(view.overview, view.overview.place_of("dense_1", 2).toPoint())
    user.wait(lambda: window.guide.is_done)
    assert view.overview.touch.units == {("dense_1", 2)}
    assert window.workspace.lesson.task.text.startswith("That column is the neuron")


def test_a_first_lesson_is_offered_until_it_is_taken_or_declined(qapp):
    assert [progress.wants_offer() for _ in range(7)] == [True] * 5 + [False] * 2
    progress.QSettings().clear()
    assert progress.wants_offer()
    progress.decline_offer()
    assert not progress.wants_offer()
    progress.QSettings().clear()
    keep_progress("any", Progress(0))
    assert not progress.wants_offer()
