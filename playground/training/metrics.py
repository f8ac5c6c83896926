"""How good the answers are, by the data's task. Names as scikit-learn's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.network.signature import Task

LABELS = {
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy",
    "f1": "F1",
    "subset_accuracy": "all labels right",
    "r2": "R²",
    "mae": "mean absolute error",
    "rmse": "root mean squared error",
}

# The one that stands for the whole, by task.
MAIN: dict[Task, str] = {
    "binary": "accuracy",
    "multiclass": "accuracy",
    "multilabel": "subset_accuracy",
    "regression": "r2",
}

# The less, the better.
LOWER_IS_BETTER = ("loss", "mae", "rmse")

# Shown as a share of 100.
SHARES = ("accuracy", "balanced_accuracy", "f1", "subset_accuracy")


def label_of(metric: str) -> str:
    """A metric's name for people: "f1.red" is "F1 of red"."""
    base, _, of = metric.partition(".")
    return f"{LABELS[base]} of {of}" if of else LABELS[base]


def in_words(metric: str, value: float) -> str:
    """A metric's value for people: shares in percent."""
    if not np.isfinite(value):
        return "–"
    share = metric.partition(".")[0] in SHARES
    return (
        f"{100 * value:.1f}%" if share else f"{value:.3f}" if abs(value) < 100 else f"{value:.4g}"
    )


def metrics(
    task: Task, answers: NDArray[Any], targets: NDArray[Any], names: Sequence[str]
) -> dict[str, float]:
    """The metrics that fit the task.

    Args:
        task: what answers and targets are.
        answers, targets: class numbers (N,), zeros and ones (N, L), or values (N, T).
        names: of the classes, labels or targets.
    """
    match task:
        case "multilabel":
            return _of_labels(answers, targets, names)
        case "regression":
            return _of_values(answers, targets)
        case _:
            return _of_classes(answers, targets, len(names))


def confusion(answers: NDArray[Any], targets: NDArray[Any], classes: int) -> NDArray[np.int64]:
    """(classes, classes) counts: row the true class, column the answer."""
    flat = np.bincount(targets * classes + answers, minlength=classes * classes)
    return flat.reshape(classes, classes)


def _of_classes(answers: NDArray[Any], targets: NDArray[Any], classes: int) -> dict[str, float]:
    # Plain numbers: at a few classes they take a tenth of the time that arrays do, and this is
    # worked out twice an epoch.
    counts = confusion(answers, targets, classes).tolist()
    right = [counts[c][c] for c in range(classes)]
    true = [sum(row) for row in counts]
    answered = [sum(column) for column in zip(*counts, strict=True)]
    recalls = [right[c] / true[c] for c in range(classes) if true[c]]
    known = [c for c in range(classes) if true[c] or answered[c]]
    f1 = {c: 2.0 * right[c] / (true[c] + answered[c]) for c in known}
    return {
        "accuracy": sum(right) / len(targets),
        "balanced_accuracy": sum(recalls) / len(recalls),
        "f1": f1.get(1, 0.0) if classes == 2 else sum(f1.values()) / len(f1),
    }


def _of_labels(
    answers: NDArray[Any], targets: NDArray[Any], names: Sequence[str]
) -> dict[str, float]:
    right = ((answers == 1) & (targets == 1)).sum(0)
    f1 = _f1(right, targets.sum(0), answers.sum(0))
    return {
        "subset_accuracy": float((answers == targets).all(1).mean()),
        "f1": float(f1.mean()),
        **{f"f1.{name}": float(value) for name, value in zip(names, f1, strict=True)},
    }


def _f1(right: NDArray[Any], true: NDArray[Any], answered: NDArray[Any]) -> NDArray[np.float64]:
    """2 · right / (true + answered), 0 where nothing is true nor answered."""
    total = true + answered
    return np.where(total > 0, 2.0 * right / np.maximum(total, 1), 0.0)


@np.errstate(over="ignore", invalid="ignore")
def _of_values(answers: NDArray[Any], targets: NDArray[Any]) -> dict[str, float]:
    error = targets - answers
    squared = np.square(error)
    spread = np.square(targets - targets.mean(0)).sum(0)
    unexplained = squared.sum(0)
    # A target that never varies: 1 when met exactly, else 0.
    r2 = np.where(
        spread > 0,
        1.0 - unexplained / np.where(spread > 0, spread, 1.0),
        np.where(unexplained == 0, 1.0, 0.0),
    )
    return {
        "r2": float(r2.mean()),
        "mae": float(np.abs(error).mean()),
        "rmse": float(np.sqrt(squared.mean(0)).mean()),
    }
