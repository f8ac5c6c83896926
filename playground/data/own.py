"""From a file of people's own to samples: read, split, prepared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.data.arrays import read_only
from playground.data.dataset import Dataset
from playground.data.looking import looked_at
from playground.data.pipeline import PreparedTargets, fit, target_values, targets_of
from playground.data.preprocess import Standardiser
from playground.data.progress import part, tell
from playground.data.reading import read_table
from playground.data.room import refuse_what_has_no_room
from playground.data.sides import named_sides, sides_for
from playground.data.tables.table import Words
from playground.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.prepare import Prepared
    from playground.data.spec import DataSpec
    from playground.data.split import Split
    from playground.data.tables.spec import FileSpec
    from playground.data.tables.table import Column, Table


def prepare_own(spec: DataSpec) -> Prepared:
    """The samples of the file that `spec` names.

    The rows are split first; every step is fitted on the training rows alone.

    Raises:
        UserError: the file is not there, can't be read, or can't be prepared so.
        Cancelled: it is no longer wanted.
    """
    assert spec.file is not None
    from playground.data.guessing.settling import settled

    spec = settled(spec)
    assert spec.file is not None
    with part(0.0, 0.6):
        table = read_table(spec.file)
    with part(0.6, 1.0):
        return prepare_table(spec, table)


def prepare_table(spec: DataSpec, table: Table) -> Prepared:
    """The samples of a table that is already read.

    Rows whose target is missing are left out; so are those that `spec.file` and `only_classes`
    leave out.
    """
    from playground.data.prepare import Prepared

    sided = _sided(spec, table)
    file, table, samples, sides = sided.file, sided.table, sided.samples, sided.sides
    targets, values = sided.targets, samples.values
    assert file.task is not None
    with part(0.1, 0.5):
        pipeline = fit(file, table, samples.rows_of(sides.train))
    pipeline = pipeline.model_copy(update={"targets": targets})
    refuse_what_has_no_room(len(samples.values), pipeline.shape)
    with part(0.5, 1.0):
        features = pipeline.features(table)[: len(samples.values)]
    dataset = Dataset(
        features=read_only(features),
        targets=read_only(samples.values),
        task=file.task,
        feature_names=pipeline.feature_names,
        target_names=targets.names,
        coded=pipeline.coded,
        vocabulary=pipeline.vocabulary,
    )
    target_scaler = Standardiser.identity(values.shape[1:])
    if spec.standardise_targets and file.task == "regression":
        target_scaler = Standardiser.fit(samples.values[sides.train].astype(np.float64))
    return Prepared(spec, dataset, sides, pipeline.scaler, target_scaler, table, pipeline)


def split_table(spec: DataSpec, table: Table) -> tuple[Dataset, Split]:
    """The samples' targets and their sides, before anything is prepared: quick.

    The data set that is given has no features.

    Raises:
        UserError: the table can't be split so.
    """
    sided = _sided(spec, table)
    return _blank(sided.file, sided.samples, sided.targets), sided.sides


def _sided(spec: DataSpec, table: Table) -> _Sided:
    file = spec.file
    assert file is not None
    if file.task is None or not file.columns:
        raise UserError("The file's columns and its task are not settled yet.")
    tell(0.0, "choosing rows")
    table = chosen_rows(spec, file, table)
    targets = targets_of(table, file.task, file.targets)
    if spec.only_classes is not None:
        table, targets = _only(table, targets, spec.only_classes)
    samples = _Samples.of(file, target_values(table, file.task, targets))
    return _Sided(file, table, targets, samples, _sides(spec, file, table, samples, targets))


def _blank(file: FileSpec, samples: _Samples, targets: PreparedTargets) -> Dataset:
    """The samples without their features."""
    assert file.task is not None
    values = samples.values
    return Dataset(np.zeros((len(values), 1)), values, file.task, (), targets.names)


@dataclass(frozen=True, eq=False)
class _Sided:
    """The rows that are used, and the side of each sample."""

    file: FileSpec
    table: Table
    targets: PreparedTargets
    samples: _Samples
    sides: Split


@dataclass(frozen=True, eq=False)
class _Samples:
    """Which rows of the table are in which sample.

    Attributes:
        values: the targets, one a sample.
        steps: the rows that a sample looks back on; 1 without a window.
        n_rows: of the table.
    """

    values: NDArray[Any]
    steps: int
    n_rows: int

    @classmethod
    def of(cls, file: FileSpec, values: NDArray[Any]) -> _Samples:
        if file.window is None:
            return cls(values, 1, len(values))
        first = file.window.steps - 1 + file.window.ahead
        if len(values) <= first + 1:
            raise UserError(
                f"The series has {len(values):,} rows; {first + 2:,} are needed at least with "
                f"{file.window.steps:,} steps. Take fewer steps."
            )
        return cls(read_only(values[first:].copy()), file.window.steps, len(values))

    def rows_of(self, samples: NDArray[np.int64]) -> NDArray[np.int64]:
        """The rows of the table that some samples have as features."""
        if self.steps == 1:
            return samples
        edges = np.zeros(self.n_rows + 1, np.int64)
        np.add.at(edges, samples, 1)
        np.add.at(edges, samples + self.steps, -1)
        return np.flatnonzero(np.cumsum(edges[:-1]) > 0)


def chosen_rows(spec: DataSpec, file: FileSpec, table: Table) -> Table:
    """The rows that are used, in the order of the time column where the table is a series."""
    keep = np.ones(len(table), np.bool_)
    for column in file.targets:
        if column.kind != "tags":
            keep &= ~table.column(column.name).missing
    if not keep.any():
        names = ", ".join(repr(column.name) for column in file.targets)
        raise UserError(f"The target {names} is missing in every row. Take another column.")
    if file.drop_missing:
        for column in file.features:
            keep &= ~table.column(column.name).missing
    if file.drop_duplicates:
        used = [table.column(column.name) for column in (*file.features, *file.targets)]
        keep &= first_of_equal([column for column in used if column.kind != "picture"], keep)
    rows = np.flatnonzero(keep)
    if file.most_rows is not None and len(rows) > file.most_rows:
        rows = rows[looked_at(len(rows), file.most_rows)]
    if len(rows) < 2:
        raise UserError(
            f"Only {len(rows)} rows are left once those with gaps are out. Fill the gaps in, or "
            "leave out the columns that have them."
        )
    times = file.with_role("time")
    if file.window is not None and times:
        rows = rows[np.argsort(moments(table.column(times[0].name))[rows], kind="stable")]
    if len(rows) == len(table) and (np.diff(rows) == 1).all():
        return table
    return table.take(rows)


def first_of_equal(columns: list[Column], among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(N,) whether a row is the first of those that are equal in all columns.

    Rows are told apart by 64 bits: two different ones are taken for equal once in 10^8 million
    rows.
    """
    mark = np.zeros(len(among), np.uint64)
    for number, column in enumerate(columns):
        tell(number / len(columns), "looking for repeated rows")
        values = column.values
        bits = (
            np.where(np.isnan(values), np.inf, values + 0.0).view(np.uint64)
            if isinstance(values, np.ndarray)
            else column.words.codes.astype(np.int64).view(np.uint64)
        )
        mark = _mixed(mark ^ _mixed(bits + np.uint64(number + 1)))
    rows = np.flatnonzero(among)
    _, firsts = np.unique(mark[rows], return_index=True)
    found = np.zeros(len(among), np.bool_)
    found[rows[firsts]] = True
    return found


