"""Samples put in and taken out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import Field, field_validator, model_serializer

from playground.data.arrays import read_only
from playground.data.split import Split
from playground.errors import UserError
from playground.frozen import Frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.dataset import Dataset

# Of added and of removed samples each: more is no longer done by hand, and slows every edit down.
MOST_EDITS = 20_000
LARGEST = float(np.finfo(np.float32).max)
# The share of each step of the sequence 0, φ, 2φ, … (mod 1), whose beginnings are all spread evenly
# (the golden ratio less 1; Knuth, The Art of Computer Programming, volume 3, section 6.4).
_GOLDEN = 0.6180339887498949

Added = tuple[float, ...]


class DataEdits(Frozen):
    """What was changed of the samples by hand, after they were drawn.

    Attributes:
        added: two features and the target of each sample put in: a class number, a 0 or 1 a label,
            or the values. None stands for one that was taken out again, so that those after it
            keep their side of the split.
        removed: the numbers of drawn samples taken out, from 0, in order.
    """

    added: tuple[Added | None, ...] = Field(
        (), max_length=MOST_EDITS, title="Added", description="Points put in by hand."
    )
    removed: tuple[int, ...] = Field(
        (), max_length=MOST_EDITS, title="Removed", description="Samples taken out by hand."
    )

    @field_validator("added")
    @classmethod
    def _usable(cls, added: tuple[Added | None, ...]) -> tuple[Added | None, ...]:
        for place, point in enumerate(added, 1):
            if point is None:
                continue
            if len(point) < 3:
                raise ValueError(
                    f"added point {place} has {len(point)} numbers, where two features and a "
                    "target are expected"
                )
            if not all(abs(number) <= LARGEST for number in point):
                raise ValueError(
                    f"added point {place} holds a number that is not below 3.4e38 in size"
                )
        return added

    @field_validator("removed")
    @classmethod
    def _in_order(cls, removed: tuple[int, ...]) -> tuple[int, ...]:
        if any(row < 0 for row in removed):
            raise ValueError("a removed sample has a number below 0")
        return tuple(sorted(set(removed)))

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> dict[str, Any]:
        given: dict[str, Any] = handler(self)
        return {name: value for name, value in given.items() if value}

    def __hash__(self) -> int:
        # All of it would take a millisecond, and specs are looked up by it many times an edit.
        return hash((len(self.added), self.added[-1:], len(self.removed), self.removed[-1:]))

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    @property
    def points(self) -> list[Added]:
        """The samples put in that are still there."""
        return [point for point in self.added if point is not None]

    def with_points(self, points: Iterable[Added]) -> DataEdits:
        """These put in as well.

        Raises:
            UserError: there would be more than can be kept.
        """
        new = DataEdits(added=tuple(points))
        return self._with(added=(*self.added, *new.added))

    def without(self, origins: Iterable[int]) -> DataEdits:
        """These taken out: drawn samples by their number, the k-th added as −1 − k.

        Raises:
            UserError: there would be more than can be kept.
        """
        numbers = set(origins)
        added = list(self.added)
        for number in numbers:
            if number < 0:
                added[-1 - number] = None
        while added and added[-1] is None:
            added.pop()
        drawn = {number for number in numbers if number >= 0}
        return self._with(
            added=tuple(added),
            removed=tuple(sorted(chain(self.removed, drawn - set(self.removed)))),
        )

    def redrawn(self, classes: int | None = None) -> DataEdits:
        """What is left of them when other samples are drawn: those put in.

        Args:
            classes: how many there are then; points of a class beyond go. None where it does not
                matter.
        """
        kept = (p for p in self.points if classes is None or len(p) > 3 or p[2] < classes)
        return self.model_copy(update={"added": tuple(kept), "removed": ()})

    def _with(self, **parts: tuple[Any, ...]) -> DataEdits:
        if any(len(part) > MOST_EDITS for part in parts.values()):
            raise UserError(
                f"At most {MOST_EDITS:,} samples can be added by hand, and as many removed. "
                "Take some back first."
            )
        # What is kept was checked before.
        return self.model_copy(update=parts)


NO_EDITS = DataEdits()


def origins(edits: DataEdits, drawn: int) -> NDArray[np.int64]:
    """Where each sample of an edited set comes from: the number of a drawn one, or −1 − k.

    Args:
        drawn: how many samples the source draws.
    """
    kept = np.delete(np.arange(drawn), _removed(edits, drawn))
    added = [-1 - place for place, point in enumerate(edits.added) if point is not None]
    return np.concatenate((kept, np.array(added, np.int64)))


def edited(
    dataset: Dataset, sides: Split, edits: DataEdits, judging: tuple[float, float]
) -> tuple[Dataset, Split]:
    """The samples with the edits made, those put in last; and which side each is on.

    Drawn samples stay on their side, in their order. One put in goes to the validation side where
    its place in the list falls on it: those sides mix evenly, about as many as `judging` is long.
    None goes to the test side.

    Args:
        dataset, sides: as drawn.
        judging: the part of the whole, from 0 to 1, that judges.

    Raises:
        UserError: the data can't be edited by hand, an edit does not fit it, or a side would be
            left empty.
    """
    if not dataset.on_plane:
        raise UserError("Only points on a plane can be added or removed by hand.")
    count = len(dataset.features)
    points = edits.points
    features, targets = _arrays(points, dataset)
    gone = np.zeros(count, np.bool_)
    gone[_removed(edits, count)] = True
    number = np.cumsum(~gone) - 1  # of each that stays
    places = np.array([k for k, point in enumerate(edits.added) if point is not None], np.int64)
    falls = ((places + 1) * _GOLDEN) % 1.0
    aside = (falls >= judging[0]) & (falls < judging[1])
    new = int((~gone).sum()) + np.arange(len(places))
    split = Split(
        read_only(np.concatenate((number[_left(sides.train, gone)], new[~aside]))),
        read_only(np.concatenate((number[_left(sides.validation, gone)], new[aside]))),
        read_only(number[_left(sides.test, gone)]),
    )
    for rows, purpose in ((split.train, "to train on"), (split.validation, "to validate on")):
        if not len(rows):
            raise UserError(f"That would leave no sample {purpose}. Add a point first.")
    kept: NDArray[Any] = dataset.targets[~gone]
    whole = replace(
        dataset,
        features=np.concatenate((dataset.features[~gone], features)),
        targets=np.concatenate((kept, targets)),
    )
    return whole, split


def _left(rows: NDArray[np.int64], gone: NDArray[np.bool_]) -> NDArray[np.int64]:
    return rows[~gone[rows]]


def _removed(edits: DataEdits, drawn: int) -> NDArray[np.int64]:
    removed = np.array(edits.removed, np.int64)
    if len(removed) and removed[-1] >= drawn:
        raise UserError(
            f"Sample {removed[-1]} is said to be removed, but there are {drawn} samples, numbered "
            f"from 0 to {drawn - 1}."
        )
    return removed


def _arrays(
    points: list[Added], dataset: Dataset
) -> tuple[NDArray[np.float64], NDArray[np.int64] | NDArray[np.float64]]:
    """Features (n, 2) and targets as the dataset has them."""
    columns = dataset.targets.shape[1] if dataset.targets.ndim == 2 else 1
    for place, point in _misfits(points, dataset, columns):
        raise UserError(
            f"Added point {place} is {list(point)}: expected two features and "
            f"{_expected(dataset, columns)}."
        )
    table = np.array(points, np.float64).reshape(len(points), 2 + columns)
    targets = table[:, 2:].reshape(len(points), *dataset.targets.shape[1:])
    if dataset.task == "regression":
        return table[:, :2], targets
    return table[:, :2], targets.astype(np.int64)


def _misfits(points: list[Added], dataset: Dataset, columns: int) -> Iterator[tuple[int, Added]]:
    numbers = range(2 if dataset.task == "multilabel" else len(dataset.target_names))
    for place, point in enumerate(points, 1):
        wrong = len(point) != 2 + columns
        if not wrong and dataset.task != "regression":
            wrong = any(target not in numbers for target in point[2:])
        if wrong:
            yield place, point


def _expected(dataset: Dataset, columns: int) -> str:
    if dataset.task == "regression":
        return f"{columns} target{'s' * (columns > 1)}"
    if dataset.task == "multilabel":
        return f"{columns} labels, each 0 or 1"
    return f"a class from 0 to {len(dataset.target_names) - 1}"
