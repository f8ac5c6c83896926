"""A few samples that tell the two sides of an experiment apart."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import Prepared

# Distances are looked at among so many samples at most.
_MOST = 600


def telling_rows(prepared: Prepared, count: int) -> NDArray[np.int64]:
    """Rows of the whole data, of the validation split; the same ones at each call.

    Of labels: from many at once down to none. Of classes: for each in turn the sample nearest to
    one of another class. Of amounts: from the lowest to the highest.

    Returns:
        (n,) with n at most `count`.
    """
    dataset = prepared.dataset
    rows = prepared.split.validation[:_MOST]
    targets = dataset.targets[rows]
    match dataset.task:
        case "multilabel":
            chosen = _by_labels(targets, count)
        case "regression":
            order = np.argsort(targets.reshape(len(rows), -1)[:, 0], kind="stable")
            chosen = order[np.linspace(0, len(order) - 1, min(count, len(order))).astype(int)]
        case _:
            features = prepared.feature_scaler.apply(dataset.features[rows])
            chosen = _by_classes(features.reshape(len(rows), -1), targets, count)
    return np.asarray(rows[chosen], np.int64)


def _by_labels(targets: NDArray[Any], count: int) -> NDArray[np.intp]:
    """The first of each number of labels, most first; then the second of each, and so on."""
    labels = targets.sum(1)
    groups = [np.flatnonzero(labels == n) for n in sorted(set(labels.tolist()), reverse=True)]
    return _in_turn(groups, count)


def _by_classes(
    features: NDArray[np.float64], classes: NDArray[Any], count: int
) -> NDArray[np.intp]:
    squares = (features**2).sum(1)
    distances = squares[:, None] + squares[None] - 2.0 * features @ features.T
    distances[classes[:, None] == classes[None]] = np.inf
    nearest = distances.min(1)
    groups = []
    for number in sorted(set(classes.tolist())):
        mine = np.flatnonzero(classes == number)
        groups.append(mine[np.argsort(nearest[mine], kind="stable")])
    return _in_turn(groups, count)


def _in_turn(groups: list[NDArray[np.intp]], count: int) -> NDArray[np.intp]:
    """The first of each group, then the second of each, until there are enough."""
    longest = max((len(group) for group in groups), default=0)
    order = [group[place] for place in range(longest) for group in groups if place < len(group)]
    return np.array(order[:count], np.intp)
