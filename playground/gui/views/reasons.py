"""Why a view has nothing to say about some data, in words; "" where it has."""

from __future__ import annotations

from playground.data.prepare import Prepared
from playground.network.heads import Head


def map_reason(prepared: Prepared, head: Head) -> str:
    """A map needs features between which something lies."""
    if prepared.dataset.coded:
        return "A map needs features that are amounts; these are numbers of users, items or words."
    return ""


def fold_reason(prepared: Prepared, head: Head) -> str:
    """A matrix weighs amounts."""
    if prepared.dataset.coded:
        return "Folding needs features that are amounts; these are numbers of users or words."
    return ""


def classes_reason(prepared: Prepared, head: Head) -> str:
    """Counting right and wrong needs classes or labels."""
    if prepared.dataset.task == "regression":
        return "These targets are amounts, not classes. See the residuals."
    return ""


def amounts_reason(prepared: Prepared, head: Head) -> str:
    """Residuals need targets that are amounts."""
    if prepared.dataset.task != "regression":
        return "Residuals are for regression; these targets are classes. See the confusion matrix."
    return ""


def pad_reason(prepared: Prepared, head: Head) -> str:
    """A pen draws in one colour."""
    shape = prepared.dataset.feature_shape
    if len(shape) != 3:
        return "The pad draws pictures; these samples are none."
    if shape[0] != 1:
        return f"The pad draws in one colour; these pictures have {shape[0]} channels."
    return ""
