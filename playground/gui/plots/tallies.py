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


def label_tallies(targets: NDArray[np.int64], answers: NDArray[np.int64]) -> list[LabelTally]:
    """One tally for each of the L columns of (N, L) targets and answers, zeros and ones."""
    true, said = targets.astype(bool), answers.astype(bool)
    return [
        LabelTally(
            int((true[:, label] & said[:, label]).sum()),
            int((true[:, label] & ~said[:, label]).sum()),
            int((~true[:, label] & said[:, label]).sum()),
        )
        for label in range(true.shape[1])
    ]
