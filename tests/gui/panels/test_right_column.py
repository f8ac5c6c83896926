"""The right side of the window: Output or Code."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.gui.panels.right_column import CODE, OUTPUT

CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_tabs_and_the_keys_switch_between_output_and_code(window, user):
    right = window.right
    assert (right.output.isVisible(), right.code.isVisible()) == (True, False)
    user.click(right.tabs.button(CODE))
    assert (right.output.isVisible(), right.code.isVisible()) == (False, True)
    assert not right.output.answers.header.isVisible()
    user.press(Qt.Key.Key_K, CTRL)
    assert right.tabs.current == OUTPUT
    assert right.output.answers.header.isVisible()
    user.press(Qt.Key.Key_K, CTRL)
    assert right.code.isVisible()


def test_a_set_up_without_one_of_them_shows_the_other_and_no_tabs(window, user):
    right = window.right
    right.offer(output=False, code=True, learn=False)
    assert (right.code.isVisible(), right.tabs.isVisible()) == (True, False)
    right.switch()
    assert right.tabs.current == CODE
    right.offer(output=True, code=False, learn=False)
    assert (right.output.isVisible(), right.tabs.isVisible()) == (True, False)
    right.offer(output=False, code=False, learn=False)
    assert not right.isVisible()
    right.offer(output=True, code=True, learn=False)
    assert right.tabs.isVisible()


def test_the_code_follows_what_is_built_while_it_is_shown(window, user):
    user.click(window.right.tabs.button(CODE))
    window.canvas.insert_layer("Dropout")
    user.settle()
    assert "Dropout" in window.right.code.view.toPlainText()
    QTest.keyClick(window.canvas, Qt.Key.Key_Z, CTRL)
    user.settle()
    assert "Dropout" not in window.right.code.view.toPlainText()


def test_a_longer_name_of_a_view_moves_nothing(window, user):
    window.resize(1280, 720)
    user.settle()
    picker = window.output.answers.picker
    widths = set()
    for name in ("map", "landscape", "hidden"):
        window.show_view(name)
        user.settle()
        assert picker.width() == picker.sizeHint().width()
        widths.add(window.right.width())
    assert len(widths) == 1
