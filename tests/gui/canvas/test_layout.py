from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.gui.canvas.layout import (
    COLUMN_GAP,
    Box,
    complete,
    lay_out,
    lay_out_within,
    make_room,
)


@st.composite
def graphs(draw):
    """Order, links and sizes of a random acyclic network."""
    n_nodes = draw(st.integers(1, 14))
    order = [f"n{index}" for index in range(n_nodes)]
    pairs = list(combinations(order, 2))
    links = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=24)) if pairs else []
    extent = st.floats(20, 300)
    sizes = {name: (draw(extent), draw(extent)) for name in order}
    return order, links, sizes


def boxes_of(positions, sizes):
    return {name: Box(*place, *sizes[name]) for name, place in positions.items()}


def overlapping(positions, sizes):
    boxes = boxes_of(positions, sizes)
    return [pair for pair in combinations(boxes, 2) if boxes[pair[0]].overlaps(boxes[pair[1]])]


@given(graphs(), st.integers(1, 4))
def test_no_two_cards_overlap_whatever_the_network(graph, n_rows):
    order, links, sizes = graph
    positions = lay_out(order, links, sizes, n_rows=n_rows)
    assert set(positions) == set(order)
    assert overlapping(positions, sizes) == []


@given(graphs(), st.tuples(st.floats(1, 2000), st.floats(1, 2000)))
def test_no_two_cards_overlap_in_any_window(graph, area):
    order, links, sizes = graph
    assert overlapping(lay_out_within(order, links, sizes, area), sizes) == []


@given(graphs())
def test_every_link_leads_to_the_right(graph):
    order, links, sizes = graph
    boxes = boxes_of(lay_out(order, links, sizes), sizes)
    for source, target in links:
        assert boxes[target].x >= boxes[source].x + boxes[source].width


@given(graphs(), st.data())
def test_placed_cards_stay_and_free_ones_give_way(graph, data):
    order, links, sizes = graph
    place = st.tuples(st.floats(-500, 500), st.floats(-500, 500))
    placed = {name: data.draw(place) for name in order[: len(order) // 2]}
    positions = complete(order, links, sizes, placed, (800.0, 600.0))
    assert {name: positions[name] for name in placed} == placed
    for pair in overlapping(positions, sizes):
        assert set(pair) <= set(placed)


def test_a_chain_stands_on_one_line():
    order = ["input", "a", "b", "head"]
    sizes = {"input": (128, 56), "a": (144, 80), "b": (144, 96), "head": (136, 110)}
    links = list(pairwise(order))
    boxes = boxes_of(lay_out(order, links, sizes), sizes)
    assert {box.middle for box in boxes.values()} == {0.0}
    assert boxes["a"].x == 128 + COLUMN_GAP


def test_branches_stand_on_both_sides_of_where_they_part():
    order = ["input", "a", "b", "head"]
    links = [("input", "a"), ("input", "b"), ("a", "head"), ("b", "head")]
    sizes = dict.fromkeys(order, (100.0, 60.0))
    boxes = boxes_of(lay_out(order, links, sizes), sizes)
    assert boxes["a"].middle == pytest.approx(-boxes["b"].middle)
    assert boxes["input"].middle == pytest.approx(boxes["head"].middle)


def test_a_chain_too_long_for_the_window_is_broken_into_rows():
    order = [f"n{index}" for index in range(12)]
    sizes = dict.fromkeys(order, (144.0, 80.0))
    links = list(pairwise(order))
    wide = lay_out_within(order, links, sizes, (4000.0, 600.0))
    narrow = lay_out_within(order, links, sizes, (600.0, 600.0))
    assert len({y for _, y in wide.values()}) == 1
    assert len({y for _, y in narrow.values()}) > 1


def test_room_is_made_by_moving_everything_right_of_the_gap():
    boxes = {"a": Box(0, 0, 100, 60), "b": Box(140, 0, 100, 60), "c": Box(280, 0, 100, 60)}
    (x, y), moved = make_room(("a", "b"), (120.0, 40.0), boxes)
    assert x == 100 + COLUMN_GAP
    assert y == 10
    assert moved["b"][0] == x + 120 + COLUMN_GAP
    assert moved["c"][0] - moved["b"][0] == 140
    assert "a" not in moved


def test_no_card_moves_where_there_is_room_already():
    boxes = {"a": Box(0, 0, 100, 60), "b": Box(900, 0, 100, 60)}
    (x, _), moved = make_room(("a", "b"), (120.0, 40.0), boxes)
    assert moved == {}
    assert x == 440
