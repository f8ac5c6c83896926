"""The middle of the window: canvas and drawer, and what passes between windows."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSettings, Qt
from PySide6.QtTest import QTest

from playground.gui.workspace import HISTORY, LAYER
from tests.carried import Carried

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


def grip(window, identity):
    return window.canvas.card_rect(identity).topLeft() + QPointF(6, 6)


def test_the_drawer_opens_and_closes_by_key_and_gives_the_canvas_its_room(window, user):
    height = window.canvas.height()
    user.press(Key.Key_J, CTRL)
    assert not window.drawer.is_open
    user.settle()
    assert window.canvas.height() > height + 100
    user.press(Key.Key_J, CTRL)
    user.settle()
    assert window.canvas.height() == pytest.approx(height, abs=40)


def test_a_double_click_on_a_card_opens_its_properties(window, user):
    canvas, drawer = window.canvas, window.drawer
    drawer.show_panel(HISTORY)
    drawer.set_open(False)
    place = canvas.mapFromScene(canvas.card_rect("dense_1").bottomLeft() + QPointF(5, -4))
    for send in (QTest.mouseClick, QTest.mouseDClick):
        send(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert drawer.is_open
    assert drawer.tabs.current == LAYER
    assert canvas.selection() == ["dense_1"]


def test_a_window_that_was_left_with_the_drawer_closed_opens_without_a_gap(
    open_window, project_of, qtbot
):
    QSettings().setValue("drawer open", False)
    window = open_window(project_of())
    qtbot.wait(50)
    assert window.canvas.height() + window.drawer.height() >= window.workspace.height() - 4


def test_what_is_kept_is_said_after_an_edit_of_a_trained_network(window, user):
    user.step(2)
    Carried(window.canvas, "Dense").drop(window.canvas.wire_point("dense_1", "head"))
    user.wait(lambda: "kept" in window.canvas.notes.hint)
    assert window.canvas.notes.hint == (
        "dense_2 starts anew and what is new in head starts fresh; "
        "the rest of what was learned is kept."
    )
    window.canvas.document.set_node_field("dense_1", "activation", "relu")
    user.wait(lambda: window.canvas.notes.hint == "What was learned is kept.")


def test_nothing_is_said_of_what_is_kept_before_anything_was_learned(window, user):
    window.canvas.insert_layer("Dense")
    user.settle()
    assert "kept" not in window.canvas.notes.hint


def test_a_renamed_layer_keeps_its_weights_while_the_window_looks_on(window, user):
    user.step(2)
    before = user.weights()
    window.canvas.select(["dense_1"])
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Key.Key_F2)
    QTest.keyClicks(window.canvas.text_editor, "first")
    QTest.keyClick(window.canvas.text_editor, Key.Key_Return)
    user.wait(lambda: "first.weight" in user.weights())
    np.testing.assert_array_equal(user.weights()["first.weight"], before["dense_1.weight"])
    assert window.inspector.isVisible()
    assert window.canvas.selection() == ["first"]


def test_a_layer_that_changes_nothing_leaves_the_trained_answers_as_they_were(
    open_window, user_of, project_of
):
    nodes = [{"id": "dense_1", "type": "Dense", "units": 4, "activation": "relu"}]
    window = open_window(project_of(*nodes))
    user = user_of(window)
    user.step(3)
    loss = user.frame.last["loss"]
    before = user.weights()
    window.canvas.building.deepen(("dense_1", "head"))
    user.wait(lambda: "dense_2.weight" in user.weights())
    np.testing.assert_array_equal(user.weights()["dense_2.weight"], np.eye(4, dtype="float32"))
    np.testing.assert_array_equal(user.weights()["head.weight"], before["head.weight"])
    assert user.frame.last["loss"] == pytest.approx(loss)


def test_a_copy_goes_from_one_window_to_another_and_trains_there(open_window, user_of, project_of):
    one, other = open_window(project_of()), open_window(project_of())
    one.canvas.select(["dense_1"])
    QTest.keyClick(one.canvas, Key.Key_C, CTRL)
    QTest.keyClick(other.canvas, Key.Key_V, CTRL)
    assert "dense_2" in other.document.network
    assert "dense_2" not in one.document.network
    user = user_of(other)
    other.document.connect_nodes("dense_1", "dense_2")
    other.document.connect_nodes("dense_2", "head")
    user.step(1)
    assert "dense_2.weight" in user.weights()


def test_a_block_is_kept_found_in_the_palette_and_put_in_again(window, user):
    canvas = window.canvas
    canvas.select(["dense_1"])
    canvas.setFocus()
    QTest.keyClick(canvas, Key.Key_G, CTRL)
    QTest.keyClicks(canvas.text_editor, "My trunk")
    QTest.keyClick(canvas.text_editor, Key.Key_Return)
    canvas.building.keep(canvas.document.network.groups[0].id)
    tile = window.palette_panel.block_tiles["My trunk"]
    tile.insert()
    assert canvas.document.undo_stack.undoText() == "add My trunk"
    assert canvas.document.network.order() == ["input", "dense_1", "dense_2", "head"]


def test_typing_a_note_types_no_short_cut_of_the_window(window, user):
    canvas = window.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Key.Key_N)
    user.wait_ready()
    before = user.frame.steps
    for key, letter in (
        (Key.Key_F, "f"),
        (Key.Key_R, "r"),
        (Key.Key_Space, " "),
        (Key.Key_Period, "."),
        (Key.Key_N, "n"),
        (Key.Key_L, "l"),
    ):
        QTest.keyClick(canvas.text_editor, letter if letter.isalpha() else key)
    assert canvas.text_editor.toPlainText() == "fr .nl"
    user.settle()
    assert user.frame.steps == before
    assert not user.frame.running
    QTest.keyClick(canvas.text_editor, Key.Key_Escape)
