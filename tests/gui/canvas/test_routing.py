"""Wires that skip layers stay in sight."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playground.gui.canvas.layout import Box
from playground.gui.canvas.routing import LEAST_SKIP, lane_past

BEGIN, END = (0.0, 0.0), (600.0, 0.0)
PLACES = st.floats(20, 400)
BOXES = st.builds(Box, PLACES, st.floats(-300, 300), st.floats(40, 180), st.floats(40, 120))


@given(st.lists(BOXES, max_size=12), st.floats(-200, 200))
def test_a_lane_crosses_no_card(boxes, drop):
    lane = lane_past(BEGIN, (END[0], drop), boxes)
    if lane is None:
        return
    assert BEGIN[0] <= lane.begin <= lane.end <= END[0]
    for box in boxes:
        if box.x < lane.end and box.x + box.width > lane.begin:
            assert not box.y < lane.y < box.y + box.height


@given(st.lists(BOXES, max_size=12))
def test_a_wire_that_meets_no_card_goes_straight(boxes):
    aside = [Box(box.x, box.y + 1000, box.width, box.height) for box in boxes]
    assert lane_past(BEGIN, END, aside) is None


def test_a_wire_goes_round_on_the_side_that_is_nearer():
    high, low = Box(200, -100, 128, 120), Box(200, -20, 128, 120)
    assert lane_past(BEGIN, END, [high]).y > 20
    assert lane_past(BEGIN, END, [low]).y < -20


def test_the_longer_of_two_skips_runs_outside():
    cards = [Box(x, -40, 100, 80) for x in (50, 250, 450)]
    short = lane_past((0.0, 0.0), (200.0, 0.0), cards)
    assert lane_past(BEGIN, END, cards).y < short.y


def test_a_short_wire_is_not_led_anywhere():
    assert lane_past(BEGIN, (LEAST_SKIP - 1, 0.0), [Box(20, -40, 60, 80)]) is None


def test_a_skip_runs_past_the_cards_between_and_follows_them(open_canvas, mouse_over):
    dense = [{"id": f"dense_{n}", "type": "Dense"} for n in (1, 2)]
    nodes = (*dense, {"id": "add_1", "type": "Add"})
    links = [["input", "dense_1"], ["dense_1", "dense_2"], ["dense_2", "add_1"]]
    canvas = open_canvas(*nodes, links=[*links, ["dense_1", "add_1"], ["add_1", "head"]])
    boxes = canvas.network_scene.boxes()
    canvas.document.move_nodes({name: (box.x, box.y) for name, box in boxes.items()})
    wire = canvas.network_scene.wires["dense_1", "add_1"]
    card = canvas.card_rect("dense_2")
    assert card.left() < wire.point().x() < card.right()
    assert not card.contains(wire.point())
    before = wire.point()
    canvas.document.move_nodes({"dense_2": (card.x(), card.y() - 60)})
    assert not canvas.card_rect("dense_2").contains(wire.point())
    assert wire.point() != before
    canvas.document.move_nodes({"dense_2": (card.x(), card.y() + 400)})
    assert abs(wire.point().y() - canvas.port_point("add_1", "input").y()) < 1
