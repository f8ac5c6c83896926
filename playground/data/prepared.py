"""Samples that are split and scaled: what a network trains on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from math import ceil, prod
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.data.arrays import read_only
from playground.data.blocks import LARGE, is_large
from playground.data.classes import has_classes
from playground.data.fingerprint import fingerprint
from playground.data.rows import Rows
from playground.data.spec import FILE
from playground.data.split import Split

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.dataset import Dataset
    from playground.data.pipeline import Pipeline
    from playground.data.preprocess import Standardiser
    from playground.data.spec import DataSpec
    from playground.data.tables.table import Table

MOST_SHOWN = 20_000
"""So many samples of a file are looked at, where there are more; see `Prepared.glance`."""
_LEAST_SHOWN = 500
_MOST_TOLD = 100_000


@dataclass(frozen=True, eq=False)
class Prepared:
    """Samples, their split and their scaling. Nothing in it changes, so threads may share it.

    Attributes:
        spec: what it was made from.
        dataset: every sample, raw.
        split: row numbers into `dataset`.
        feature_scaler: fitted to the training rows, or the identity.
        target_scaler: likewise; the identity except for regression.
        table: the rows of a file, one a sample; None for other data.
        pipeline: what made features of the table, fitted to the training rows; likewise.
        of, numbers: of a glance, the whole, and which of its samples these are (N,), in order.
    """

    spec: DataSpec
    dataset: Dataset
    split: Split
    feature_scaler: Standardiser
    target_scaler: Standardiser
    table: Table | None = None
    pipeline: Pipeline | None = None
    of: Prepared | None = field(default=None, repr=False)
    numbers: NDArray[np.int64] | None = field(default=None, repr=False)

    @property
    def n_bytes(self) -> int:
        """How much memory the samples take, raw and scaled."""
        raw = self.dataset.features
        scaled = raw.size * (4 if is_large(raw) else 8)
        return raw.nbytes + scaled + 2 * self.dataset.targets.nbytes

    @cached_property
    def fingerprint(self) -> str:
        """A mark of the samples, to know them again by; see `playground.data.fingerprint`."""
        return fingerprint(self.dataset)

    @cached_property
    def train(self) -> Rows:
        """The samples to learn from."""
        return self._rows(self.split.train)

    @cached_property
    def validation(self) -> Rows:
        """The samples to be judged on."""
        return self._rows(self.split.validation)

    @cached_property
    def test(self) -> Rows:
        """The samples that are held out; often none."""
        return self._rows(self.split.test)

    @cached_property
    def class_counts(self) -> tuple[int, ...]:
        """How many training samples each class has; () where there are no classes."""
        if not has_classes(self.dataset.task):
            return ()
        targets = self.train.targets.astype(np.int64)
        return tuple(np.bincount(targets, minlength=len(self.dataset.target_names)).tolist())

    @cached_property
    def target_range(self) -> tuple[float, float]:
        """The least and the greatest target that is trained on, scaled."""
        return float(self.train.targets.min()), float(self.train.targets.max())

    @cached_property
    def glance(self) -> Prepared:
        """The same for who looks at samples: none that is held out, and of files not too many.

        Itself where that is all of them. Else some of each side, drawn at random with the split,
        with the whole's preprocessing; `of` is the whole then. What is drawn by a source is shown
        whole, so that points put in by hand are there.
        """
        kept = self.split.train, self.split.validation
        count = sum(map(len, kept))
        most = self._most_shown if self.spec.source == FILE else count
        if count <= most and not len(self.split.test):
            return self
        share = min(1.0, most / max(count, 1))
        sides = [side[: ceil(share * len(side))] for side in kept]
        numbers = np.sort(np.concatenate(sides))
        split = Split(*(read_only(np.searchsorted(numbers, side)) for side in sides))
        dataset = replace(
            self.dataset,
            features=read_only(self.dataset.features[numbers]),
            targets=read_only(self.dataset.targets[numbers]),
        )
        table = None if self.table is None else self.table.take(numbers)
        return replace(
            self,
            dataset=dataset,
            split=split,
            table=table,
            of=self,
            numbers=read_only(numbers),
        )

    @cached_property
    def telling(self) -> NDArray[np.floating[Any]]:
        """(n, *feature_shape) samples that show what there is, as the network sees them.

        All that train or validate; of many, those at a glance and, of every feature, one with its
        least and one with its greatest number.
        """
        few = len(self.train) + len(self.validation) <= _MOST_TOLD
        if few and not is_large(self.dataset.features):
            return np.concatenate([self.train.features, self.validation.features])
        flat = self.dataset.features.reshape(len(self.dataset.features), -1)
        ends = np.concatenate([flat.argmin(axis=0), flat.argmax(axis=0)])
        glance = self.glance.numbers
        some = np.arange(0, len(flat), -(-len(flat) // MOST_SHOWN)) if glance is None else glance
        return self._rows(np.unique(np.concatenate([ends, some]))).features

    @property
    def _most_shown(self) -> int:
        return max(_LEAST_SHOWN, min(MOST_SHOWN, LARGE // prod(self.dataset.feature_shape)))

    @property
    def whole(self) -> Prepared:
        """All of the samples, if this is a glance."""
        return self if self.of is None else self.of

    def numbers_of(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers, in the whole, of samples of this."""
        return rows if self.numbers is None else self.numbers[rows]

    def rows_of(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where samples of the whole stand in this, those that are in it."""
        if self.numbers is None:
            return numbers
        places = np.searchsorted(self.numbers, numbers)
        places[places == len(self.numbers)] = 0
        return np.asarray(places[self.numbers[places] == numbers])

    def _rows(self, numbers: NDArray[np.int64]) -> Rows:
        return Rows(self.dataset, numbers, self.feature_scaler, self.target_scaler)
