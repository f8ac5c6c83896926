"""Graphs with branches, drawn by mouse."""

from __future__ import annotations

import pytest

from playground.network.spec import HEAD, INPUT
from tests.carried import Carried

DENSE_1, DENSE_2 = ({"id": f"dense_{number}", "type": "Dense"} for number in (1, 2))
ADD, DOT = {"id": "add_1", "type": "Add"}, {"id": "dot_1", "type": "Dot"}
SIDE_BY_SIDE = [[INPUT, "dense_1"], [INPUT, "dense_2"]]


def wire(canvas, mouse, source, target):
    mouse.drag(canvas.port_point(source, "output"), canvas.port_point(target, "input"))


def sources(canvas, identity):
    return canvas.document.network.sources(identity)


def test_a_second_wire_into_a_merge_is_added_and_into_a_layer_takes_the_place(
    open_canvas, mouse_over
):
    links = [*SIDE_BY_SIDE, ["dense_1", "add_1"], ["add_1", HEAD]]
    canvas = open_canvas(DENSE_1, DENSE_2, ADD, links=links)
    mouse = mouse_over(canvas)
    wire(canvas, mouse, "dense_2", "add_1")
    assert sources(canvas, "add_1") == ["dense_1", "dense_2"]
    assert canvas.wire_point("dense_1", "add_1") != canvas.wire_point("dense_2", "add_1")
    wire(canvas, mouse, "dense_1", "dense_2")
    assert sources(canvas, "dense_2") == ["dense_1"]
    canvas.document.undo_stack.undo()
    canvas.document.undo_stack.undo()
    assert sources(canvas, "add_1") == ["dense_1"]


def test_a_residual_network_is_built_by_a_drop_and_a_wire(open_canvas, mouse_over):
    canvas = open_canvas(DENSE_1, DENSE_2)
    Carried(canvas, "Add").drop(canvas.wire_point("dense_2", HEAD))
    assert [problem.severity for problem in canvas.document.problems] == ["warning"]
    wire(canvas, mouse_over(canvas), "dense_1", "add_1")
    assert sources(canvas, "add_1") == ["dense_2", "dense_1"]
    assert canvas.document.problems == []


@pytest.mark.parametrize(
    ("source", "reason"),
    [("dense_1", "linked already"), ("dense_3", "has its 2 inputs"), ("small", "given 8 and 8")],
)
def test_a_wire_that_a_merge_can_not_take_is_refused_with_its_reason(
    open_canvas, mouse_over, source, reason
):
    small = {"id": "small", "type": "Dense", "units": 3}
    merge = {**ADD, "id": "merge"} if source == "small" else {**DOT, "id": "merge"}
    links = [*SIDE_BY_SIDE, [INPUT, "dense_3"], [INPUT, "small"], ["merge", HEAD]]
    links += [["dense_1", "merge"], ["dense_2", "merge"]]
    nodes = (DENSE_1, DENSE_2, {**DENSE_1, "id": "dense_3"}, small, merge)
    canvas = open_canvas(*nodes, links=links)
    mouse, before = mouse_over(canvas), canvas.document.project
    end = canvas.port_point("merge", "input")
    mouse.press(canvas.port_point(source, "output"))
    mouse.move(end)
    assert reason in canvas.notes.bubble
    mouse.release(end)
    assert canvas.document.project == before


def test_an_input_dropped_on_a_wire_stands_alone_and_feeds_what_it_is_wired_to(
    open_canvas, mouse_over
):
    canvas = open_canvas(DENSE_1, data={"source": "iris"}, head={"type": "multiclass"})
    carried = Carried(canvas, "Input")
    carried.enter(canvas.wire_point(INPUT, "dense_1"))
    assert canvas.notes.hint == "Drop to add it, then draw a wire from its right side"
    carried.drop(canvas.wire_point(INPUT, "dense_1"))
    assert sources(canvas, "dense_1") == [INPUT]
    canvas.document.set_node_field("input_1", "columns", "0-2")
    assert canvas.network_scene.cards["input_1"].face.caption == "3 of 4 features"
    wire(canvas, mouse_over(canvas), "input_1", "dense_1")
    assert sources(canvas, "dense_1") == ["input_1"]
    assert canvas.document.traced.parameter_counts()["dense_1"] == 3 * 8 + 8


def test_nothing_is_wired_into_an_input(open_canvas, mouse_over):
    canvas = open_canvas(DENSE_1, {"id": "more", "type": "Input"}, links=[["more", "dense_1"]])
    card, mouse = canvas.network_scene.cards["more"], mouse_over(canvas)
    assert card.part_at(card.port("input")) in ("", "body")
    mouse.press(canvas.port_point("dense_1", "output"))
    mouse.move(canvas.card_rect("more").center())
    assert "nothing leads into it" in canvas.notes.bubble
    mouse.release(canvas.card_rect("more").center())
    assert canvas.document.network.links == (("more", "dense_1"),)


def test_the_layer_that_is_shared_is_chosen_on_the_card(open_canvas, mouse_over):
    canvas = open_canvas(DENSE_1, {"id": "shared_1", "type": "Shared"})
    assert canvas.network_scene.cards["dense_1"].face.name == ""
    mouse_over(canvas).click(canvas.control_rect("shared_1", "layer").center())
    assert [action.text() for action in canvas.menu.actions()] == ["dense_1"]
    canvas.menu.actions()[0].trigger()
    canvas.menu.close()
    assert canvas.document.network["shared_1"].layer == "dense_1"
    assert canvas.network_scene.cards["dense_1"].face.name == "dense_1"


def test_the_axis_of_a_concatenation_is_chosen_on_the_card(open_canvas, mouse_over):
    canvas = open_canvas(DENSE_1, {"id": "join", "type": "Concatenate"})
    mouse_over(canvas).click(canvas.control_rect("join", "axis").center())
    names = [action.text() for action in canvas.menu.actions()]
    assert names == ["features", "time", "height", "width"]
    canvas.menu.actions()[1].trigger()
    canvas.menu.close()
    assert canvas.document.network["join"].axis == "time"
