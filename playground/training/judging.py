"""How good answers are, from every side: thresholds, classes, amounts. Names as scikit-learn's.

Plain numbers. What can't be said, such as the recall of a class without samples, is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.training.metrics import confusion

Array = NDArray[Any]
Floats = NDArray[np.float64]

# A mean of curves is taken at no more places than this.
_MOST_POINTS = 400


@dataclass(frozen=True, eq=False)
class ThresholdCurve:
    """What every threshold finds, and at what price: a ROC or a precision–recall curve.

    Attributes:
        thresholds: (T,) a sample is taken for a yes from this score on.
        x, y: (T,) false and true positive rate; or recall and precision.
        area: under the ROC curve, by trapezoids; or the average precision, Σ (Rₙ − Rₙ₋₁) Pₙ.
    """

    thresholds: Floats
    x: Floats
    y: Floats
    area: float


def roc(truth: Array, scores: Array) -> ThresholdCurve | None:
    """The ROC curve (Fawcett 2006, algorithm 1); None unless there is a yes, a no, and no NaN.

    The first point is (0, 0), at a threshold of ∞. Points that lie on a straight piece between
    their neighbours are left out.

    Args:
        truth: (N,) zeros and ones. scores: (N,) the higher, the more a yes.
    """
    if not _both(truth, scores):
        return None
    false, true, thresholds = _counts_by_threshold(truth, scores)
    if len(false) > 2:
        bends = (np.diff(false, 2) != 0) | (np.diff(true, 2) != 0)
        kept = np.concatenate(([True], bends, [True]))
        false, true, thresholds = false[kept], true[kept], thresholds[kept]
    x = np.concatenate(([0.0], false / false[-1]))
    y = np.concatenate(([0.0], true / true[-1]))
    area = float(np.sum(np.diff(x) * (y[1:] + y[:-1]) / 2.0))
    return ThresholdCurve(np.concatenate(([np.inf], thresholds)), x, y, area)


def precision_recall(truth: Array, scores: Array) -> ThresholdCurve | None:
    """The precision–recall curve; None unless there is a yes and no NaN.

    Recall falls along it; the last point is (0, 1), at a threshold of ∞.

    Args:
        truth: (N,) zeros and ones. scores: (N,) the higher, the more a yes.
    """
    if not np.any(truth) or not np.isfinite(scores).all():
        return None
    false, true, thresholds = _counts_by_threshold(truth, scores)
    precision, recall = true / (true + false), true / true[-1]
    area = float(np.sum(np.diff(recall, prepend=0.0) * precision))
    return ThresholdCurve(
        np.concatenate((thresholds[::-1], [np.inf])),
        np.concatenate((recall[::-1], [0.0])),
        np.concatenate((precision[::-1], [1.0])),
        area,
    )


def mean_curve(curves: list[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """The mean (x, y) of ROC curves (x, y) at every false positive rate that one of them has."""
    every = np.unique(np.concatenate([x for x, _ in curves]))
    x = np.linspace(0.0, 1.0, _MOST_POINTS) if len(every) > _MOST_POINTS else every
    y = np.mean([np.interp(x, *curve) for curve in curves], axis=0)
    return np.concatenate(([0.0], x)), np.concatenate(([0.0], y))


def rates_at(truth: Array, scores: Array, threshold: float) -> tuple[float, float, float]:
    """False positive rate, true positive rate (recall) and precision at a threshold.

    NaN where there is no no, no yes, or nothing is taken for a yes.
    """
    yes, said = np.asarray(truth, bool), np.asarray(scores) >= threshold
    found, alarms = int((yes & said).sum()), int((~yes & said).sum())
    n_yes = int(yes.sum())
    return (
        _share(alarms, len(yes) - n_yes),
        _share(found, n_yes),
        _share(found, found + alarms),
    )


def _both(truth: Array, scores: Array) -> bool:
    return bool(np.any(truth)) and not np.all(truth) and bool(np.isfinite(scores).all())


def _counts_by_threshold(truth: Array, scores: Array) -> tuple[Floats, Floats, Floats]:
    """False and true positives (T,) at each different score, from the highest down."""
    order = np.argsort(scores, kind="stable")[::-1]
    falling = np.asarray(scores)[order]
    ends = np.append(np.flatnonzero(np.diff(falling)), len(falling) - 1)
    true = np.cumsum(np.asarray(truth)[order], dtype=np.float64)[ends]
    return 1.0 + ends - true, true, falling[ends].astype(np.float64)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


@dataclass(frozen=True, eq=False)
class ClassScores:
    """How each of K classes or labels is answered.

    Attributes:
        support: (K,) how many samples truly are of it. answered: (K,) how many are taken for it.
        found: (K,) how many are both.
        precision: (K,) found / answered; NaN where nothing is answered so.
        recall: (K,) found / support; NaN where there is no sample.
        f1: (K,) 2 found / (support + answered); NaN where both are 0.
    """

    support: NDArray[np.int64]
    answered: NDArray[np.int64]
    found: NDArray[np.int64]
    precision: Floats
    recall: Floats
    f1: Floats

    def mean(self, values: Floats, *, weighted: bool) -> float:
        """Of (K,) values, those that are NaN left out; weighted by support, or plain."""
        known = np.isfinite(values)
        weights = self.support[known] if weighted else np.ones(int(known.sum()))
        return float(np.average(values[known], weights=weights)) if weights.sum() else float("nan")


def class_scores(answers: Array, truth: Array, classes: int) -> ClassScores:
    """Of class numbers (N,)."""
    counts = confusion(answers, truth, classes)
    return _scores(counts.sum(1), counts.sum(0), np.diag(counts).copy())


def label_scores(answers: Array, truth: Array) -> ClassScores:
    """Of zeros and ones (N, L)."""
    both = (answers == 1) & (truth == 1)
    return _scores((truth == 1).sum(0), (answers == 1).sum(0), both.sum(0))


def _scores(
    support: NDArray[np.int64], answered: NDArray[np.int64], found: NDArray[np.int64]
) -> ClassScores:
    return ClassScores(
        support,
        answered,
        found,
        _divided(found, answered),
        _divided(found, support),
        _divided(2 * found, support + answered),
    )


def _divided(part: Array, whole: Array) -> Floats:
    result = np.full(len(part), np.nan)
    np.divide(part, whole, out=result, where=whole > 0)
    return result


@dataclass(frozen=True)
class AmountScores:
    """How near values come to one target.

    Attributes:
        r2: the share of the target's variance that is explained; NaN for fewer than two samples.
        rmse, mae: root mean squared and mean absolute error, in the target's units.
        bias: the mean of true − predicted, in the target's units.
    """

    r2: float
    rmse: float
    mae: float
    bias: float


def amount_scores(predicted: Array, true: Array) -> AmountScores:
    """Of (N,) values; all NaN where there are none. They must be finite."""
    if len(true) == 0:
        return AmountScores(*[float("nan")] * 4)
    residuals = np.asarray(true, np.float64) - np.asarray(predicted, np.float64)
    unexplained = float(np.square(residuals).sum())
    spread = float(np.square(true - np.mean(true)).sum())
    r2 = 1.0 - unexplained / spread if spread > 0.0 else float(unexplained == 0.0)
    return AmountScores(
        r2 if len(true) > 1 else float("nan"),
        float(np.sqrt(unexplained / len(true))),
        float(np.abs(residuals).mean()),
        float(residuals.mean()),
    )


def worst_first(losses: Floats) -> NDArray[np.int64]:
    """The places (N,) of losses from the largest down; what is not a number is worst of all."""
    ranked = np.where(np.isnan(losses), np.inf, losses)
    return np.argsort(-ranked, kind="stable").astype(np.int64)
