"""A layer with windows among the others: its neurons above, and what of it is looked at."""

from __future__ import annotations

from dataclasses import replace

from playground.gui.views.convolution.look import Look
from playground.gui.views.convolution.numbers import Numbers
from playground.gui.views.matrices.aim import Spot, Touch


def touch_of(numbers: Numbers, look: Look) -> Touch:
    """The neurons that belong to what is looked at: the place and what its window sees, or a
    number of the image and all places that see it.
    """
    sliding = numbers.slid.sliding
    if look.source is not None:
        inputs = [int(sliding.arriving.flat(*look.source))]
        outputs = [int(sliding.leaving.flat(*place)) for place in sliding.seeing(*look.source)]
    else:
        channels, rows, columns = sliding.seen(*look.place)
        inside = sliding.inside(rows, columns)
        inputs = sliding.arriving.flat(channels, rows, columns)[inside].tolist()
        outputs = [int(sliding.leaving.flat(*look.place))]
    units = {(numbers.id, unit) for unit in outputs} | {(numbers.source, unit) for unit in inputs}
    return Touch(frozenset(units))


def look_at_spot(numbers: Numbers, look: Look, spot: Spot) -> Look:
    """What is looked at when a neuron is pointed at above."""
    sliding = numbers.slid.sliding
    if spot.layer == numbers.id and 0 <= spot.unit < sliding.leaving.size:
        return look.at(sliding.leaving.place(spot.unit), sliding)
    if spot.layer == numbers.source and 0 <= spot.unit < sliding.arriving.size:
        source = sliding.arriving.place(spot.unit)
        seen = sliding.channels_of(sliding.group_of(look.filter))
        shown = source[0] if source[0] in seen else look.channel
        return replace(look, source=source, cell=None, channel=shown)
    return look
