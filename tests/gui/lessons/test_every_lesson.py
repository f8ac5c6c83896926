"""Each lesson is gone through by a person with a mouse and keys, and all that it says is so."""

from __future__ import annotations

import pytest

from playground.gui.glossary.glossary import glossary
from playground.gui.lessons.naming import window_names
from playground.gui.lessons.progress import progress_of
from playground.lessons.library import bundled_folder, key_of, read_library
from tests.learner import Learner

LIBRARY = read_library([bundled_folder()], window_names())


def test_all_are_sound_and_say_what_one_will_have_seen():
    assert LIBRARY.faults == ()
    for lesson in LIBRARY.lessons:
        assert lesson.seen, lesson.path
        assert lesson.part, lesson.path
        steps = [(*step.paragraphs, step.task, step.word) for step in lesson.steps]
        for topic in (piece.topic for step in steps for prose in step for piece in prose):
            assert not topic or glossary().find(topic) is not None, (lesson.path, topic)


@pytest.mark.parametrize("name", [each.name for each in LIBRARY.lessons])
def test_it_can_be_gone_through_and_what_it_claims_is_so(name, open_window, user_of, example):
    window = open_window(example("circle"))
    user = user_of(window)
    user.wait_ready()
    user.click(window.right.tabs.button("learn"))
    user.wait(lambda: bool(window.right.learn.tiles))
    tile = next(each for each in window.right.learn.tiles if each.lesson.name == name)
    user.click(tile)
    user.wait(lambda: window.guide.lesson is not None and window.guide.lesson.name == name)
    user.settle()
    lesson = window.guide.lesson
    Learner(window, user).go_through()
    assert window.guide.lesson is None
    assert progress_of(key_of(lesson.path)).finished
    assert window.workspace.offer.isVisible()
    assert lesson.seen in window.workspace.offer.label.text()
