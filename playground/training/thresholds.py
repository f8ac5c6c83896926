"""What each threshold makes of scores: who is taken for a yes, and how right that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Floats = NDArray[np.float64]
NAMES = ("accuracy", "precision", "recall", "f1")


@dataclass(frozen=True)
class Verdict:
    """How samples fall on one side and the other of a threshold.

    Attributes:
        found, alarms: of those taken for a yes, how many are one, and how many are none.
        missed, rejected: of those taken for a no, how many are a yes after all, and how many none.
    """

    found: int
    alarms: int
    missed: int
    rejected: int

    @property
    def accuracy(self) -> float:
        """The share that is right; NaN without samples."""
        right = self.found + self.rejected
        return _share(right, right + self.alarms + self.missed)

    @property
    def precision(self) -> float:
        """Of those taken for a yes, the share that is one; NaN where none is taken for one."""
        return _share(self.found, self.found + self.alarms)

    @property
    def recall(self) -> float:
        """Of those that are a yes, the share that is found; NaN where there is none."""
        return _share(self.found, self.found + self.missed)

    @property
    def f1(self) -> float:
        """2 found / (2 found + alarms + missed): the harmonic mean of the two above."""
        return _share(2 * self.found, 2 * self.found + self.alarms + self.missed)


@dataclass(frozen=True, eq=False)
class ThresholdLines:
    """Each metric as the threshold runs through the scores.

    Attributes:
        thresholds: (T,) rising: every different score, and one above all of them. A sample is
            taken for a yes from the threshold on.
        accuracy, precision, recall, f1: (T,); NaN where they can't be said.
    """

    thresholds: Floats
    accuracy: Floats
    precision: Floats
    recall: Floats
    f1: Floats

    def of(self, name: str) -> Floats:
        """The line (T,) of one of `NAMES`."""
        line: Floats = getattr(self, name)
        return line

    def best(self, name: str = "f1") -> tuple[float, float]:
        """The threshold at which a metric is highest, and how high that is.

        It lies in the middle between the lowest score that is still to be taken for a yes and the
        next beneath it, so that it depends least on either; where several are as good, the one
        nearest to a half. NaN twice where the metric can't be said.
        """
        values = self.of(name)
        if not np.isfinite(values).any():
            return float("nan"), float("nan")
        highest = float(np.nanmax(values))
        beneath = np.concatenate(([self.thresholds[0] - 1e-6], self.thresholds[:-1]))
        middles = (self.thresholds + beneath) / 2.0
        places = middles[np.flatnonzero(values == highest)]
        return float(places[np.abs(places - 0.5).argmin()]), highest


def verdict(truth: Array, scores: Array, threshold: float) -> Verdict:
    """Of truth (N,), zeros and ones, and scores (N,): a yes from `threshold` on."""
    yes, said = np.asarray(truth, bool), np.asarray(scores) >= threshold
    found, alarms = int((yes & said).sum()), int((~yes & said).sum())
    missed = int(yes.sum()) - found
    return Verdict(found, alarms, missed, len(yes) - found - alarms - missed)


def threshold_lines(truth: Array, scores: Array) -> ThresholdLines | None:
    """The metrics at every threshold; None without samples, or where a score is not finite."""
    scores = np.asarray(scores, np.float64)
    if not len(scores) or not np.isfinite(scores).all():
        return None
    order = np.argsort(scores, kind="stable")
    rising, yes = scores[order], np.asarray(truth, bool)[order]
    different, first = np.unique(rising, return_index=True)
    # How many of those at and above each threshold are a yes, and how many there are.
    found = np.append(np.cumsum(yes[::-1])[::-1][first], 0).astype(np.float64)
    said = np.append(len(rising) - first, 0).astype(np.float64)
    n_yes, n = float(yes.sum()), float(len(rising))
    right = found + (n - n_yes) - (said - found)
    thresholds = np.append(different, np.nextafter(np.float32(different[-1]), np.float32(np.inf)))
    return ThresholdLines(
        thresholds,
        right / n,
        _divided(found, said),
        _divided(found, np.full_like(said, n_yes)),
        _divided(2.0 * found, said + n_yes),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def _divided(part: Floats, whole: Floats) -> Floats:
    result = np.full(len(part), np.nan)
    np.divide(part, whole, out=result, where=whole > 0.0)
    return result
