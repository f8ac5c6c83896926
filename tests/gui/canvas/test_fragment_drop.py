"""Blocks dragged from the palette over a canvas."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF

from playground.gui.blocks import Blocks
from tests.carried import Carried

NODES = [{"id": f"dense_{number}", "type": "Dense"} for number in (1, 2)]


@pytest.fixture
def block(qapp):
    return Blocks().find("Dense and dropout")


def test_a_block_dropped_on_a_wire_has_the_wire_lead_through_it(open_canvas, block):
    canvas = open_canvas(*NODES)
    before = canvas.document.project
    carried, place = Carried(canvas, block), canvas.wire_point("dense_1", "dense_2")
    carried.enter(place)
    carried.over(place)
    assert canvas.notes.hint == "Drop to put Dense and dropout between dense_1 and dense_2"
    assert carried.drop(place)
    assert canvas.document.network.order() == [
        "input",
        "dense_1",
        "dense_3",
        "dropout_1",
        "dense_2",
        "head",
    ]
    assert canvas.chosen() == [canvas.document.network.groups[0].id]
    assert canvas.document.undo_stack.undoText() == "add Dense and dropout"
    canvas.document.undo_stack.undo()
    assert canvas.document.project == before


def test_a_block_dropped_elsewhere_stands_there_alone(open_canvas, block):
    canvas = open_canvas(*NODES)
    carried, place = Carried(canvas, block), canvas.mapToScene(QPoint(300, 480))
    carried.enter(place)
    carried.over(place)
    assert canvas.notes.hint == "Drop to put Dense and dropout here"
    assert carried.drop(place)
    assert not canvas.document.network.sources("dense_3")
    rect = canvas.card_rect("dense_3")
    both = rect.united(canvas.card_rect("dropout_1"))
    assert (both.center() - place).manhattanLength() < 30
    for new in ("dense_3", "dropout_1"):
        others = [canvas.card_rect(name) for name in canvas.network_scene.cards if name != new]
        assert not any(canvas.card_rect(new).intersects(other) for other in others)


def test_a_block_made_for_images_fits_the_wire_it_is_dropped_on(open_canvas):
    canvas = open_canvas(
        {"id": "conv2d_1", "type": "Conv2D", "filters": 5},
        {"id": "flatten_1", "type": "Flatten"},
        data={"source": "digits"},
        head={"type": "multiclass"},
    )
    residual = Blocks().find("Residual block")
    assert Carried(canvas, residual).drop(canvas.wire_point("conv2d_1", "flatten_1"))
    assert not canvas.document.traced.errors


def test_a_block_dragged_out_again_leaves_nothing_marked_or_said(open_canvas, block):
    canvas = open_canvas(*NODES)
    before = canvas.grab().toImage()
    carried, place = Carried(canvas, block), canvas.wire_point("dense_1", "dense_2")
    carried.enter(place)
    carried.over(place)
    carried.leave()
    assert canvas.grab().toImage() == before


def test_a_locked_network_takes_no_block_and_says_so_before_the_drop(open_canvas, block):
    canvas = open_canvas(*NODES, setup={"locked": ["network"]})
    carried, place = Carried(canvas, block), canvas.wire_point("dense_1", "dense_2")
    carried.enter(place)
    assert not carried.over(place)
    assert "locked" in canvas.notes.bubble
    carried.leave()
    assert canvas.notes.bubble == ""


def test_a_block_that_is_broken_is_refused_at_the_edge(open_canvas, block):
    canvas = open_canvas(*NODES)
    carried = Carried(canvas, block)
    carried.mime.setData("application/x-playground-fragment", b'{"nodes": 3}')
    assert not carried.enter(canvas.wire_point("dense_1", "dense_2"))
    assert "no part of a network" in canvas.notes.hint


def test_an_edit_while_a_block_or_a_layer_is_carried_does_no_harm(open_canvas, block):
    canvas = open_canvas(*NODES)
    place = canvas.wire_point("dense_1", "dense_2")
    for what in (block, "Dropout"):
        carried = Carried(canvas, what)
        carried.enter(place)
        carried.over(place)
        canvas.document.remove_nodes(["dense_1"])
        assert carried.drop(place + QPointF(0, 0))
        assert not canvas.document.traced.errors or canvas.document.network.order()
        while canvas.document.undo_stack.canUndo():
            canvas.document.undo_stack.undo()
        canvas.select([])
