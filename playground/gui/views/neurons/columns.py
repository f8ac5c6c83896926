"""How wide the columns of cards are, and how far apart."""

from __future__ import annotations

from playground.gui.views.neurons.plan import Layer, Plan
from playground.network.spec import HEAD

MARGIN = 12.0
# Between two columns, with weights to be seen and without.
_LEAST_GAP, _LEAST_PLAIN = 44.0, 22.0
_MOST_GAP, _MOST_PLAIN = 190.0, 110.0
_LEAST_CARD, _LOW_CARD, _MOST_CARD, _LEAST_NAMED, _LEAST_HEAD = 70.0, 84.0, 132.0, 116.0, 98.0
_LEAST_FILTERS, _MOST_NAMED = 100.0, 176.0
# About the width of a letter of a unit's name, and what stands beside the name, in px; of a title.
_LETTER, _BESIDE_NAME, _BESIDE_SHORT = 6.0, 92.0, 74.0
_TITLE_LETTER, _BESIDE_TITLE = 7.5, 20.0


def spread(plan: Plan, width: float) -> tuple[list[float], list[float]]:
    """The width of each column's cards, and the gaps between them."""
    columns, room = plan.columns, width - 2 * MARGIN
    count = len(columns)
    weighted = _weighted(plan)
    least = [_LEAST_GAP if each else _LEAST_PLAIN for each in weighted]
    usual = min(max(room / (count + 0.75 * (count - 1)), _LEAST_CARD), _MOST_CARD)
    wishes, long = [_wish(column) for column in columns], [_long(column) for column in columns]
    widths = _wider([usual] * count, wishes)
    # Names and titles are written out where that leaves the wires their room, or none anyway.
    for narrow in (widths, _wider([_LOW_CARD] * count, wishes)):
        if sum(_wider(narrow, long)) + 1.5 * sum(least) <= room:
            widths = _wider(narrow, long)
            break
    if sum(widths) + sum(least) > room:
        widths = wishes
    titles = [_title(column) for column in columns]
    if sum(widths) + sum(least) > room:
        widths = _wider(wishes, titles)
    widths = _towards(widths, titles, room - sum(least))
    spare = room - sum(widths) - sum(least)
    if spare <= 0.0 or not least:
        return widths, least
    most = [_MOST_GAP if each else _MOST_PLAIN for each in weighted]
    gaps = [each + spare * each / sum(least) for each in least]
    return widths, [min(pair) for pair in zip(gaps, most, strict=True)]


def _weighted(plan: Plan) -> list[bool]:
    """Whether weights are drawn in the gap after each column but the last."""
    depths = sorted({layer.depth for layer in plan.layers})
    found = []
    for left in depths[:-1]:
        spans = [
            (plan.layer(each.source).depth, plan.layer(each.target).depth)
            for each in plan.wirings
            if each.run == "weights"
        ]
        found.append(any(a <= left < b for a, b in spans))
    return found


def _wish(column: tuple[Layer, ...]) -> float:
    """The least width of a column."""
    letters = _letters(column)
    if letters:
        return min(max(_BESIDE_SHORT + _LETTER * letters, _LEAST_HEAD), _LEAST_NAMED)
    if any(layer.filters for layer in column):
        return _LEAST_FILTERS
    return _LEAST_HEAD if any(layer.id == HEAD for layer in column) else _LEAST_CARD


def _long(column: tuple[Layer, ...]) -> float:
    """A width at which neither names nor titles are cut."""
    letters = _letters(column)
    names = _BESIDE_NAME + _LETTER * letters if letters else 0.0
    return min(max(names, _title(column)), _MOST_NAMED)


def _title(column: tuple[Layer, ...]) -> float:
    """A width at which titles are not cut."""
    letters = max(len(layer.title) for layer in column)
    return min(_BESIDE_TITLE + _TITLE_LETTER * letters, _MOST_NAMED)


def _towards(widths: list[float], wanted: list[float], room: float) -> list[float]:
    """As many columns as wide as is wanted as there is room for, beginning where least lacks."""
    found = list(widths)
    for column in sorted(range(len(found)), key=lambda column: wanted[column] - widths[column]):
        if 0.0 < wanted[column] - found[column] <= room - sum(found):
            found[column] = wanted[column]
    return found


def _wider(first: list[float], second: list[float]) -> list[float]:
    return [max(pair) for pair in zip(first, second, strict=True)]


def _letters(column: tuple[Layer, ...]) -> int:
    """Of the longest name of a unit."""
    names = [name for layer in column if layer.units > 1 for name in layer.names]
    return max(map(len, names), default=0)
