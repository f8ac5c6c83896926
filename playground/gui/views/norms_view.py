"""The length of every layer's gradient: whether it vanishes or explodes on its way back."""

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
from playground.gui.views.inside_words import on_norms
from playground.gui.views.layer_lines_of import lines_of
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context
from playground.training.gradient_norms import Norm

_KIND = "gradient norms"


@dataclass(frozen=True, eq=False)
class NormsJob(InsideJob):
    """Measures gradients."""

    def look(self, shelf: Shelf) -> LayerPicture | Words:
        shown, layers = self.shown, shelf.instruments(self.shown.frame).layers
        if not any(layer.learned for layer in layers):
            return Words("No layer of this network learns anything, so there is no gradient.")
        columns = columns_of(shown)
        now = shown_column(columns, shown)
        assert now is not None
        found = measured(
            shelf, columns, _KIND, lambda of: shelf.instruments(of).norms(of.parameters), now.of
        )
        norms = shelf.known(now.of, _KIND)
        sentence, alarm = on_norms(norms, layers)
        return LayerPicture(
            np.array([column.x for column in found.columns]),
            lines_of(found, layers, norms, lambda norm: norm.gradient, _said),
            "gradient norm",
            log=True,
            guide=None,
            cursor=frame_place(shown),
            live=shown.live,
            sentence=sentence,
            alarm=alarm,
            n_missing=found.n_missing,
        )


def _said(norm: Norm) -> str:
    return words.number(norm.gradient, 2) if np.isfinite(norm.gradient) else "not finite"


class NormsView(LayersView):
    """Gradient norms by layer, now and over the run, and what they say."""

    key = "norms"
    invitation = "Press Run, or step once, to see how much gradient arrives in each layer."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "Gradient norms by layer", parent)

    def request(self, shown: Shown) -> NormsJob:
        return NormsJob(shown)
