"""From the data part of the document to arrays that a network can train on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from playground.data.arrays import read_only
from playground.data.classes import only
from playground.data.edits import LARGEST, edited
from playground.data.fingerprint import fingerprint
from playground.data.own import prepare_own
from playground.data.preprocess import Standardiser
from playground.data.sides import sides_for
from playground.data.sources import SOURCES
from playground.data.sources.parameter import refuse_unknown
from playground.data.spec import FILE, DataSpec
from playground.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.dataset import Dataset
    from playground.data.pipeline import Pipeline
    from playground.data.split import Split
    from playground.data.tables.table import Table

KEPT_PREPARED = 8
THUMBNAIL = {"samples": 120, "noise": 0.02, "seed": 0}


@dataclass(frozen=True, eq=False)
class Rows:
    """Samples as the network sees them, after preprocessing. The arrays are read-only.

    Attributes:
        features: (N, *feature_shape) float64.
        targets: class numbers (N,) or 0/1 columns (N, L), int64; or values (N, T), float64, after
            the target scaling.
    """

    features: NDArray[np.float64]
    targets: NDArray[np.int64] | NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.features)


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
    """

    spec: DataSpec
    dataset: Dataset
    split: Split
    feature_scaler: Standardiser
    target_scaler: Standardiser
    table: Table | None = None
    pipeline: Pipeline | None = None

    @property
    def n_bytes(self) -> int:
        """How much memory the samples take, raw and scaled."""
        dataset = self.dataset
        return 2 * (dataset.features.nbytes + dataset.targets.nbytes)

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

    def _rows(self, rows: NDArray[np.int64]) -> Rows:
        features = self.feature_scaler.apply(self.dataset.features[rows])
        return Rows(read_only(features), read_only(self._targets(rows)))

    def _targets(self, rows: NDArray[np.int64]) -> NDArray[np.int64] | NDArray[np.float64]:
        if self.dataset.task == "regression":
            return self.target_scaler.apply(self.dataset.targets[rows].astype(np.float64))
        return self.dataset.targets[rows]


@lru_cache(maxsize=KEPT_PREPARED)
def prepare(spec: DataSpec) -> Prepared:
    """Draws the samples of `spec`, splits, edits and scales them. The last few results are kept.

    The split is that of the samples as they are drawn, so that an edit by hand moves no other
    sample to the other side.

    Raises `UserError` when the source is unknown, a value is not a usable number, the wanted
    classes or so many samples of each are not there, an edit by hand does not fit, or one side of
    the split would be empty.
    """
    if spec.edits:
        # What was drawn is not drawn anew for every point that is put in.
        plain = prepare(spec.drawn)
        return _prepared(spec, *edited(plain.dataset, plain.split, spec.edits, spec.judging))
    if spec.source == FILE:
        return prepare_own(spec)
    source = SOURCES.find(spec.source)
    refuse_unknown(spec, source.parameters)
    return prepare_dataset(spec, source.draw(spec))


def prepare_dataset(spec: DataSpec, dataset: Dataset) -> Prepared:
    """Splits, edits and scales samples that are already there. `dataset` is copied, not changed."""
    _check_numbers("features", dataset.features)
    _check_numbers("targets", dataset.targets)
    if spec.only_classes is not None:
        dataset = only(dataset, spec.only_classes)
    sides = sides_for(spec, dataset)
    if spec.edits:
        return _prepared(spec, *edited(dataset, sides, spec.edits, spec.judging))
    return _prepared(spec, dataset, sides)


def _prepared(spec: DataSpec, dataset: Dataset, rows: Split) -> Prepared:
    """Scales samples that are split."""
    return Prepared(
        spec=spec,
        dataset=replace(
            dataset,
            features=read_only(dataset.features.copy()),
            targets=read_only(dataset.targets.copy()),
        ),
        split=rows,
        feature_scaler=_scaler(dataset.features, rows.train, fitted=spec.standardise),
        target_scaler=_scaler(
            dataset.targets,
            rows.train,
            fitted=spec.standardise_targets and dataset.task == "regression",
        ),
    )


def thumbnail_points(source_name: str) -> Dataset | None:
    """A few points to draw a picture of a source from: always the same, and quick.

    None for a source that has an icon instead, since it is not of the plane.
    """
    source = SOURCES.find(source_name)
    if source.icon:
        return None
    return source.draw(DataSpec.model_validate({"source": source_name, **THUMBNAIL}))


def _scaler(
    array: NDArray[np.int64] | NDArray[np.float64], train: NDArray[np.int64], *, fitted: bool
) -> Standardiser:
    if fitted:
        return Standardiser.fit(array[train].astype(np.float64))
    return Standardiser.identity(array.shape[1:])


def _check_numbers(kind: str, array: NDArray[np.int64] | NDArray[np.float64]) -> None:
    """Refuses NaN, infinity and what float32 cannot hold, naming the first such row."""
    usable = np.abs(array) <= LARGEST
    if usable.all():
        return
    place = tuple(int(index) for index in np.argwhere(~usable)[0])
    column = "×".join(str(index + 1) for index in place[1:]) or "1"
    raise UserError(
        f"The {kind} hold {array[place]} in row {place[0] + 1}, column {column}, where a number "
        "below 3.4e38 is expected: remove the row or fill the value in."
    )
