"""Words that lie over the canvas: in sight, whole, and never on the zoom bar."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from playground.gui.canvas.overlay import Bubble, Hint

LONG = "What was copied is no part of a network. Copy layers with Ctrl+C first. " * 2
NAME = "W" * 80


def visible_words(canvas, kind):
    (found,) = canvas.viewport().findChildren(kind)
    return found


@pytest.mark.parametrize("width", [240, 400, 830, 1400])
@pytest.mark.parametrize("words", ["Short.", LONG, f"Release to put it between {NAME} and {NAME}"])
def test_the_hint_is_whole_and_beside_the_zoom_bar(canvas, width, words):
    canvas.resize(width, 400)
    canvas.warn(words)
    hint = visible_words(canvas, Hint)
    assert hint.isVisible()
    assert canvas.viewport().rect().contains(hint.geometry())
    if width >= 400:
        assert not hint.geometry().intersects(canvas.zoom_bar.geometry())
    needed = hint.heightForWidth(hint.width()) if hint.wordWrap() else hint.sizeHint().height()
    assert hint.height() >= needed
    if words != LONG or width >= 1400:
        assert hint.height() < 80 or width < 830


def test_a_short_hint_after_a_long_one_is_one_line_again(canvas):
    canvas.warn("Short.")
    hint = visible_words(canvas, Hint)
    before = hint.size()
    canvas.warn(LONG)
    assert hint.height() > before.height()
    canvas.warn("Short.")
    assert hint.size() == before


def test_the_bubble_stays_in_sight_wherever_the_pointer_is(canvas):
    bubble = visible_words(canvas, Bubble)
    area = canvas.viewport().rect()
    for corner in (area.topLeft(), area.topRight(), area.bottomLeft(), area.bottomRight()):
        canvas.explain(f"{NAME} takes an image. {LONG}", canvas.mapToScene(corner))
        assert area.contains(bubble.geometry())
    canvas.explain(None, canvas.middle())
    assert not bubble.isVisible()


def test_names_are_shown_as_they_are_written_and_never_as_marks(canvas):
    canvas.warn("<b>Block</b> & <i>co</i>")
    assert canvas.notes.hint == "<b>Block</b> & <i>co</i>"
    for label in canvas.viewport().findChildren(QLabel):
        assert label.textFormat().name == "PlainText"
