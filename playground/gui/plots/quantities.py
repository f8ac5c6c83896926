"""What curves can be drawn of: the loss and the metrics, in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.training.metrics import LABELS

LOSS = "loss"
_LABELS = {
    "r2": "R²",
    "f1": "F1",
    "mae": "Mean absolute error",
    "mse": "Mean squared error",
    "rmse": "Root mean squared error",
    "subset_accuracy": "All labels right",
}
_LOWER_IS_BETTER = {LOSS, "mae", "mse", "rmse", "huber", "mape"}
_SHARES = {"accuracy", "balanced_accuracy", "subset_accuracy", "f1", "precision", "recall"}


def label_of(name: str) -> str:
    """A quantity's name as a person writes it: "f1.red" is "F1 of red"."""
    base, _, of = name.partition(".")
    label = _LABELS.get(base, base.replace("_", " ").capitalize())
    return f"{label} of {of}" if of else label


def axis_name_of(name: str) -> str:
    """What is written along an axis of it."""
    base = name.partition(".")[0]
    label = label_of(name)
    label = label if base in {"r2", "f1"} else label.lower()
    return f"{label} (0 to 1)" if base in _SHARES else label


def topic_of(name: str) -> str:
    """What explains a quantity in the glossary."""
    base = name.partition(".")[0]
    base = base.lower()
    return f"metric.{base}" if base in LABELS else base


def lower_is_better(name: str) -> bool:
    """Whether a smaller value of it is a better one."""
    return name in _LOWER_IS_BETTER or "loss" in name or "error" in name


def best_row(name: str, values: NDArray[np.float64]) -> int | None:
    """The row of the best value, the first of equals; None if there is no finite one."""
    finite = np.isfinite(values)
    if not finite.any():
        return None
    lower = lower_is_better(name)
    known = np.where(finite, values, np.inf if lower else -np.inf)
    return int(known.argmin() if lower else known.argmax())
