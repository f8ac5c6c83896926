"""How much a straight cut through a space tells apart: the measure of what a layer has done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from playground.training.principal import principal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.dataset import Task

Kind = Literal["logistic regression", "least squares"]
# Spaces of more dimensions are looked at along so many principal components.
_MOST_DIMENSIONS = 96
_ROUNDS = 200
# Of the samples' number, the weight of the penalty on large coefficients.
_PENALTY = 1e-4


@dataclass(frozen=True)
class Straight:
    """What was fitted, and how good it is.

    Attributes:
        share: of classes and labels, the share of the judged samples that are told right (of
            labels: each by itself); of amounts R², 1 being perfect.
        kind: the classifier.
        fitted, judged: on how many samples.
        dimensions: of the space; `reduced` whether it was reduced to fewer.
    """

    share: float
    kind: Kind
    fitted: int
    judged: int
    dimensions: int
    reduced: bool


def straight_cut(
    task: Task,
    values: NDArray[np.floating],
    targets: NDArray[np.generic],
    judged_values: NDArray[np.floating],
    judged_targets: NDArray[np.generic],
) -> Straight:
    """Fit a linear model in a space and judge it on other samples.

    Classes: softmax regression; labels: a logistic regression each; amounts: least squares.

    Args:
        values, judged_values: (N, D) and (M, D) places of the samples, finite.
        targets, judged_targets: as in `Dataset`.
    """
    dimensions = values.shape[1]
    reduced = dimensions > _MOST_DIMENSIONS
    if reduced:
        found = principal(values, count=_MOST_DIMENSIONS)
        values, judged_values = found.places(values), found.places(judged_values)
    middle, spread = values.mean(axis=0), values.std(axis=0)
    spread = np.where(spread > 1e-9 * (np.abs(middle) + 1.0), spread, np.inf)
    known, asked = (_design(each, middle, spread) for each in (values, judged_values))
    if task == "regression":
        share = _explained(known, targets, asked, judged_targets)
        kind: Kind = "least squares"
    else:
        share = _told(task, known, targets, asked, judged_targets)
        kind = "logistic regression"
    return Straight(share, kind, len(values), len(judged_values), dimensions, reduced)


def _design(
    values: NDArray[np.floating], middle: NDArray[np.float64], spread: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Standardised, with a column of ones for the threshold."""
    scaled = (np.asarray(values, np.float64) - middle) / spread
    return np.concatenate([scaled, np.ones((len(scaled), 1))], axis=1)


def _explained(
    known: NDArray[np.float64],
    targets: NDArray[np.generic],
    asked: NDArray[np.float64],
    judged: NDArray[np.generic],
) -> float:
    """R² of all targets together."""
    wanted = np.asarray(targets, np.float64).reshape(len(known), -1)
    true = np.asarray(judged, np.float64).reshape(len(asked), -1)
    fitted = asked @ np.linalg.solve(_bound(known, 1.0), known.T @ wanted)
    whole = float(np.square(true - true.mean(axis=0)).sum())
    return 1.0 - float(np.square(true - fitted).sum()) / whole if whole > 0.0 else float("nan")


def _told(
    task: Task,
    known: NDArray[np.float64],
    targets: NDArray[np.generic],
    asked: NDArray[np.float64],
    judged: NDArray[np.generic],
) -> float:
    if task == "multilabel":
        weights = _fit(known, np.asarray(targets, np.float64), shared=False)
        return float(((asked @ weights > 0.0) == (np.asarray(judged) == 1)).mean())
    classes = np.asarray(targets, np.int64)
    count = int(max(classes.max(initial=0), np.asarray(judged, np.int64).max(initial=0))) + 1
    weights = _fit(known, np.eye(max(count, 2))[classes], shared=True)
    return float(((asked @ weights).argmax(axis=1) == judged).mean())


def _fit(
    known: NDArray[np.float64], wanted: NDArray[np.float64], *, shared: bool
) -> NDArray[np.float64]:
    """Logistic regression (D, columns), softmax where the columns share 1.

    The Hessian is bounded from above by a fixed matrix, half (softmax) or a quarter (sigmoid) of
    XᵀX (Böhning 1992, "Multinomial logistic regression algorithm"), which is factored once; the
    steps have Nesterov's momentum (Beck and Teboulle 2009, FISTA).
    """
    inverse = np.linalg.inv(_bound(known, 0.5 if shared else 0.25))
    penalty = _PENALTY * len(known)
    weights = np.zeros((known.shape[1], wanted.shape[1]))
    ahead, pace = weights, 1.0
    for _ in range(_ROUNDS):
        off = _shares(known @ ahead, shared=shared) - wanted
        step = inverse @ (known.T @ off + penalty * ahead)
        later = ahead - step
        faster = (1.0 + np.sqrt(1.0 + 4.0 * pace**2)) / 2.0
        ahead = later + (pace - 1.0) / faster * (later - weights)
        weights, pace = later, faster
    return weights


def _bound(known: NDArray[np.float64], factor: float) -> NDArray[np.float64]:
    columns = known.shape[1]
    return np.asarray(factor * known.T @ known + _PENALTY * len(known) * np.eye(columns))


def _shares(sums: NDArray[np.float64], *, shared: bool) -> NDArray[np.float64]:
    """Softmax or sigmoid, safe for large sums."""
    if shared:
        raised = np.exp(sums - sums.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * sums)))
