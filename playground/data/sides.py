"""Which samples train, which judge and which are held out, as the document wants it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from playground.data.arrays import read_only
from playground.data.split import Split, few_of_each, generator, split_targets, strata_of
from playground.data.ways import Cut, Grouped, InTime, Mixed
from playground.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.dataset import Dataset, Task
    from playground.data.spec import DataSpec
    from playground.data.split_spec import SplitSpec
    from playground.data.tables.table import Words

Given = TypeVar("Given", bound=np.ndarray[Any, Any])

# What random numbers are for, next to those of the plain split.
_TEST, _FOLDS, _OTHER = 1, 2, 3

TRAIN, VALIDATION, TEST = 0, 1, 2
SIDE_WORDS = {
    **dict.fromkeys(("train", "training", "learn", "fit"), TRAIN),
    **dict.fromkeys(("validation", "valid", "val", "dev", "eval", "evaluation"), VALIDATION),
    **dict.fromkeys(("test", "testing", "holdout", "hold-out", "held-out", "held out"), TEST),
}
"""What a cell may say of its row's side, in small letters."""


def sides_for(
    spec: DataSpec,
    dataset: Dataset,
    *,
    groups: NDArray[np.int64] | None = None,
    times: NDArray[np.float64] | None = None,
    given: NDArray[np.int64] | None = None,
) -> Split:
    """Puts every sample of a data set on the side that the document wants.

    Args:
        spec: its split, validation share, seed, and how many of each class are to train.
        dataset: its targets, task and names count.
        groups, times, given: as in `sides_of`.

    Raises:
        UserError: it can't be split so.
    """
    wanted = spec.split
    if spec.per_class is None:
        return sides_of(
            dataset.targets,
            dataset.task,
            wanted,
            spec.validation,
            spec.seed,
            groups=groups,
            times=times,
            given=given,
        )
    if wanted.folds is not None or wanted.way not in ("stratified", "random"):
        raise UserError(
            "So many samples of each class can be had with a split at random alone: leave “Per "
            "class” empty, or take no folds and no column for the split."
        )
    if not wanted.test:
        return few_of_each(dataset, spec.per_class, spec.seed)
    held = sides_of(dataset.targets, dataset.task, wanted, spec.validation, spec.seed)
    rest = np.sort(np.concatenate((held.train, held.validation)))
    left = replace(dataset, features=dataset.features[:0], targets=dataset.targets[rest])
    few = few_of_each(left, spec.per_class, spec.seed)
    return Split(read_only(rest[few.train]), read_only(rest[few.validation]), held.test)


def sides_of(
    targets: NDArray[np.int64] | NDArray[np.float64],
    task: Task,
    spec: SplitSpec,
    validation: float,
    seed: int,
    *,
    groups: NDArray[np.int64] | None = None,
    times: NDArray[np.float64] | None = None,
    given: NDArray[np.int64] | None = None,
) -> Split:
    """Puts every sample on its side; the same seed always gives the same sides.

    The test share is held out first, by the same way as the others: whole groups, the latest
    moments. The validation share, or the folds, are of what is left then.

    Args:
        targets, task: as in `Dataset`.
        spec: what is wanted.
        validation: the share that judges, where there are no folds and the data doesn't say.
        seed: of the document's data.
        groups: (N,) the number of each sample's group, below 0 for none: way "group".
        times: (N,) any numbers that grow with time, NaN where it is not known: way "time".
        given: (N,) `TRAIN`, `VALIDATION` or `TEST`, as `named_sides` has it: way "given". Where
            none validates, some of those that train do; where none tests, the test share is of
            those that train.

    Raises:
        UserError: it can't be split so; says why and what to do.
    """
    if spec.folds is not None and spec.fold >= spec.folds:
        raise UserError(
            f"There is no fold {spec.fold}: {spec.folds} folds are numbered from 0 to "
            f"{spec.folds - 1}."
        )
    if spec.way == "stratified" and spec.folds is None and not spec.test:
        return split_targets(targets, task, validation, seed)
    if spec.way == "given":
        return _given(targets, task, spec, validation, seed, _needed(given, "given"))
    cut = _cut(targets, task, spec, groups, times)
    rows = generator(seed).permutation(len(targets))
    test = rows[:0]
    if spec.test:
        aside = cut.aside(rows, spec.test, generator(seed, _TEST))
        test, rows = rows[aside], rows[~aside]
    learning, judging = _two(cut, rows, spec, validation, seed)
    return _checked(rows[learning], rows[judging], test)


