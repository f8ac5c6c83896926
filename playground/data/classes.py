"""Some of a data set's classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.dataset import Dataset, Task


def has_classes(task: Task) -> bool:
    """Whether each sample is of one class."""
    return task in ("binary", "multiclass")


def only(dataset: Dataset, classes: Sequence[int]) -> Dataset:
    """The samples of some classes, which are numbered anew from 0, in their order.

    Args:
        classes: their numbers, from low to high.

    Raises:
        UserError: the data has no classes, or not these.
    """
    if not has_classes(dataset.task):
        raise UserError(
            "This data has no classes to choose among: leave out which of them are wanted."
        )
    count = len(dataset.target_names)
    beyond = [number for number in classes if number >= count]
    if beyond:
        raise UserError(
            f"There is no class {beyond[0]}: this data has {count}, numbered from 0 to {count - 1}."
        )
    kept = np.isin(dataset.targets, classes)
    return replace(
        dataset,
        features=dataset.features[kept],
        targets=np.searchsorted(classes, dataset.targets[kept]).astype(np.int64),
        target_names=tuple(dataset.target_names[number] for number in classes),
    )
