"""A layer dropped on another takes its place."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.gui.editing.grouping import collapse, group_nodes
from tests.carried import Carried

DENSE_1 = {"id": "dense_1", "type": "Dense", "units": 5, "activation": "relu"}


def test_a_layer_dropped_on_a_card_takes_its_place_and_what_both_have(open_canvas):
    canvas = open_canvas(DENSE_1, {"id": "dense_2", "type": "Dense"})
    carried = Carried(canvas, "Activation")
    carried.enter(canvas.card_rect("dense_1").center())
    carried.over(canvas.card_rect("dense_1").center())
    assert canvas.notes.hint == "Drop to put it in the place of dense_1"
    assert carried.drop(canvas.card_rect("dense_1").center())
    assert canvas.document.network.order() == ["input", "activation_1", "dense_2", "head"]
    assert canvas.document.network["activation_1"].activation.name == "relu"
    assert canvas.chosen() == ["activation_1"]
    assert canvas.document.undo_stack.undoText() == "replace dense_1 by Activation"
    canvas.document.undo_stack.undo()
    assert canvas.document.network["dense_1"].units == 5


def test_a_layer_with_a_name_of_its_own_keeps_it_when_it_is_replaced(open_canvas):
    canvas = open_canvas({**DENSE_1, "id": "trunk"})
    assert Carried(canvas, "Dropout").drop(canvas.card_rect("trunk").center())
    assert canvas.document.network["trunk"].type == "Dropout"


def test_what_can_not_take_the_place_says_why_before_the_drop(open_canvas):
    canvas = open_canvas(DENSE_1)
    before = canvas.document.project
    reasons = {
        "Dense": "dense_1 is a Dense already.",
        "Conv2D": "Conv2D takes an image",
    }
    for layer, reason in reasons.items():
        carried = Carried(canvas, layer)
        carried.enter(canvas.card_rect("dense_1").center())
        carried.over(canvas.card_rect("dense_1").center())
        assert reason in canvas.notes.bubble
        carried.leave()
        assert canvas.notes.bubble == ""
    assert not Carried(canvas, "Dense").drop(canvas.card_rect("dense_1").center())
    assert canvas.document.project is before


def test_one_click_mends_what_a_layer_in_the_place_of_another_lacks(open_canvas):
    canvas = open_canvas(
        {"id": "conv2d_1", "type": "Conv2D"},
        {"id": "flatten_1", "type": "Flatten"},
        data={"source": "digits"},
        head={"type": "multiclass"},
    )
    before = canvas.document.project
    Carried(canvas, "Dense").drop(canvas.card_rect("conv2d_1").center())
    offer = canvas.notes.offer_card
    assert canvas.document.project is before
    assert offer.button.text() == "Insert Flatten"
    assert offer.button.hasFocus()
    QTest.keyClick(offer.button, Qt.Key.Key_Escape)
    assert not offer.isVisible()
    assert canvas.hasFocus()
    Carried(canvas, "Dense").drop(canvas.card_rect("conv2d_1").center())
    QTest.keyClick(offer.button, Qt.Key.Key_Space)
    assert canvas.document.network.order()[:3] == ["input", "flatten_2", "dense_1"]
    assert not canvas.document.traced.errors
    assert canvas.hasFocus()


def test_leave_it_leaves_it(open_canvas):
    canvas = open_canvas(
        {"id": "flatten_1", "type": "Flatten"},
        data={"source": "digits"},
        head={"type": "multiclass"},
    )
    Carried(canvas, "Dense").drop(canvas.wire_point("input", "flatten_1"))
    offer, before = canvas.notes.offer_card, canvas.document.project
    QTest.mouseClick(offer.close_button, Qt.MouseButton.LeftButton)
    assert not offer.isVisible()
    assert canvas.document.project is before
    assert canvas.hasFocus()


def test_a_collapsed_group_is_not_replaced_and_says_so(open_canvas):
    canvas = open_canvas(DENSE_1, {"id": "dense_2", "type": "Dense"})
    group = group_nodes(canvas.document, ["dense_1", "dense_2"])
    collapse(canvas.document, group, True)
    carried = Carried(canvas, "Dropout")
    assert not carried.drop(canvas.card_rect(group).center())
    carried.enter(canvas.card_rect(group).center())
    carried.over(canvas.card_rect(group).center())
    assert canvas.notes.bubble == "This is a group of layers. Open it first: double-click it."


def test_nothing_is_replaced_in_a_locked_network(open_canvas):
    canvas = open_canvas(DENSE_1, setup={"locked": ["network"]})
    carried = Carried(canvas, "Dropout")
    carried.enter(canvas.card_rect("dense_1").center())
    assert not carried.over(canvas.card_rect("dense_1").center())
    assert "locked" in canvas.notes.bubble
