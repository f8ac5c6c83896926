"""Units that no longer answer, or answer the same to everything, by layer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtWidgets import QWidget

from playground.gui.plots import words
from playground.gui.plots.layer_picture import LayerPicture
from playground.gui.views.answers import Words
from playground.gui.views.inside_columns import (
    Shelf,
    columns_of,
    frame_place,
    measured,
    shown_column,
)
from playground.gui.views.inside_view import InsideJob, LayersView
from playground.gui.views.inside_words import on_units
from playground.gui.views.layer_lines_of import lines_of
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context
from playground.training.unit_states import UnitState, state_of

_KIND = "units"
_NONE = (
    "No layer ends in an activation whose units can die (ReLU and the like) or saturate (sigmoid, "
    "tanh and the like)."
)


@dataclass(frozen=True, eq=False)
class UnitsJob(InsideJob):
    """Looks at what leaves the layers."""

    def look(self, shelf: Shelf) -> LayerPicture | Words:
        shown, layers = self.shown, shelf.instruments(self.shown.frame).layers
        if all(state_of(layer.activation) is None for layer in layers):
            return Words(_NONE)
        columns = columns_of(shown)
        now = shown_column(columns, shown)
        assert now is not None
        found = measured(
            shelf, columns, _KIND, lambda of: shelf.instruments(of).units(of.parameters), now.of
        )
        states = shelf.known(now.of, _KIND)
        sentence, alarm = on_units(states.values())
        return LayerPicture(
            np.array([column.x for column in found.columns]),
            lines_of(found, layers, states, lambda state: state.share, _said),
            "dead or saturated",
            log=False,
            guide=None,
            cursor=frame_place(shown),
            live=shown.live,
            sentence=sentence,
            alarm=alarm,
            n_missing=found.n_missing,
        )


def _said(state: UnitState) -> str:
    if not np.isfinite(state.share):
        return "not finite"
    if state.state == "dead":
        return f"{state.n_out:,} of {state.n_units:,} dead"
    return f"{words.percent(state.share)} saturated"


class UnitsView(LayersView):
    """Dead and saturated shares by layer, now and over the run."""

    key = "units"
    invitation = "Press Run, or step once, to see which units no longer answer."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "Dead and saturated units by layer", parent)

    def request(self, shown: Shown) -> UnitsJob:
        return UnitsJob(shown)
