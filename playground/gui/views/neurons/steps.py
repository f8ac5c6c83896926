"""Where keys lead on the board."""

from __future__ import annotations

from playground.gui.views.neurons.aim import Aim, settable
from playground.gui.views.neurons.picture import Picture
from playground.gui.views.neurons.stand import Stand


def beside(picture: Picture, aim: Aim | None, columns: int) -> Aim | None:
    """The unit at about the same height some columns further."""
    board = picture.board
    if board is None or not board.stands:
        return None
    if aim is None:
        stand = board.stands[0 if columns > 0 else -1]
        return Aim("unit", stand.layer.id, stand.first)
    here = board.stand(aim.layer)
    depths = sorted({stand.layer.depth for stand in board.stands})
    place = depths.index(here.layer.depth) + columns
    if not 0 <= place < len(depths):
        return Aim("unit", aim.layer, aim.unit)
    height = here.height_of(aim.unit)
    there = [stand for stand in board.stands if stand.layer.depth == depths[place]]
    stand = min(there, key=lambda s: abs(s.height_of(_nearest(s, height)) - height))
    return Aim("unit", stand.layer.id, _nearest(stand, height))


def below(picture: Picture, aim: Aim | None, units: int) -> Aim | None:
    """The unit some places further down in the layer, on whatever page; from the end of a card on
    to the next card of the column."""
    board = picture.board
    if aim is None or board is None:
        return beside(picture, None, 1)
    stand = board.stand(aim.layer)
    unit = aim.unit + units
    if 0 <= unit < stand.layer.units:
        return Aim("unit", aim.layer, unit)
    same = [s for s in board.stands if s.layer.depth == stand.layer.depth]
    place = same.index(stand) + (1 if units > 0 else -1)
    if not 0 <= place < len(same):
        return Aim("unit", aim.layer, min(max(unit, 0), stand.layer.units - 1))
    there = same[place]
    return Aim("unit", there.layer.id, there.units[0 if units > 0 else -1])


def along_wires(picture: Picture, aim: Aim | None, steps: int) -> Aim | None:
    """The next of what can be set at a unit: its bias, the wires into it, its filter."""
    if aim is None:
        return beside(picture, None, 1)
    held = settable(picture, aim.layer, aim.unit)
    if not held:
        return aim
    if aim in held:
        return held[(held.index(aim) + steps) % len(held)]
    return held[0 if steps > 0 else -1]


def page_with(stand: Stand, unit: int) -> int:
    """The first unit to show so that `unit` is seen."""
    if unit < stand.first:
        return unit
    if unit >= stand.first + stand.shown:
        return unit - stand.shown + 1
    return stand.first


def _nearest(stand: Stand, height: float) -> int:
    return min(stand.units, key=lambda unit: abs(stand.height_of(unit) - height))
