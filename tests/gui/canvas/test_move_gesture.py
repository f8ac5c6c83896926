"""Cards dragged: lifted out of their wires, put on others, thrown out of the canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from playground.gui import theme

DENSE_1, DENSE_2, DENSE_3 = ({"id": f"dense_{number}", "type": "Dense"} for number in (1, 2, 3))
ALT = Qt.KeyboardModifier.AltModifier
DOWN = QPointF(0, 150)


def links(canvas):
    return set(canvas.document.network.links)


def test_a_layer_lifted_out_with_alt_leaves_its_wires_and_the_gap_closes(canvas, mouse, grip):
    before = canvas.document.project
    place = grip(canvas, "dense_1")
    mouse.drag(place, place + DOWN, modifier=ALT)
    assert links(canvas) == {("input", "dense_2"), ("dense_2", "head")}
    assert "dense_1" in canvas.network_scene.cards
    assert canvas.document.undo_stack.undoText() == "lift dense_1 out"
    canvas.document.undo_stack.undo()
    assert canvas.document.project == before


def test_a_lifted_layer_goes_on_the_wire_that_it_is_dropped_on(canvas, mouse, grip):
    place = grip(canvas, "dense_1")
    mouse.pull(place, canvas.wire_point("dense_2", "head"), modifier=ALT)
    assert canvas.notes.hint == "Release to put it between dense_2 and head"
    mouse.release(canvas.wire_point("dense_2", "head"), modifier=ALT)
    assert canvas.document.network.order() == ["input", "dense_2", "dense_1", "head"]
    assert canvas.document.undo_stack.count() == 1


def test_a_loose_layer_goes_on_a_wire_without_alt(open_canvas, mouse_over, grip):
    canvas = open_canvas(DENSE_1, DENSE_2, links=[["input", "dense_1"], ["dense_1", "head"]])
    mouse = mouse_over(canvas)
    mouse.drag(grip(canvas, "dense_2"), canvas.wire_point("input", "dense_1"))
    assert canvas.document.network.order() == ["input", "dense_2", "dense_1", "head"]


def test_a_linked_layer_only_moves_without_alt(canvas, mouse, grip):
    before = links(canvas)
    mouse.drag(grip(canvas, "dense_1"), canvas.wire_point("dense_2", "head"))
    assert links(canvas) == before
    assert canvas.document.undo_stack.undoText() == "move dense_1"


def test_a_layer_thrown_out_of_the_canvas_is_removed_and_the_gap_closes(canvas, mouse, grip):
    place, out = grip(canvas, "dense_1"), canvas.mapToScene(QPoint(-80, 200))
    mouse.pull(place, out)
    assert canvas.notes.hint == "Release to remove it; the gap closes"
    assert canvas.network_scene.cards["dense_1"].opacity() < 1
    mouse.release(out)
    assert canvas.document.network.order() == ["input", "dense_2", "head"]
    assert canvas.document.undo_stack.count() == 1


def test_what_comes_back_before_the_release_is_not_removed(canvas, mouse, grip):
    place, out = grip(canvas, "dense_1"), canvas.mapToScene(QPoint(-80, 200))
    mouse.pull(place, out)
    mouse.move(place + DOWN)
    assert canvas.network_scene.cards["dense_1"].opacity() == 1
    mouse.release(place + DOWN)
    assert "dense_1" in canvas.document.network


def test_input_and_head_are_never_thrown_out(canvas, mouse, grip):
    for name in ("input", "head"):
        out = canvas.mapToScene(QPoint(-80, 200))
        mouse.drag(grip(canvas, name), out)
        assert name in canvas.network_scene.cards
        canvas.document.undo_stack.undo()
        canvas.fit()


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, ALT])
@pytest.mark.parametrize("end", ["wire", "out", "ground"])
def test_escape_puts_everything_back_wherever_it_was_dragged(canvas, mouse, grip, modifier, end):
    ends = {
        "wire": canvas.wire_point("dense_2", "head"),
        "out": canvas.mapToScene(QPoint(-80, 200)),
        "ground": canvas.mapToScene(QPoint(200, 560)),
    }
    before, rect = canvas.document.project, canvas.card_rect("dense_1")
    mouse.pull(grip(canvas, "dense_1"), ends[end], modifier=modifier)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.card_rect("dense_1") == rect
    assert canvas.network_scene.cards["dense_1"].opacity() == 1
    mouse.release(ends[end])
    assert canvas.document.project is before
    assert "Release" not in canvas.notes.hint


def test_undo_in_the_middle_of_a_drag_leaves_no_card_faint_or_out_of_place(canvas, mouse, grip):
    rect = canvas.card_rect("dense_1")
    canvas.document.set_node_field("dense_1", "units", 20)
    mouse.pull(grip(canvas, "dense_1"), canvas.mapToScene(QPoint(-80, 200)))
    canvas.document.undo_stack.undo()
    mouse.release(canvas.mapToScene(QPoint(-80, 200)))
    assert canvas.document.network["dense_1"].units == 8
    assert canvas.network_scene.cards["dense_1"].opacity() == 1
    assert canvas.card_rect("dense_1").topLeft() == rect.topLeft()
    assert "Release" not in canvas.notes.hint


def test_another_theme_in_the_middle_of_a_drag_does_not_let_go(canvas, mouse, grip, qapp):
    place = grip(canvas, "dense_1")
    mouse.pull(place, place + DOWN)
    held = canvas.card_rect("dense_1")
    theme.apply_theme(qapp, "dark")
    try:
        assert canvas.card_rect("dense_1") == held
        mouse.release(place + DOWN)
        assert canvas.card_rect("dense_1") == held
    finally:
        theme.apply_theme(qapp, "light")


def test_a_locked_network_is_moved_but_not_rewired(open_canvas, mouse_over, grip):
    canvas = open_canvas(DENSE_1, DENSE_2, setup={"locked": ["network"]})
    mouse, before = mouse_over(canvas), links(canvas)
    place = grip(canvas, "dense_1")
    with_alt = canvas.card_rect("dense_1")
    mouse.drag(place, place + DOWN, modifier=ALT)
    assert links(canvas) == before
    assert canvas.card_rect("dense_1").top() == pytest.approx(with_alt.top() + 150, abs=4)


def test_another_size_in_the_middle_of_a_drag_does_not_let_go(canvas, mouse, grip):
    wire = canvas.wire_point("dense_2", "head")
    mouse.pull(grip(canvas, "dense_1"), wire, modifier=ALT)
    held = canvas.card_rect("dense_1")
    canvas.keep_view()
    canvas.resize(760, 500)
    assert canvas.card_rect("dense_1").topLeft() == held.topLeft()
    assert canvas.notes.hint == "Release to put it between dense_2 and head"
    QTest.keyClick(canvas, Qt.Key.Key_Escape)


def test_a_dragged_card_lies_on_top_of_those_it_passes(canvas, mouse, grip):
    mouse.pull(grip(canvas, "dense_1"), grip(canvas, "dense_2") + QPointF(10, 10))
    cards = canvas.network_scene.cards
    assert cards["dense_1"].zValue() > cards["dense_2"].zValue()
    mouse.release(grip(canvas, "dense_2"))
    assert cards["dense_1"].zValue() == cards["dense_2"].zValue()
