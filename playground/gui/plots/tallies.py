"""Counts that compare predictions with the truth. Plain arrays, no Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class LabelTally:
    """How one label of a multi-label task was predicted.

    Attributes:
        found: true positives. missed: true, but not predicted. false_alarms: predicted, but not
            true.
    """

    found: int
    missed: int
    false_alarms: int

    @property
    def f1(self) -> float:
        """2 found / (2 found + missed + false alarms); NaN where the label never comes up."""
        total = 2 * self.found + self.missed + self.false_alarms
        return 2 * self.found / total if total else float("nan")


def predicted_classes(predictions: NDArray[np.floating]) -> NDArray[np.intp]:
    """(N,) class numbers of (N, outputs) probabilities; one output is that of class 1."""
    if predictions.shape[1] == 1:
        return np.asarray(predictions[:, 0] >= 0.5, np.intp)
    return np.asarray(predictions.argmax(axis=1), np.intp)


def confusion(
    targets: NDArray[np.int64], predicted: NDArray[np.intp], classes: int
) -> NDArray[np.int64]:
    """(classes, classes) counts, a row for each true class and a column for each predicted one."""
    counts = np.bincount(targets * classes + predicted, minlength=classes * classes)
    return counts.reshape(classes, classes).astype(np.int64)


def label_tallies(
    targets: NDArray[np.int64], predictions: NDArray[np.floating]
) -> list[LabelTally]:
    """One tally for each of the L columns of (N, L) 0/1 targets and (N, L) probabilities."""
    true, said = targets.astype(bool), predictions >= 0.5
    return [
        LabelTally(
            int((true[:, label] & said[:, label]).sum()),
            int((true[:, label] & ~said[:, label]).sum()),
            int((~true[:, label] & said[:, label]).sum()),
        )
        for label in range(true.shape[1])
    ]


def r_squared(targets: NDArray[np.floating], predictions: NDArray[np.floating]) -> float:
    """1 minus the residual sum of squares over the total one; NaN if the targets are all alike."""
    total = float(((targets - targets.mean()) ** 2).sum()) if len(targets) else 0.0
    if total == 0.0:
        return float("nan")
    return 1.0 - float(((targets - predictions) ** 2).sum()) / total
