"""What the axes of curves are to show. They are fitted rarely: laying out their numbers takes
longer than drawing the curves."""

from __future__ import annotations

from typing import Protocol

Range = tuple[float, float]

# Axes are fitted with this much room to grow into, and again when it is used up or far too much.
_ROOM = 0.08
_TOO_MUCH_ROOM = 0.3
_EDGE = 0.02  # of the width at each end: the mark of the best epoch fits in it


class Seen(Protocol):
    """What axes show now, and whether that was fitted to curves of the same kind."""

    @property
    def x_range(self) -> Range: ...

    @property
    def y_range(self) -> Range: ...

    @property
    def fitted(self) -> bool: ...

    @property
    def follow(self) -> bool: ...


def fitted_x(seen: Seen, low: float, high: float) -> Range:
    """What the horizontal axis is to show of places from `low` to `high`."""
    if not seen.follow:
        return seen.x_range
    left, right = seen.x_range
    fits = left <= low and high <= right
    if seen.fitted and fits and right - high <= _TOO_MUCH_ROOM / 2 * (right - left):
        return seen.x_range
    room = _ROOM * (high - low) if seen.fitted else 0.0
    high = high + room if high > low else low + 1.0
    edge = _EDGE * (high - low)
    return low - edge, high + edge


def fitted_y(seen: Seen, low: float, high: float) -> Range:
    """What the vertical axis is to show of values from `low` to `high`."""
    margin = _ROOM * (high - low) or 0.05 * abs(high) or 0.5
    bottom, top = seen.y_range
    too_much = _TOO_MUCH_ROOM * (top - bottom)
    if (
        seen.fitted
        and bottom < low - margin / 4
        and high + margin / 4 < top
        and low - bottom <= too_much
        and top - high <= too_much
    ):
        return seen.y_range
    return low - margin, high + margin
