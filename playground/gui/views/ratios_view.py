"""How large the next step is beside the weights that it changes, by layer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtWidgets import QWidget

from playground.gui.frame import Frame
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
from playground.gui.views.inside_words import USUAL_RATIO, on_ratios, share
from playground.gui.views.layer_lines_of import lines_of
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context
from playground.training.moment import Moment

_KIND = "update ratios"


@dataclass(frozen=True, eq=False)
class RatiosJob(InsideJob):
    """Takes the step after each moment. A frame by itself lacks the optimizer's memory."""

    def look(self, shelf: Shelf) -> LayerPicture | Words:
        shown, layers = self.shown, shelf.instruments(self.shown.frame).layers
        if not any(layer.learned and not layer.frozen for layer in layers):
            return Words("No layer of this network learns anything, so no step changes a weight.")
        columns = columns_of(shown, with_frame=False)
        now = shown_column(columns, shown)
        if now is None:
            return Words(RatiosView.invitation)

        def ratios_of(of: Moment | Frame) -> dict[str, float]:
            assert isinstance(of, Moment)
            return shelf.next_step(of.stage).ratios(of, shelf.instruments(of).layers)

        found = measured(shelf, columns, _KIND, ratios_of, now.of)
        ratios = shelf.known(now.of, _KIND)
        sentence, alarm = on_ratios(ratios, layers)
        return LayerPicture(
            np.array([column.x for column in found.columns]),
            lines_of(found, layers, ratios, float, _said),
            "update / weight",
            log=True,
            guide=USUAL_RATIO,
            cursor=frame_place(shown),
            live=shown.live,
            sentence=sentence,
            alarm=alarm,
            n_missing=found.n_missing,
        )


def _said(ratio: float) -> str:
    return share(ratio) if np.isfinite(ratio) else "not finite"


class RatiosView(LayersView):
    """Update-to-weight ratios by layer, of the next step and over the run."""

    key = "ratios"
    invitation = "Press Run, or step once, to see how large steps are beside the weights."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "Update to weight ratios by layer", parent)

    def request(self, shown: Shown) -> RatiosJob:
        return RatiosJob(shown)
