"""Wires drawn by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGraphicsPathItem

from playground.gui.canvas.wire import Wire
from playground.gui.editing.grouping import group_nodes

NODES = [{"id": f"dense_{number}", "type": "Dense"} for number in (1, 2)]
Key = Qt.Key


@pytest.fixture
def canvas(open_canvas):
    """dense_1 leads to the head; dense_2 is linked to nothing."""
    return open_canvas(*NODES, links=[["input", "dense_1"], ["dense_1", "head"]])


def drafts(canvas):
    items = canvas.network_scene.items()
    return [
        each for each in items if isinstance(each, QGraphicsPathItem) and not isinstance(each, Wire)
    ]


def begin(canvas, name):
    canvas.center_on_node(name)
    canvas.setFocus()
    QTest.keyClick(canvas, Key.Key_C)


def aim(canvas, name):
    """Walk with Tab until the ring is there."""
    for _ in range(10):
        if canvas.chosen() == [name]:
            return
        QTest.keyClick(canvas, Key.Key_Tab)
    raise AssertionError(name)


def test_c_draws_a_wire_that_enter_connects(canvas):
    begin(canvas, "input")
    assert canvas.notes.hint == "Connect input to: arrows or Tab choose, Enter connects"
    aim(canvas, "dense_2")
    assert canvas.notes.hint == "Enter connects input to dense_2, Escape leaves it"
    assert len(drafts(canvas)) == 1
    QTest.keyClick(canvas, Key.Key_Return)
    assert ("input", "dense_2") in canvas.document.network.links
    assert drafts(canvas) == []
    canvas.document.undo_stack.undo()
    assert ("input", "dense_2") not in canvas.document.network.links


def test_escape_leaves_it_and_the_ring_stays(canvas):
    before = canvas.document.project
    begin(canvas, "dense_1")
    aim(canvas, "dense_2")
    QTest.keyClick(canvas, Key.Key_Escape)
    assert canvas.document.project is before
    assert drafts(canvas) == []
    assert canvas.chosen() == ["dense_2"]
    assert "Enter connects" not in canvas.notes.hint


def test_where_it_may_not_end_words_say_why_and_enter_changes_nothing(canvas):
    before = canvas.document.project
    begin(canvas, "dense_1")
    QTest.keyClick(canvas, Key.Key_Left)
    assert canvas.notes.bubble == "An input is a beginning; nothing leads into it."
    QTest.keyClick(canvas, Key.Key_Return)
    assert canvas.document.project is before
    assert canvas.notes.hint == "An input is a beginning; nothing leads into it."
    assert canvas.notes.bubble == ""


def test_the_head_begins_no_wire(canvas):
    begin(canvas, "head")
    assert canvas.notes.hint == "The head is the end; nothing follows it."
    assert drafts(canvas) == []


def test_enter_without_an_end_only_stops(canvas):
    before = canvas.document.project
    begin(canvas, "dense_1")
    QTest.keyClick(canvas, Key.Key_Return)
    assert canvas.document.project is before
    QTest.keyClick(canvas, Key.Key_Return)
    assert canvas.menu.isVisible()
    canvas.menu.close()


def test_an_edit_or_another_place_for_the_keys_ends_it(canvas):
    begin(canvas, "dense_1")
    aim(canvas, "dense_2")
    canvas.document.set_node_field("dense_2", "units", 3)
    assert drafts(canvas) == []
    begin(canvas, "dense_1")
    aim(canvas, "dense_2")
    canvas.clearFocus()
    assert drafts(canvas) == []
    begin(canvas, "dense_1")
    aim(canvas, "dense_2")
    canvas.document.remove_nodes(["dense_1"])
    assert drafts(canvas) == []
    QTest.keyClick(canvas, Key.Key_Return)


def test_a_click_or_delete_in_the_middle_ends_it(canvas, mouse_over, grip):
    begin(canvas, "dense_1")
    aim(canvas, "dense_2")
    mouse_over(canvas).click(grip(canvas, "input"))
    assert drafts(canvas) == []
    begin(canvas, "input")
    aim(canvas, "dense_2")
    QTest.keyClick(canvas, Key.Key_Delete)
    assert drafts(canvas) == []
    assert "dense_2" not in canvas.document.network


def test_a_wire_by_keyboard_leads_out_of_a_collapsed_group(open_canvas):
    nodes = [{"id": f"dense_{number}", "type": "Dense"} for number in (1, 2, 3)]
    canvas = open_canvas(*nodes, links=[["input", "dense_1"], ["dense_1", "dense_2"]])
    group = group_nodes(canvas.document, ["dense_1", "dense_2"])
    canvas.building.collapse(group)
    begin(canvas, group)
    aim(canvas, "dense_3")
    assert "group_1" not in canvas.notes.hint
    QTest.keyClick(canvas, Key.Key_Return)
    assert ("dense_2", "dense_3") in canvas.document.network.links
