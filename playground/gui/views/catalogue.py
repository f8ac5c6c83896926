"""Every view there is: what it is called, where it may stand, and when it has something to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from playground.data.prepare import Prepared
from playground.gui.views.reasons import (
    amounts_reason,
    classes_reason,
    fold_reason,
    map_reason,
    pad_reason,
)
from playground.network.heads import Head
from playground.registry import Registry

if TYPE_CHECKING:
    from playground.gui.views.view import Context, View

CENTRE, LABS, ANSWERS, INSIDE = "centre", "labs", "answers", "inside"


@dataclass(frozen=True)
class Entry:
    """A kind of view.

    Attributes:
        name: in settings and for `playground shot --view`.
        label: in pickers and titles.
        help: one line.
        place: "centre", in place of the canvas; "labs", there too, behind the tab Labs; "answers",
            in the right column; "inside", in the drawer.
        path: "module:Class", imported at first use.
        reason: why it has nothing to say about such data under such a head, in words, or "".
    """

    name: str
    label: str
    help: str
    place: str
    path: str
    reason: Callable[[Prepared, Head], str] = lambda prepared, head: ""

    def make(self, context: Context) -> View:
        """The widget."""
        module, _, name = self.path.partition(":")
        made: View = getattr(import_module(module), name)(context)
        return made


CURVES, MAP, NEURONS, COMPARE = "curves", "map", "neurons", "compare"
COLLAPSE = "collapse"
MATRICES = "matrices"
_HERE = "playground.gui.views"

VIEWS: Registry[Entry] = Registry(
    "view",
    [
        Entry(
            NEURONS,
            "Neurons",
            "What each unit responds to, and the weights between them",
            CENTRE,
            f"{_HERE}.neurons_view:NeuronsView",
        ),
        Entry(
            MATRICES,
            "Matrices",
            "The network as matrix products, number by number: a neuron is a column",
            CENTRE,
            f"{_HERE}.matrices_view:MatricesView",
        ),
        Entry(
            "steps",
            "Steps",
            "The next training step, one instruction at a time: forwards and backwards",
            CENTRE,
            f"{_HERE}.steps_view:StepsView",
        ),
        Entry(
            COMPARE,
            "Compare",
            "Pinned runs beside the present one",
            CENTRE,
            f"{_HERE}.compare_view:CompareView",
        ),
        Entry(
            COLLAPSE,
            "Linear collapse",
            "Layers with nothing between them, folded into one, and what a bend changes",
            LABS,
            f"{_HERE}.collapse_view:CollapseView",
            fold_reason,
        ),
        Entry(
            "activations",
            "Activations",
            "What bends: curves and slopes, where this layer's sums lie on them, what dies",
            LABS,
            f"{_HERE}.activations_view:ActivationsView",
        ),
        Entry(
            "losses",
            "Losses",
            "What a mistake costs and sends back, by loss; thresholds with the metrics answering",
            LABS,
            f"{_HERE}.losses_view:LossesView",
        ),
        Entry(
            MAP,
            "Map",
            "What the network answers everywhere on a plane",
            ANSWERS,
            f"{_HERE}.map_view:MapView",
            map_reason,
        ),
        Entry(
            "regions",
            "Linear regions",
            "The regions in each of which the network is one matrix, counted",
            ANSWERS,
            f"{_HERE}.regions_view:RegionsView",
            map_reason,
        ),
        Entry(
            "hidden",
            "Hidden space",
            "Where a hidden layer puts the samples, and how it bends the plane",
            ANSWERS,
            f"{_HERE}.hidden_view:HiddenView",
        ),
        Entry(
            CURVES,
            "Curves",
            "Loss and metrics of training and validation",
            ANSWERS,
            f"{_HERE}.curves_view:CurvesView",
        ),
        Entry(
            "confusion",
            "Confusion",
            "Which classes are taken for which",
            ANSWERS,
            f"{_HERE}.confusion_view:ConfusionView",
            classes_reason,
        ),
        Entry(
            "roc",
            "ROC and PR",
            "What every threshold would find, and at what price",
            ANSWERS,
            f"{_HERE}.roc_view:RocView",
            classes_reason,
        ),
        Entry(
            "classes",
            "By class",
            "Precision, recall and F1 of each class or label",
            ANSWERS,
            f"{_HERE}.classes_view:ClassesView",
            classes_reason,
        ),
        Entry(
            "residuals",
            "Residuals",
            "Predicted against true, and what is left over",
            ANSWERS,
            f"{_HERE}.residuals_view:ResidualsView",
            amounts_reason,
        ),
        Entry(
            "worst",
            "Worst samples",
            "The samples with the largest loss",
            ANSWERS,
            f"{_HERE}.worst_view:WorstView",
        ),
        Entry(
            "samples",
            "Samples",
            "Every sample with what the network says of it",
            ANSWERS,
            f"{_HERE}.samples_view:SamplesView",
        ),
        Entry(
            "pad",
            "Drawing pad",
            "Draw, and the network says what it sees",
            ANSWERS,
            f"{_HERE}.pad_view:PadView",
            pad_reason,
        ),
        Entry(
            "landscape",
            "Loss landscape",
            "The loss around the present weights, and the path walked",
            ANSWERS,
            f"{_HERE}.landscape_view:LandscapeView",
        ),
        Entry(
            "histograms",
            "Histograms",
            "Weights, gradients and activations of each layer over time",
            INSIDE,
            f"{_HERE}.histograms_view:HistogramsView",
        ),
        Entry(
            "norms",
            "Gradient norms",
            "Whether the gradient vanishes or explodes on its way back",
            INSIDE,
            f"{_HERE}.norms_view:NormsView",
        ),
        Entry(
            "ratios",
            "Update to weight",
            "How large a step is beside the weights it changes",
            INSIDE,
            f"{_HERE}.ratios_view:RatiosView",
        ),
        Entry(
            "units",
            "Dead and saturated",
            "Units that no longer answer, or answer the same to everything",
            INSIDE,
            f"{_HERE}.units_view:UnitsView",
        ),
        Entry(
            "heads",
            "Heads",
            "The same data under the right head and under the wrong one",
            LABS,
            f"{_HERE}.heads_view:HeadsView",
        ),
        Entry(
            "race",
            "CPU and GPU",
            "How fast this machine trains, over widths and batches, and why",
            LABS,
            f"{_HERE}.race_view:RaceView",
        ),
    ],
)


def named(place: str) -> list[str]:
    """The names of the views that may stand in a place, in order."""
    return [entry.name for entry in VIEWS.values() if entry.place == place]
