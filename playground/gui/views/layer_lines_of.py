"""From readings of many moments to a line a layer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from playground.gui.plots.layer_picture import LayerLine
from playground.gui.views.inside_columns import Measured
from playground.gui.views.inside_words import label_of
from playground.training.layer_parts import Layer

Reading = TypeVar("Reading")
_NAN = float("nan")


def lines_of(
    found: Measured,
    layers: Sequence[Layer],
    now: Mapping[str, Reading],
    number: Callable[[Reading], float],
    said: Callable[[Reading], str],
) -> tuple[LayerLine, ...]:
    """A line for each layer that has a reading at the shown moment.

    Args:
        found: readings by layer, of each column.
        layers: of the shown network, in order.
        now: the readings of the shown moment.
        number, said: what is drawn of a reading, and how it is told.
    """
    return tuple(
        LayerLine(
            layer.id,
            label_of(layer.id),
            "frozen" if layer.frozen else "",
            np.array([_of(column, layer.id, number) for column in found.readings]),
            number(now[layer.id]),
            said(now[layer.id]),
        )
        for layer in layers
        if layer.id in now
    )


def _of(readings: Mapping[str, Reading], layer: str, number: Callable[[Reading], float]) -> float:
    return number(readings[layer]) if layer in readings else _NAN
