"""The words of a step: whole at any width, as they are written, and still while numbers change."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.gui.app import make_application
from playground.gui.lessons.strip import LessonStrip

LONG = "Within each piece of the plane the same neurons are on, so there all of it is one matrix."


@pytest.fixture
def strip(qtbot):
    """A strip at the top of a widget of 658 px."""
    make_application("light")
    home = QWidget()
    qtbot.addWidget(home)
    made = LessonStrip(home)
    column = QVBoxLayout(home)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(made)
    column.addStretch(1)
    made.show()
    home.resize(658, 400)
    home.show()
    yield made
    del home  # Python held it until here


def tell(strip, task, *, done=False, number="0.5"):
    words = (("plain", LONG), ("plain", " It is "), ("plain", number), ("plain", "."))
    strip.show_place("Lesson", "Heading", 0, 3, frozenset())
    strip.show_words([words], (("plain", task),), done=done)
    strip.show_way("Next", ready=done, can_show=True)


def test_words_are_whole_at_any_width(strip, qtbot):
    tell(strip, "Do this. " * 9)
    for width in (658, 626, 560, 480, 700, 600):
        strip.parentWidget().resize(width, 400)
        qtbot.wait(20)
        for told in (strip.body, strip.task):
            assert told.height() >= told.heightForWidth(told.width()) > 0
        assert strip.height() < 200


def test_a_number_that_changes_moves_nothing_and_neither_does_a_shorter_word(strip, qtbot):
    tell(strip, "Do this. " * 9)
    qtbot.wait(20)
    before = strip.height(), strip.next.geometry()
    tell(strip, "Do this. " * 9, number="0.7")
    qtbot.wait(20)
    assert (strip.height(), strip.next.geometry()) == before
    tell(strip, "Done.", done=True, number="0.7")
    qtbot.wait(20)
    assert (strip.height(), strip.next.geometry()) == before
    assert strip.task.text == "Done."
    assert strip.body.text == f"{LONG} It is 0.7."
    assert strip.next.property("primary") is True


def test_a_word_of_the_glossary_is_opened_by_mouse_and_by_keys(strip, qtbot):
    words = (("plain", f"{LONG} The "), ("link loss", "loss"), ("plain", " and its "))
    strip.show_place("Lesson", "Heading", 0, 3, frozenset())
    strip.show_words([(*words, ("link gradient", "gradient"))], (), done=False)
    wanted = []
    strip.topic_wanted.connect(wanted.append)
    qtbot.wait(20)
    body = strip.body
    assert body.topics == ["loss", "gradient"]
    QTest.mouseClick(body, Qt.MouseButton.LeftButton, pos=body.place_of("gradient"))
    QTest.mouseClick(body, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert wanted == ["gradient"]
    body.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(body, key)
    assert wanted == ["gradient", "loss", "gradient"]
