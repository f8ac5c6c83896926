"""How a wire that skips layers gets past the cards between. No Qt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from playground.gui.canvas.layout import Box, Position

# A wire shorter than this has no room for a card between its ends, in px.
LEAST_SKIP = 128.0
# A wire leaves its port level and bends over at least this far, in px.
LEAST_REACH = 28.0
# How far a lane stays from the cards it passes, and how much more for each card it passes, so that
# of two wires one above the other each is seen.
_CLEARANCE, _STEP, _MOST_STEPS = 16.0, 7.0, 4
_TOUCH = 5.0
_SAMPLES = 32
_SHARES = [step / _SAMPLES for step in range(1, _SAMPLES)]
# How much each of the four points of a cubic counts at a share of the way.
_WEIGHTS = [((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3) for t in _SHARES]
# Cards are found by the strips, so wide, that they stand in.
_STRIP = 256.0


@dataclass(frozen=True)
class Lane:
    """A level stretch at height `y`, from `begin` to `end` (px)."""

    begin: float
    end: float
    y: float


class Obstacles:
    """Cards, to be found by where they stand."""

    def __init__(self, boxes: Mapping[str, Box]) -> None:
        self._strips: dict[int, list[tuple[str, Box]]] = defaultdict(list)
        for name, box in boxes.items():
            for strip in _strips(box.x, box.x + box.width):
                self._strips[strip].append((name, box))

    def between(self, left: float, right: float, but: Iterable[str]) -> list[Box]:
        """The cards, other than those named, that reach into the stretch from `left` to `right`."""
        names = set(but)
        first, last = int(left // _STRIP), int(right // _STRIP)
        # Over a very long way there are more strips than cards.
        far = last - first > len(self._strips)
        strips = [s for s in self._strips if first <= s <= last] if far else range(first, last + 1)
        found = {
            name: box
            for strip in strips
            for name, box in self._strips.get(strip, ())
            if name not in names and box.x + box.width > left and box.x < right
        }
        return list(found.values())


def _strips(left: float, right: float) -> Iterator[int]:
    yield from range(int(left // _STRIP), int(right // _STRIP) + 1)


def lane_past(begin: Position, end: Position, boxes: Sequence[Box]) -> Lane | None:
    """The lane that a wire from port to port takes, or None where it can go straight.

    Args:
        begin, end: the ports.
        boxes: the cards between the two that are not its own.
    """
    touched = [box for box in boxes if _touches(begin, end, box)]
    if end[0] - begin[0] < LEAST_SKIP or not touched:
        return None
    left = min(box.x for box in touched)
    right = max(box.x + box.width for box in touched)
    clearance = _CLEARANCE + _STEP * min(len(touched) - 1, _MOST_STEPS)
    passed = [box for box in boxes if box.x < right and box.x + box.width > left]
    above = _free_height(passed, min(box.y for box in touched) - clearance, -clearance)
    below_from = max(box.y + box.height for box in touched) + clearance
    below = _free_height(passed, below_from, clearance)
    middle = (begin[1] + end[1]) / 2
    return Lane(left, right, above if middle - above <= below - middle else below)


def _touches(begin: Position, end: Position, box: Box) -> bool:
    """Whether the straight wire runs behind a card."""
    if box.y + box.height + _TOUCH < min(begin[1], end[1]):
        return False  # the wire stays between the heights of its ends
    if box.y - _TOUCH > max(begin[1], end[1]):
        return False
    left, right = box.x - _TOUCH, box.x + box.width + _TOUCH
    top, bottom = box.y - _TOUCH, box.y + box.height + _TOUCH
    reach = max((end[0] - begin[0]) / 2, LEAST_REACH)
    out, back = begin[0] + reach, end[0] - reach
    for first, second, third, last in _WEIGHTS:
        # A point of the cubic that leaves and arrives level.
        x = first * begin[0] + second * out + third * back + last * end[0]
        if left < x < right:
            y = (first + second) * begin[1] + (third + last) * end[1]
            if top < y < bottom:
                return True
    return False


def _free_height(passed: Sequence[Box], y: float, away: float) -> float:
    """The height from `y` on, in the direction of `away`, at which no card is in the way."""
    while True:
        blocking = [box for box in passed if box.y - _TOUCH < y < box.y + box.height + _TOUCH]
        if not blocking:
            return y
        if away < 0:
            y = min(box.y for box in blocking) + away
        else:
            y = max(box.y + box.height for box in blocking) + away
