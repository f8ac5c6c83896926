"""Where cards and units stand."""

from __future__ import annotations

from collections.abc import Mapping

from playground.gui.views.neurons.columns import MARGIN, spread
from playground.gui.views.neurons.plan import Layer, Plan
from playground.gui.views.neurons.stand import FOOT_HEIGHT, Board, Box, Stand

# Between two cards of one column, and the least height of one.
_BETWEEN, _LEAST_HEIGHT = 12.0, 104.0
HEAD_HEIGHT = 50.0
_PAD = 10.0
# At the left of a unit's picture for the dot of its bias, at the right for its marks.
_LANE = 15.0
# Pictures: the least, the most, and the most of the few answers of a head, in px.
_LEAST_SIDE, _MOST_SIDE, _MOST_ANSWER = 20.0, 48.0, 84.0
_LEAST_BAR, _MOST_BAR = 11.0, 18.0
_WIDEST_BAR = 84.0
# Beside a word, which says more than its number.
_CODE = 5.0
_SPACE, _BAR_SPACE = 6.0, 3.0


def lay_out(plan: Plan, width: float, height: float, pages: Mapping[str, int]) -> Board:
    """Columns from left to right, cards of one depth over each other, centred.

    Args:
        width, height: of the widget, in px.
        pages: the first unit to show, for layers that don't show all.
    """
    columns = plan.columns
    widths, gaps = spread(plan, width)
    whole = sum(widths) + sum(gaps) + 2 * MARGIN
    x = MARGIN + max(0.0, width - whole) / 2.0
    most = max(len(column) for column in columns)
    tall = max(height, most * (_LEAST_HEIGHT + _BETWEEN) + MARGIN)
    stands: list[Stand] = []
    for column, card_width, gap in zip(columns, widths, [*gaps, 0.0], strict=True):
        stands += _column(column, x, card_width, tall, pages)
        x += card_width + gap
    return Board(max(width, whole), tall, tuple(stands))


def _column(
    column: tuple[Layer, ...], x: float, width: float, height: float, pages: Mapping[str, int]
) -> list[Stand]:
    """The cards of one depth, centred downwards."""
    room = height - 2 * 4.0 - _BETWEEN * (len(column) - 1)
    wishes = [_height(layer, width, room) for layer in column]
    if sum(wishes) > room:
        wishes = _shared_out(wishes, room)
    y = (height - sum(wishes) - _BETWEEN * (len(column) - 1)) / 2.0
    stands = []
    for layer, most in zip(column, wishes, strict=True):
        stand = _stand(layer, x, y, width, most, pages.get(layer.id, 0))
        stands.append(stand)
        y += most + _BETWEEN
    return stands


def _shared_out(wishes: list[float], room: float) -> list[float]:
    """As much as each wishes, as far as it goes: nobody gets more than who wishes more."""
    left, given = room, [0.0] * len(wishes)
    for rank, place in enumerate(sorted(range(len(wishes)), key=wishes.__getitem__)):
        given[place] = min(wishes[place], left / (len(wishes) - rank))
        left -= given[place]
    return given


def _height(layer: Layer, width: float, most: float) -> float:
    """How high a card would be with everything on it."""
    side, space = _side(layer, width, most), _space(layer)
    return min(HEAD_HEIGHT + layer.units * (side + space) - space + _PAD, most)


def _space(layer: Layer) -> float:
    return _BAR_SPACE if layer.kind in ("steps", "amount") else _SPACE


def _side(layer: Layer, width: float, height: float) -> float:
    """The height of a unit's picture."""
    bar = layer.kind in ("steps", "amount")
    least, most = (_LEAST_BAR, _MOST_BAR) if bar else (_LEAST_SIDE, _MOST_SIDE)
    alone = layer.units == 1 and not bar
    if alone:
        most = _MOST_ANSWER
    room = (height - HEAD_HEIGHT - _PAD + _space(layer)) / layer.units - _space(layer)
    if not bar:
        across = width - 2 * _LANE
        if layer.filters:
            across = (across - 4.0) / 2.0
        elif layer.names and not alone:
            across -= 36.0
        most = min(most, across)
    return float(int(min(max(room, least), max(most, least))))


def _stand(layer: Layer, x: float, y: float, width: float, height: float, first: int) -> Stand:
    side, space = _side(layer, width, height), _space(layer)
    room = height - HEAD_HEIGHT - _PAD
    shown = layer.units
    if layer.units * (side + space) - space > room + 0.5:
        shown = max(1, int((room - FOOT_HEIGHT + space) // (side + space)))
    first = max(0, min(first, layer.units - shown))
    across, left, filter_left, label = _lanes(layer, x, width, side)
    picture = Box(left, y + HEAD_HEIGHT, across, side)
    card = Box(x, y, width, height)
    return Stand(layer, card, first, shown, picture, side + space, filter_left, label)


def _lanes(
    layer: Layer, x: float, width: float, side: float
) -> tuple[float, float, float | None, tuple[float, float] | None]:
    """Of the pictures: width and left; where filters begin; left and width of names."""
    if layer.coded:
        left = x + width - _LANE - _CODE
        return _CODE, left, None, (x + 8.0, left - x - 14.0)
    bar = layer.kind in ("steps", "amount")
    named = bool(layer.names) and (layer.units > 1 or bar)
    across = min(width - 2 * _LANE - (44.0 if named else 0.0), _WIDEST_BAR) if bar else side
    if layer.filters:
        across = max(across, side)
        total = side + 4.0 + across
        start = x + (width - total) / 2.0
        if start < x + _LANE:
            across -= 2 * (x + _LANE - start)
            start = x + _LANE
        return across, start + side + 4.0, start, None
    if named:
        left = x + width - _LANE - across
        return across, left, None, (x + 8.0, left - x - 8.0 - 16.0)
    return across, float(round(x + (width - across) / 2.0)), None, None
