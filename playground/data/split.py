"""Which samples train the network and which judge it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from playground.data.arrays import read_only
from playground.data.classes import has_classes
from playground.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.dataset import Dataset, Task

SPLIT_STREAM = 1
"""Keeps the split's random numbers apart from those that drew the points with the same seed."""


@dataclass(frozen=True, eq=False)
class Split:
    """Row numbers of the sides, shuffled: int64, read-only, none of them twice.

    Attributes:
        train: to learn from.
        validation: to be judged on.
        test: held out, looked at only when somebody asks.
    """

    train: NDArray[np.int64]
    validation: NDArray[np.int64]
    test: NDArray[np.int64] = field(default_factory=lambda: read_only(np.zeros(0, np.int64)))


def split(dataset: Dataset, fraction: float, seed: int) -> Split:
    """Puts about `fraction` of the rows on the validation side, the same ones for the same seed.

    Binary and multiclass rows are split class by class, so both sides have the same mixture. At
    least one row of every class stays on the training side, and neither side is empty; where that
    cannot be, a `UserError` says why.
    """
    return split_targets(dataset.targets, dataset.task, fraction, seed)


def split_targets(
    targets: NDArray[np.int64] | NDArray[np.float64], task: Task, fraction: float, seed: int
) -> Split:
    """The same, of the targets alone."""
    if not 0.0 < fraction < 1.0:
        raise UserError(
            f"The validation share is {fraction:g}, which leaves one side of the split empty: "
            "give a share between 0 and 1."
        )
    strata = strata_of(targets, task)
    return _kept_aside(strata, validation_sizes(np.bincount(strata), fraction), seed)


def few_of_each(dataset: Dataset, per_class: int, seed: int) -> Split:
    """Trains on `per_class` rows of every class and judges on all others.

    Raises:
        UserError: the data has no classes, or one of them is too small for any to be left.
    """
    if not has_classes(dataset.task):
        raise UserError(
            "This data has no classes, so it can't be trained on so many samples of each: "
            "leave that out."
        )
    strata = strata_of(dataset.targets, dataset.task)
    sizes = np.bincount(strata)
    smallest = int(sizes.argmin())
    if sizes[smallest] <= per_class:
        number = int(np.unique(dataset.targets)[smallest])
        raise UserError(
            f"Class {dataset.target_names[number]} has {sizes[smallest]:,} samples, so training "
            f"on {per_class:,} of each class leaves none of it to judge on. Take at most "
            f"{sizes[smallest] - 1:,} a class."
        )
    return _kept_aside(strata, sizes - per_class, seed)


def _kept_aside(strata: NDArray[np.int64], sizes: NDArray[np.int64], seed: int) -> Split:
    """Keeps so many rows of each group aside, chosen by the seed."""
    order = generator(seed).permutation(strata.size)
    is_validation = first_of_each(strata[order], sizes)
    return Split(read_only(order[~is_validation]), read_only(order[is_validation]))


def first_of_each(strata: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(N,) which rows are among the first `sizes[k]` of their stratum k."""
    by_stratum = np.argsort(strata, kind="stable")
    counts = np.bincount(strata, minlength=len(sizes))
    starts = np.cumsum(counts) - counts
    sorted_strata = strata[by_stratum]
    found = np.zeros(strata.size, np.bool_)
    found[by_stratum] = np.arange(strata.size) - starts[sorted_strata] < sizes[sorted_strata]
    return found


def strata_of(targets: NDArray[np.int64] | NDArray[np.float64], task: Task) -> NDArray[np.int64]:
    """The stratum of each row (N,), numbered without gaps: its class, or 0 where there are none."""
    if has_classes(task):
        return np.unique(targets, return_inverse=True)[1].astype(np.int64)
    return np.zeros(len(targets), dtype=np.int64)


def generator(seed: int, *purpose: int) -> np.random.Generator:
    """Random numbers of a split; those of another purpose are others."""
    return np.random.Generator(
        np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(SPLIT_STREAM, *purpose)))
    )


def validation_sizes(sizes: NDArray[np.int64], fraction: float) -> NDArray[np.int64]:
    """How many rows of each group to keep aside, by the method of largest remainders."""
    room = sizes - 1
    if room.sum() < 1:
        raise UserError(
            f"Of {sizes.sum()} samples in {sizes.size} classes none can be kept aside for "
            "validation, since one of each class must stay to train on: use more samples."
        )
    quotas = fraction * sizes
    taken = np.minimum(quotas.astype(np.int64), room)
    wanted = np.clip(round(fraction * int(sizes.sum())), 1, room.sum())
    while taken.sum() < wanted:
        shortfalls = np.where(taken < room, quotas - taken, -np.inf)
        taken[np.argmax(shortfalls)] += 1
    return taken
