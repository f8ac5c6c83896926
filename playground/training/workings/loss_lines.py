"""The loss of each sample, taken apart into what each output brings into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.training.sample_losses import OF_ROWS, sample_losses
from playground.training.workings.line import Line

Array = NDArray[Any]

# What each output brings in, by the op's name.
_TERMS: Mapping[str, str] = {
    "sigmoid_cross_entropy": "−t ln p − (1 − t) ln(1 − p)",
    "weighted_sigmoid_cross_entropy": "−w t ln p − (1 − t) ln(1 − p)",
    "binary_cross_entropy": "−t ln p − (1 − t) ln(1 − p)",
    "weighted_binary_cross_entropy": "−w t ln p − (1 − t) ln(1 − p)",
    "softmax_cross_entropy": "−t ln p",
    "weighted_softmax_cross_entropy": "−t ln p",
    "cross_entropy": "−t ln p",
    "weighted_cross_entropy": "−t ln p",
    "sigmoid_focal": "−t (1 − p)^γ ln p − (1 − t) p^γ ln(1 − p)",
    "focal": "−t (1 − p)^γ ln p − (1 − t) p^γ ln(1 − p)",
    "softmax_focal": "−t (1 − p)^γ ln p",
    "hinge": "max(0, 1 − (2t − 1) z)",
    "multiclass_hinge": "max(0, 1 + z − z true)",
    "mse": "(y − t)²",
    "rmse": "(y − t)²",
    "mae": "|y − t|",
    "huber": "huber(y − t)",
    "log_cosh": "ln cosh(y − t)",
    "poisson": "y − t ln y",
    "log_poisson": "eᶻ − t z",
}
# Those whose terms are summed up; of all others the mean is taken.
_SUMMED = {
    "softmax_cross_entropy",
    "weighted_softmax_cross_entropy",
    "cross_entropy",
    "weighted_cross_entropy",
    "softmax_focal",
}
# Those in which the targets stand as factors, while each term takes the whole row.
_BY_TARGET = {"softmax_cross_entropy", "weighted_softmax_cross_entropy", "softmax_focal"}


@dataclass(frozen=True, eq=False)
class LossWork:
    """How a loss comes about.

    Attributes:
        op: the engine's op. fold: what is done with the terms of a sample: "sum", "mean", or
            "root" of their mean.
        on_sums: whether the op takes the sums before the final activation.
        targets, terms: (N, K) lines. losses: (N, 1), each sample's own.
        weight: what the sum of `losses` is divided by for the loss of all; N where all count alike.
    """

    op: str
    fold: str
    on_sums: bool
    targets: Line
    terms: Line
    losses: Line
    weight: float


def loss_lines(loss: Any, final: str, logits: Array, prediction: Array, targets: Array) -> LossWork:
    """A loss taken apart; see `sample_losses` for what it is given."""
    fused = final in loss.fused
    op = loss.chosen_op(loss.fused[final] if fused else loss.op)
    outputs = np.asarray(logits if fused else prediction, np.float64)
    wanted = np.asarray(targets, np.float64)
    with np.errstate(all="ignore"):
        terms = _terms(op, outputs, wanted, loss.attributes())
    fold = "sum" if op in _SUMMED else "root" if op == "rmse" else "mean"
    losses = sample_losses(loss, final, logits, prediction, targets)
    return LossWork(
        op,
        fold,
        fused,
        Line("targets", "t", wanted),
        Line("terms", _TERMS[op], terms + 0.0),  # no −0
        Line("losses", "L", losses[:, None]),
        loss.weight(wanted),
    )


def _terms(op: str, outputs: Array, targets: Array, attributes: Mapping[str, Any]) -> Array:
    """(N, K) what each output brings in."""
    rows, columns = outputs.shape
    if op == "multiclass_hinge":
        wanted = np.sum(targets * outputs, axis=1, keepdims=True)
        margins: Array = (1.0 - targets) * np.maximum(1.0 + outputs - wanted, 0.0)
        return margins
    of_rows, found = OF_ROWS["mse" if op == "rmse" else op], np.empty((rows, columns))
    for column in range(columns):
        if op in _BY_TARGET:
            alone = np.zeros_like(targets)
            alone[:, column] = targets[:, column]
            found[:, column] = of_rows(outputs, alone, attributes)
        else:
            here = slice(column, column + 1)
            found[:, column] = of_rows(outputs[:, here], targets[:, here], attributes)
    return found
