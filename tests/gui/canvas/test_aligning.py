"""Cards in line and at even distances."""

from __future__ import annotations

from itertools import pairwise

import pytest

from playground.gui.canvas.aligning import ALIGNMENTS, DISTRIBUTIONS, align, distribute
from playground.gui.canvas.layout import Box

BOXES = {"a": Box(0, 10, 100, 40), "b": Box(150, 0, 60, 80), "c": Box(400, 100, 100, 20)}


def moved(places):
    return {
        name: Box(*place, BOXES[name].width, BOXES[name].height) for name, place in places.items()
    }


@pytest.mark.parametrize(
    ("how", "line"),
    [("left", 0), ("right", 500), ("top", 0), ("bottom", 120), ("centre", 250), ("middle", 70)],
)
def test_cards_come_on_one_line_and_move_no_other_way(how, line):
    measures = {
        "left": lambda box: box.x,
        "right": lambda box: box.x + box.width,
        "centre": lambda box: box.x + box.width / 2,
        "top": lambda box: box.y,
        "bottom": lambda box: box.y + box.height,
        "middle": lambda box: box.middle,
    }
    after = moved(align(BOXES, how))
    assert {measures[how](box) for box in after.values()} == {line}
    across = how in ("left", "right", "centre")
    for name, box in after.items():
        assert (box.y if across else box.x) == (BOXES[name].y if across else BOXES[name].x)


def test_every_alignment_and_distribution_of_the_menu_is_one():
    for how in ALIGNMENTS:
        assert align(BOXES, how).keys() == BOXES.keys()
    for how in DISTRIBUTIONS:
        assert distribute(BOXES, how).keys() == BOXES.keys()


def test_gaps_become_even_and_the_outermost_stay():
    across = moved(distribute(BOXES, "across"))
    assert (across["a"], across["c"]) == (BOXES["a"], BOXES["c"])
    gaps = [across["b"].x - 100, 400 - across["b"].x - 60]
    assert gaps[0] == gaps[1]
    down = moved(distribute(BOXES, "down"))
    ordered = sorted(down.values(), key=lambda box: box.middle)
    gaps = [b.y - a.y - a.height for a, b in pairwise(ordered)]
    assert gaps[0] == pytest.approx(gaps[1], abs=1)


def test_one_card_or_two_stay_where_they_are_when_distributed():
    assert distribute({"a": BOXES["a"]}, "across") == {"a": (0, 10)}
    two = {name: BOXES[name] for name in ("a", "c")}
    assert distribute(two, "down") == {"a": (0, 10), "c": (400, 100)}
