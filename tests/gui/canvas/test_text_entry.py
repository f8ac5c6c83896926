"""Notes and names written on the canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from playground.gui.editing.grouping import add_note, group_nodes

CTRL = Qt.KeyboardModifier.ControlModifier


def written(canvas):
    return [note.text for note in canvas.document.network.notes]


def test_n_writes_a_note_and_ctrl_enter_keeps_it_as_one_edit(canvas):
    QTest.keyClick(canvas, Qt.Key.Key_N)
    QTest.keyClicks(canvas.text_editor, "The trunk")
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_Return)
    QTest.keyClicks(canvas.text_editor, "learns first")
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_Return, CTRL)
    assert written(canvas) == ["The trunk\nlearns first"]
    assert canvas.chosen() == [canvas.document.network.notes[0].id]
    assert canvas.hasFocus()
    assert canvas.document.undo_stack.count() == 1
    canvas.document.undo_stack.undo()
    assert written(canvas) == []
    assert not canvas.network_scene.notes


@pytest.mark.parametrize("typed", ["", "   ", "Words"])
def test_a_new_note_that_is_left_by_escape_was_never_there(canvas, typed):
    QTest.keyClick(canvas, Qt.Key.Key_N)
    QTest.keyClicks(canvas.text_editor, typed)
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_Escape)
    assert canvas.text_editor is None
    assert canvas.document.undo_stack.count() == 0


def test_a_note_without_words_goes_and_escape_leaves_the_old_ones(canvas, mouse):
    note = add_note(canvas.document, "Old", (20, 250))
    box = canvas.network_scene.notes[note].scene_rect()
    mouse.double_click(box.center())
    QTest.keyClicks(canvas.text_editor, "New")
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_Escape)
    assert written(canvas) == ["Old"]
    mouse.double_click(box.center())
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_Delete)
    mouse.click(canvas.mapToScene(QPoint(20, 20)))
    assert written(canvas) == []
    assert canvas.document.undo_stack.undoText() == "remove a note"


def test_a_note_is_dragged_nudged_and_removed(canvas, mouse):
    note = add_note(canvas.document, "Old", (24, 248))
    at = canvas.network_scene.notes[note].scene_rect().center()
    mouse.drag(at, at + QPointF(48, -24))
    assert canvas.document.network.notes[0].position == (72, 224)
    assert canvas.document.undo_stack.undoText() == "move a note"
    QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert canvas.document.network.notes[0].position == (72, 232)
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert written(canvas) == []


def test_four_thousand_letters_fit_and_no_more_can_be_typed_or_pasted(canvas, qapp):
    QGuiApplication.clipboard().setText("ab " * 2000)
    QTest.keyClick(canvas, Qt.Key.Key_N)
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_V, CTRL)
    QTest.keyClicks(canvas.text_editor, "more")
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_Return)
    assert len(canvas.text_editor.toPlainText()) == 4000
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_Backspace)
    QTest.keyClicks(canvas.text_editor, "z!")
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_Return, CTRL)
    (text,) = written(canvas)
    assert len(text) == 4000
    assert text.endswith("z")
    canvas.grab()


@pytest.mark.parametrize("text", ["שלום עולם, זו השכבה הראשונה", "مرحبا", "a\u200fb\tc", "𝒙→ŷ"])
def test_words_of_any_script_are_kept_and_drawn(canvas, text):
    note = add_note(canvas.document, text, (0, 200))
    group = group_nodes(canvas.document, ["dense_1"])
    canvas.select([note])
    QTest.keyClick(canvas, Qt.Key.Key_F2)
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_Return, CTRL)
    canvas.select([group])
    QTest.keyClick(canvas, Qt.Key.Key_F2)
    canvas.text_editor.setText(text)
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_Return)
    assert written(canvas) == [text]
    assert canvas.document.network.groups[0].title == text.strip()
    canvas.grab()


def test_f2_renames_a_layer_and_its_card_stays_selected(canvas):
    canvas.select(["dense_1"])
    QTest.keyClick(canvas, Qt.Key.Key_F2)
    QTest.keyClicks(canvas.text_editor, "first")
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_Return)
    assert canvas.document.network.order() == ["input", "first", "dense_2", "head"]
    assert canvas.chosen() == ["first"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("two words", "Name can't be “two words”. How the layer and its weights are called"),
        ("dense_2", "Another layer is called dense_2. Choose another name."),
        ("head", "That is the head's name. Choose another."),
        ("9th", "Name can't be “9th”."),
        ("שלום", "Name can't be “שלום”."),
    ],
)
def test_what_is_no_name_is_refused_in_words(canvas, qtbot, typed, said):
    canvas.select(["dense_1"])
    QTest.keyClick(canvas, Qt.Key.Key_F2)
    canvas.text_editor.setText(typed)
    with qtbot.waitSignal(canvas.document.refused) as refused:
        QTest.keyClick(canvas.text_editor, Qt.Key.Key_Return)
    assert refused.args[0].startswith(said)
    assert canvas.document.undo_stack.count() == 0


@pytest.mark.parametrize("typed", ["", "  ", "dense_1", " dense_1 "])
def test_no_name_or_the_same_is_no_edit(canvas, qtbot, typed):
    canvas.select(["dense_1"])
    QTest.keyClick(canvas, Qt.Key.Key_F2)
    canvas.text_editor.setText(typed)
    with qtbot.assertNotEmitted(canvas.document.refused):
        QTest.keyClick(canvas.text_editor, Qt.Key.Key_Return)
    assert canvas.document.undo_stack.count() == 0


def test_input_and_head_keep_their_names(canvas):
    for name in ("input", "head"):
        canvas.select([name])
        QTest.keyClick(canvas, Qt.Key.Key_F2)
        assert canvas.text_editor is None


def test_what_is_written_on_may_go_meanwhile(canvas):
    canvas.insert_layer("Dense")
    canvas.rename("dense_3")
    QTest.keyClicks(canvas.text_editor, "late")
    canvas.document.undo_stack.undo()
    assert canvas.text_editor is None
    note = add_note(canvas.document, "Old", (24, 248))
    canvas.rename(note)
    canvas.document.undo_stack.undo()
    assert canvas.text_editor is None
    canvas.edit_number("dense_1")
    canvas.document.remove_nodes(["dense_1"])
    assert canvas.editor is None
    assert canvas.hasFocus()


def test_another_editor_takes_what_was_written_in_the_one_before(canvas):
    note = add_note(canvas.document, "Old", (24, 248))
    canvas.rename("dense_1")
    QTest.keyClicks(canvas.text_editor, "first")
    canvas.rename(note)
    assert "first" in canvas.document.network
    assert canvas.text_editor.toPlainText() == "Old"
    assert canvas.text_editor.hasFocus()


def test_the_menu_of_an_editor_does_not_end_it(canvas, qtbot):
    canvas.rename("dense_1")
    editor = canvas.text_editor
    menu = editor.createStandardContextMenu()
    qtbot.addWidget(menu)
    with qtbot.waitExposed(menu):
        menu.popup(editor.mapToGlobal(QPoint(5, 5)))
    menu.close()
    assert canvas.text_editor is editor
    QTest.keyClick(editor, Qt.Key.Key_Escape)


def test_a_click_into_another_field_takes_what_was_written_and_the_keys(canvas):
    other = QLineEdit(canvas)
    other.show()
    for begin in (lambda: canvas.rename("dense_1"), lambda: canvas.edit_number("dense_1")):
        begin()
        QTest.mouseClick(other, Qt.MouseButton.LeftButton)
        assert canvas.text_editor is None
        assert canvas.editor is None
        assert other.hasFocus()


def test_an_editor_stands_where_its_words_are_seen_and_can_be_read_at_any_zoom(canvas):
    note = add_note(canvas.document, "Old", (24, 248))
    canvas.rename(note)
    before = canvas.text_editor.geometry()
    canvas.pan(QPointF(-40, 30))
    assert canvas.text_editor.geometry().topLeft() == before.topLeft() + QPoint(40, -30)
    canvas.zoom_by(0.01, canvas.middle())
    small = canvas.text_editor.geometry()
    assert small.width() >= 140
    assert small.height() >= 28
    assert canvas.viewport().rect().contains(small)
    canvas.zoom_by(1000, canvas.network_scene.notes[note].scene_rect().center())
    assert canvas.viewport().rect().contains(canvas.text_editor.geometry())
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_Escape)


def test_notes_written_one_after_another_lie_on_nothing(canvas):
    for words in ("One", "Two", "Three"):
        QTest.keyClick(canvas, Qt.Key.Key_N)
        QTest.keyClicks(canvas.text_editor, words)
        QTest.keyClick(canvas.text_editor, Qt.Key.Key_Return, CTRL)
    rects = [note.scene_rect() for note in canvas.network_scene.notes.values()]
    rects += [canvas.card_rect(name) for name in canvas.network_scene.cards]
    assert not any(one.intersects(other) for i, one in enumerate(rects) for other in rects[i + 1 :])
