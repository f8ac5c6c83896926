"""What happens between what arrives at a layer and what leaves it, in a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from playground.gui.plots.words import number
from playground.gui.views.matrices.case import Case
from playground.gui.views.matrices.sentences import factor
from playground.network.layers import LAYERS

_LINES: Mapping[str, str] = {
    "Input": "These are the features, scaled as the data panel says.",
    "Activation": "Each number goes through the same function by itself.",
    "Dropout": "While it trains, numbers are dropped at random; here all pass as they are.",
    "BatchNorm": "Each number: less the running mean, over the running spread, times w, plus b.",
    "LayerNorm": "Each sample: less its own mean, over its own spread, times w, plus b.",
    "Flatten": "The same numbers in the same order, laid out as one row.",
    "Reshape": "The same numbers in the same order, in another shape.",
    "Permute": "The same numbers, with axes exchanged.",
    "Add": "Numbers that stand in the same place are added.",
    "Multiply": "Numbers that stand in the same place are multiplied.",
    "Concatenate": "What arrives is put side by side.",
    "Dot": "Numbers in the same place are multiplied, and the products added up.",
    "MaxPool": "Of each window the largest number is kept.",
    "AveragePool": "Of each window the mean is kept.",
    "GlobalAveragePool": "Of each channel the mean is kept.",
    "SimpleRNN": "Step by step: h = f(x · W + h before · U + b). What was seen before goes in.",
    "LSTM": "Step by step, with gates: what to forget, what to take in, what to tell.",
    "GRU": "Step by step, with gates: how much of the state before is kept.",
    "SelfAttention": "Each step takes a mixture of all steps, by how alike query and key are.",
    "PolynomialFeatures": "Products of features are put beside the features.",
    "Conv1D": "A kernel slides along the steps: the same weights at every place.",
    "Conv2D": "A kernel slides over the image: the same weights at every place.",
}
# Unit k of these is made of unit k of what arrives.
SAME_PLACE = frozenset(
    {"Input", "Activation", "Dropout", "BatchNorm", "LayerNorm", "Add", "Multiply", "Flatten"}
)
SAME_PLACE |= {"Reshape"}


def line_for(case: Case) -> str:
    """One line on what the layer does."""
    kind = case.station.type
    help_line = LAYERS[kind].catalogue.help if kind in LAYERS else ""
    return _LINES.get(kind, help_line)


def sum_up(case: Case, place: int) -> str:
    """How one number of the first sample comes about, with the numbers in it; "" if unknown."""
    say = _SAYINGS.get(case.station.type)
    return say(case, place) if say is not None else ""


def _given(case: Case, place: int) -> list[float]:
    return [float(np.asarray(each[0]).ravel()[place]) for each in case.station.inputs]


def _left(case: Case, place: int) -> str:
    return number(float(np.asarray(case.station.output[0]).ravel()[place]))


def _activation(case: Case, place: int) -> str:
    activation = case.station.activation
    label = activation.label if activation is not None else "identity"
    return f"{label}({number(_given(case, place)[0])}) = {_left(case, place)}"


def _added(case: Case, place: int) -> str:
    return f"{' + '.join(factor(x) for x in _given(case, place))} = {_left(case, place)}"


def _multiplied(case: Case, place: int) -> str:
    return f"{' · '.join(factor(x) for x in _given(case, place))} = {_left(case, place)}"


def _normalised(case: Case, place: int) -> str:
    shape = case.station.output.shape[1:]
    index = np.unravel_index(place, shape)
    channel = int(index[0] if len(shape) == 3 else index[-1])
    mean, variance, weight, bias = (
        float(case.station.parameters[name][channel])
        for name in ("running_mean", "running_var", "weight", "bias")
    )
    epsilon = float(getattr(case.station.node, "epsilon", 0.0))
    x = _given(case, place)[0]
    return (
        f"({number(x)} − {factor(mean)}) / √({number(variance)} + {number(epsilon)}) · "
        f"{factor(weight)} + {factor(bias)} = {_left(case, place)}"
    )


def _passed(case: Case, place: int) -> str:
    return f"{number(_given(case, place)[0])} passes on as it is"


_SAYINGS: Mapping[str, Callable[[Case, int], str]] = {
    "Activation": _activation,
    "Add": _added,
    "Multiply": _multiplied,
    "BatchNorm": _normalised,
    "Dropout": _passed,
    "Flatten": _passed,
    "Reshape": _passed,
}


def scalar_curve(case: Case) -> Any:
    """The function of an activation layer, to be drawn; None for anything else."""
    activation = case.station.activation
    if case.station.type != "Activation" or activation is None or activation.name == "softmax":
        return None
    return activation.curve