def named_sides(words: Words) -> NDArray[np.int64]:
    """(N,) the sides that a column names: train, validation or test, in any case.

    Raises:
        UserError: a cell says something else; names the row.
    """
    by_code = np.array([SIDE_WORDS.get(word.strip().lower(), -1) for word in words.distinct] + [-1])
    sides = by_code[words.codes].astype(np.int64)
    if (sides < 0).any():
        row = int((sides < 0).argmax())
        code = int(words.codes[row])
        said = f"“{words.distinct[code]}”" if code >= 0 else "nothing"
        raise UserError(
            f"The column of sides says {said} in row {row + 1}, where train, validation or test is "
            "expected. Mend the file, or split in another way."
        )
    return sides


def _given(
    targets: NDArray[np.int64] | NDArray[np.float64],
    task: Task,
    spec: SplitSpec,
    validation: float,
    seed: int,
    given: NDArray[np.int64],
) -> Split:
    rows = generator(seed).permutation(len(targets))
    sides = given[rows]
    test, rows, sides = rows[sides == TEST], rows[sides != TEST], sides[sides != TEST]
    cut = Mixed(strata_of(targets, task))
    if spec.test and not len(test):
        _refuse_empty(sides == TRAIN)
        aside = np.zeros(len(rows), np.bool_)
        training = np.flatnonzero(sides == TRAIN)
        aside[training] = cut.aside(rows[training], spec.test, generator(seed, _TEST))
        test, rows, sides = rows[aside], rows[~aside], sides[~aside]
    if spec.folds is None and (sides == VALIDATION).any():
        return _checked(rows[sides == TRAIN], rows[sides == VALIDATION], test)
    _refuse_empty(sides == TRAIN)
    learning, judging = _two(cut, rows, spec, validation, seed)
    return _checked(rows[learning], rows[judging], test)


def _two(
    cut: Cut, rows: NDArray[np.int64], spec: SplitSpec, validation: float, seed: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which rows learn and which judge, of those that are not held out."""
    if spec.folds is not None:
        return cut.folds(rows, spec.folds, spec.fold, generator(seed, _FOLDS))
    judging = cut.aside(rows, validation, generator(seed, _OTHER))
    return ~judging, judging


def _cut(
    targets: NDArray[np.int64] | NDArray[np.float64],
    task: Task,
    spec: SplitSpec,
    groups: NDArray[np.int64] | None,
    times: NDArray[np.float64] | None,
) -> Cut:
    if spec.way == "group":
        return Grouped(_needed(groups, "group"), strata_of(targets, task))
    if spec.way == "time":
        return InTime(_needed(times, "time"))
    if spec.way == "random":
        return Mixed(np.zeros(len(targets), np.int64))
    return Mixed(strata_of(targets, task))


def _needed(found: Given | None, way: str) -> Given:
    if found is None:
        use, words = ("side", "that the data gives") if way == "given" else (way, f"by {way}")
        raise UserError(
            f"A split {words} needs a column whose use is “{use}”, and this data has none. Give a "
            "column that use, or split in another way."
        )
    return found


def _refuse_empty(training: NDArray[np.bool_]) -> None:
    if not training.any():
        raise UserError(
            "The column of sides leaves no sample to train on: mend the file, or split in another "
            "way."
        )


def _checked(
    train: NDArray[np.int64], validation: NDArray[np.int64], test: NDArray[np.int64]
) -> Split:
    for rows, purpose in ((train, "train on"), (validation, "judge on")):
        if not len(rows):
            raise UserError(
                f"This split leaves no sample to {purpose}: split in another way, or take other "
                "shares."
            )
    return Split(read_only(train), read_only(validation), read_only(test))
