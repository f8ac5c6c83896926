"""What an exported program knows beside the network: names, scaling, how to decide."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.preprocess import Standardiser
from playground.formats.code.literals import literal
from playground.formats.code.page import Line, lines
from playground.formats.material import Material

# What target names are called, by task.
_NOUNS = {
    "binary": "CLASSES",
    "multiclass": "CLASSES",
    "multilabel": "LABELS",
    "regression": "TARGETS",
}


def targets_name(material: Material) -> str:
    """The constant that holds the names of classes, labels or targets."""
    return _NOUNS[material.trained.signature.task]


def names_lines(material: Material) -> list[Line]:
    """The constants of names."""
    one = material.trained
    features = literal(list(one.feature_names), "FEATURES = ", "", 0) if one.feature_names else []
    return [*features, *literal(list(one.target_names), f"{targets_name(material)} = ", "", 0)]


def scaling_constants(material: Material) -> list[Line]:
    """MEAN and SCALE of features, TARGET_MEAN and TARGET_SCALE, where they change anything."""
    one = material.trained
    found: list[Line] = []
    for before, scaler in (("", one.feature_scaler), ("TARGET_", one.target_scaler)):
        if not scaler.is_identity:
            found += _constants(before, scaler)
    return found


def _constants(before: str, scaler: Standardiser) -> list[Line]:
    found = []
    for name, array in (("MEAN", scaler.mean), ("SCALE", scaler.scale)):
        value = _compact(np.asarray(array)).tolist()
        found += literal(value, f"{before}{name} = ", "", 0)
    return found


def _compact(array: NDArray[Any]) -> NDArray[Any]:
    """The same by broadcasting: along an axis where nothing changes there is one number."""
    for axis in range(array.ndim):
        first = array.take([0], axis)
        if (array == first).all():
            array = first
    return array


def decide_function(material: Material, number: str, as_list: str = "") -> list[Line]:
    """`decide(answers)`, by name; nothing where answers are amounts.

    Args:
        number: the expression for the column of the largest of `answers`.
        as_list: what makes a list of an array, put behind it.
    """
    decision, names = material.decision, targets_name(material)
    yes = f"answers >= {decision.threshold}"
    several = material.trained.signature.task == "multilabel"
    match decision.rule, several:
        case "none", _:
            return []
        case "argmax", False:
            words = "The class of each sample: that with the largest answer."
            value = f"[{names}[number] for number in {number}]"
        case "argmax", True:
            words = "The labels of each sample: that with the largest answer."
            value = f"[[{names}[number]] for number in {number}]"
        case _, False:
            words = f"The class of each sample: {{0}}[1] from {decision.threshold} on."
            value = f"[{names}[int(yes)] for yes in ({yes})[:, 0]{as_list}]"
        case _:
            words = f"The labels of each sample: those from {decision.threshold} on."
            value = f"[[n for n, yes in zip({names}, row) if yes] for row in ({yes}){as_list}]"
    return lines(
        f'def decide(answers):\n    """{words.replace("{0}", names)}"""\n    return {value}'
    )
