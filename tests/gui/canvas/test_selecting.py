"""Selecting by rectangle, by Shift, and all."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from playground.gui.editing.grouping import add_note, group_nodes

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def around(canvas, *names):
    rect = canvas.card_rect(names[0])
    for name in names[1:]:
        rect = rect.united(canvas.card_rect(name))
    return rect.adjusted(-12, -12, 12, 12)


def test_a_rectangle_with_shift_adds_to_what_is_selected(canvas, mouse):
    canvas.select(["head"])
    band = around(canvas, "dense_1")
    mouse.drag(band.topLeft(), band.bottomRight(), modifier=SHIFT)
    assert canvas.chosen() == ["dense_1", "head"]
    mouse.drag(band.topLeft(), band.bottomRight())
    assert canvas.chosen() == ["dense_1"]


def test_a_rectangle_takes_notes_too_and_escape_leaves_what_was_selected(canvas, mouse):
    box = around(canvas, "dense_1")
    note = add_note(canvas.document, "Here", (round(box.left()), round(box.bottom() + 10)))
    canvas.select(["head"])
    end = QPointF(box.right(), box.bottom() + 40)
    mouse.pull(box.topLeft(), end)
    assert canvas.chosen() == ["dense_1", note]
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    mouse.release(end)
    assert canvas.chosen() == ["head"]


def test_shift_and_ctrl_click_take_cards_in_and_out(canvas, mouse, grip):
    mouse.click(grip(canvas, "dense_1"))
    mouse.click(grip(canvas, "dense_2"), SHIFT)
    mouse.click(grip(canvas, "head"), CTRL)
    assert canvas.chosen() == ["dense_1", "dense_2", "head"]
    mouse.click(grip(canvas, "dense_1"), SHIFT)
    assert canvas.chosen() == ["dense_2", "head"]


def test_ctrl_a_selects_every_card_and_note_and_escape_none(canvas):
    note = add_note(canvas.document, "Here", (0, 0))
    QTest.keyClick(canvas, Qt.Key.Key_A, CTRL)
    assert canvas.chosen() == ["input", "dense_1", "dense_2", "head", note]
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.chosen() == []


def test_all_of_it_removed_leaves_input_and_head_and_one_undo_brings_it_back(canvas):
    add_note(canvas.document, "Here", (0, 0))
    group_nodes(canvas.document, ["dense_1", "dense_2"])
    before = canvas.document.project
    QTest.keyClick(canvas, Qt.Key.Key_A, CTRL)
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    network = canvas.document.network
    assert network.order() == ["input", "head"]
    assert (network.groups, network.notes) == ((), ())
    assert canvas.network_scene.ghost.isVisible()
    canvas.document.undo_stack.undo()
    assert canvas.document.project == before


def test_a_card_and_a_wire_removed_together_are_one_edit(canvas):
    canvas.select(["dense_2"])
    canvas.network_scene.wires["input", "dense_1"].setSelected(True)
    assert canvas.network_scene.selected_links() == [("input", "dense_1")]
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert canvas.document.network.links == (("dense_1", "head"),)
    assert canvas.document.undo_stack.count() == 1
    assert canvas.document.undo_stack.undoText() == "remove dense_2"


def test_a_click_on_a_group_or_note_with_shift_takes_it_in_and_out(canvas, mouse):
    note = add_note(canvas.document, "Here", (300, 400))
    group = group_nodes(canvas.document, ["dense_1"])
    canvas.select(["dense_2"])
    title = canvas.network_scene.frames[group].title_rect.center()
    for place in (title, QPointF(310, 410)):
        mouse.click(place, SHIFT)
    assert canvas.chosen() == ["dense_2", group, note]
    assert canvas.selection() == ["dense_1", "dense_2"]
    mouse.click(title, SHIFT)
    assert canvas.chosen() == ["dense_2", note]


def test_a_click_on_the_ground_selects_nothing(canvas, mouse):
    canvas.select(["dense_1"])
    mouse.click(canvas.mapToScene(QPoint(30, 560)))
    assert canvas.chosen() == []


def test_delete_with_the_ring_on_the_last_of_several_takes_them_all(canvas):
    canvas.center_on_node("dense_1")
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Right, SHIFT)
    assert canvas.chosen() == ["dense_1", "dense_2"]
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert canvas.document.network.order() == ["input", "head"]
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.chosen() == ["input"]