def _mixed(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Every bit changes half of the others (the finaliser of SplitMix64, Steele et al. 2014)."""
    z = bits + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def moments(column: Column) -> NDArray[np.float64]:
    """(N,) numbers that grow with time; words by their order."""
    if isinstance(column.values, np.ndarray):
        return column.numbers
    order = np.argsort(np.argsort(np.array(column.words.distinct)))
    return np.append(order, np.nan)[column.words.codes].astype(np.float64)


def _only(
    table: Table, targets: PreparedTargets, classes: tuple[int, ...]
) -> tuple[Table, PreparedTargets]:
    """The rows of some classes, by their numbers."""
    if max(classes) >= len(targets.names):
        raise UserError(
            f"There is no class {max(classes)}: this data has {len(targets.names)}, numbered from "
            f"0 to {len(targets.names) - 1}."
        )
    names = tuple(targets.names[number] for number in classes)
    words = table.column(targets.columns[0]).words
    kept = np.array([word in names for word in words.distinct] + [False])[words.codes]
    return table.take(np.flatnonzero(kept)), targets.model_copy(update={"names": names})


def _sides(
    spec: DataSpec, file: FileSpec, table: Table, samples: _Samples, targets: PreparedTargets
) -> Split:
    assert file.task is not None
    values = samples.values
    # A sample of a series is where the row of its target is.
    rows = np.arange(samples.n_rows - len(values), samples.n_rows)
    way = spec.split.way
    groups = times = given = None
    if way == "group":
        groups = _numbers_of(table.column(_named(file, "group", "group")).take(rows))
    elif way == "time":
        roles = file.with_role("time")
        # The rows of a series follow one another, whatever else there is.
        times = np.arange(len(values), dtype=np.float64)
        if roles and file.window is None:
            times = moments(table.column(roles[0].name))
    elif way == "given":
        given = named_sides(table.column(_named(file, "side", "side")).take(rows).words)
    blank = _blank(file, samples, targets)
    return sides_for(spec, blank, groups=groups, times=times, given=given)


def _named(file: FileSpec, role: Any, what: str) -> str:
    columns = file.with_role(role)
    if not columns:
        raise UserError(
            f"No column says the {what} of a row. Give one that use, or take another way to split."
        )
    return columns[0].name


def _numbers_of(column: Column) -> NDArray[np.int64]:
    if isinstance(column.values, Words):
        return column.words.codes.astype(np.int64)
    missing = column.missing
    found = np.unique(column.numbers, return_inverse=True)[1].astype(np.int64)
    return np.where(missing, -1, found)
