"""The words of a note in lines."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetricsF

from playground.gui.canvas.note_card import note_font
from playground.gui.canvas.note_lines import broken

WIDTH = 188.0


def lines(text, most=30):
    return broken(text, note_font(), WIDTH, most)


@pytest.mark.parametrize(
    "text",
    ["a few words " * 20, "x" * 300, "שלום עולם " * 20, "one\n\nthree\n", "𝒙→ŷ " * 60, "tab\tbed"],
)
def test_every_line_fits_and_none_of_the_words_is_lost(qapp, text):
    found = lines(text)
    metrics = QFontMetricsF(note_font())
    assert all(metrics.horizontalAdvance(line.text) <= WIDTH + 1 for line in found)
    bare = "".join(line.text for line in found)
    assert bare.replace(" ", "") == text.replace(" ", "").replace("\n", "")


def test_empty_lines_stay(qapp):
    assert [line.text for line in lines("one\n\nthree")] == ["one", "", "three"]


def test_each_paragraph_begins_on_the_side_it_is_read_from(qapp):
    found = lines("english\n12 שלום\nمرحبا\n123")
    assert [line.leftwards for line in found] == [False, True, True, False]


def test_a_text_that_is_too_long_ends_in_dots(qapp):
    found = lines("a few words " * 300, most=5)
    assert len(found) == 5
    assert found[-1].text.endswith("…")
    assert len(lines("one\ntwo", most=2)) == 2
    assert not lines("one\ntwo", most=2)[-1].text.endswith("…")
