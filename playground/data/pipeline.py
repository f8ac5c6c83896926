"""The preparation of a table, fitted on its training rows."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from playground.data.arrays import read_only
from playground.data.blocks import lay_beside
from playground.data.dataset import Task
from playground.data.preprocess import Standardiser
from playground.data.progress import tell
from playground.data.steps import Block, FittedField
from playground.data.steps.text import FittedTokenIds
from playground.data.steps.words import FittedOrdinal, in_order, numbered
from playground.data.tables.kinds import Kind
from playground.data.tables.spec import Window
from playground.errors import UserError
from playground.frozen import Frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.tables.spec import ColumnSpec, FileSpec
    from playground.data.tables.table import Table

# So many features are laid beside each other in one go.
_AT_ONCE = 16


class PreparedColumn(Frozen):
    """One feature column and its fitted steps.

    Attributes:
        name, kind: of the table's column.
        steps: in order. A last one that is affine is not applied by `Pipeline.features`: it is a
            part of the data's `feature_scaler`.
        names: of the features it comes to; () for pictures.
    """

    name: str
    kind: Kind
    steps: tuple[FittedField, ...]
    names: tuple[str, ...]

    @property
    def applied(self) -> tuple[FittedField, ...]:
        """The steps without an affine one at the end."""
        if self.steps and self.steps[-1].affine is not None:
            return self.steps[:-1]
        return self.steps

    def block(self, table: Table) -> Block:
        """What it makes of the table's column, before the scaling at the end.

        Raises:
            UserError: the table has no such column, or one of another kind.
        """
        column = table.column(self.name)
        if column.kind != self.kind:
            raise UserError(f"The column {self.name!r} should hold {self.kind}, not {column.kind}.")
        block = Block.of(column)
        for step in self.applied:
            block = step.apply(block)
        return block

    @property
    def affine(self) -> tuple[list[float], list[float]]:
        """Mean and scale of each of its features."""
        found = self.steps[-1].affine if self.steps else None
        return found or ([0.0] * len(self.names), [1.0] * len(self.names))


class PreparedTargets(Frozen):
    """How target columns become what the network is to say.

    Attributes:
        columns: their names.
        kinds: and kinds.
        names: classes (binary: the second is the positive one), labels, or the targets' own names.
    """

    columns: tuple[str, ...]
    kinds: tuple[Kind, ...]
    names: tuple[str, ...]


class Pipeline(Frozen):
    """From a table to features and targets. Knows the training rows, holds none of them.

    Attributes:
        task: what the targets mean.
        columns: every feature column.
        targets: the target columns.
        shape: of one sample's features.
        coded, vocabulary: as in `Dataset`.
        window: rows in a row are one sample.
    """

    task: Task
    columns: tuple[PreparedColumn, ...]
    targets: PreparedTargets
    shape: tuple[int, ...]
    coded: bool = False
    vocabulary: tuple[str, ...] = Field((), repr=False)
    window: Window | None = None

    @cached_property
    def feature_names(self) -> tuple[str, ...]:
        """One a feature; () for pictures and sequences."""
        if len(self.shape) > 1:
            return ()
        return tuple(name for column in self.columns for name in column.names)

    def features(self, table: Table) -> NDArray[np.float64]:
        """(N, *shape) features, before the scaling at the end, as `Dataset.features` has them.

        With a window, N is the number of rows less `steps` − 1: a sample for each row that has
        enough rows before it.

        Raises:
            UserError: the table does not fit.
            Cancelled: it is no longer wanted.
        """
        if len(self.columns) == 1 and not self.columns[0].names:
            return self.columns[0].block(table).numbers
        width = sum(len(column.names) for column in self.columns)
        values = np.empty((len(table), width))
        place = 0
        waiting: list[NDArray[np.float64]] = []
        for number, column in enumerate(self.columns):
            tell(number / len(self.columns), f"preparing {column.name}")
            waiting.append(column.block(table).numbers)
            count = sum(each.shape[1] for each in waiting)
            if count >= _AT_ONCE or column is self.columns[-1]:
                lay_beside(values[:, place : place + count], waiting)
                place, waiting = place + count, []
        return values if self.window is None else windows_of(values, self.window.steps)

    @cached_property
    def scaler(self) -> Standardiser:
        """The scaling at the end."""
        pairs = [column.affine for column in self.columns]
        mean = np.array([m for means, _ in pairs for m in means], np.float64)
        scale = np.array([s for _, scales in pairs for s in scales], np.float64)
        if len(self.shape) == 3:
            if not len(mean):
                return Standardiser.identity(self.shape)
            mean, scale = mean.reshape(-1, 1, 1), scale.reshape(-1, 1, 1)
        whole = [np.broadcast_to(each, self.shape).copy() for each in (mean, scale)]
        return Standardiser(read_only(whole[0]), read_only(whole[1]))

    def answers(self, table: Table) -> NDArray[np.int64] | NDArray[np.float64]:
        """The targets, as `Dataset.targets` has them.

        Raises:
            UserError: one is missing, or is none of the classes; names the row.
        """
        return target_values(table, self.task, self.targets)


def windows_of(values: NDArray[np.float64], steps: int) -> NDArray[np.float64]:
    """(N − steps + 1, steps, F) each row of (N, F) with those before it.

    Raises:
        UserError: there are too few rows.
    """
    if len(values) < steps:
        raise UserError(
            f"The table has {len(values):,} rows, and a sample looks back on {steps:,}. "
            "Take fewer steps."
        )
    windows = np.lib.stride_tricks.sliding_window_view(values, steps, axis=0)
    return np.ascontiguousarray(windows.transpose(0, 2, 1))


def fit(spec: FileSpec, table: Table, train: NDArray[np.int64]) -> Pipeline:
    """Fit every step on the training rows alone.

    Args:
        spec: with all columns and the task.
        table: every row. Class names are taken from all of it; nothing else is.
        train: the numbers of the rows to learn from.

    Raises:
        UserError: a column can't be prepared so, or there is no feature or no target.
        Cancelled: it is no longer wanted.
    """
    assert spec.task is not None
    wanted = spec.features
    if spec.window is not None:  # what the target was tells what it will be
        wanted = (*wanted, *(t for t in spec.targets if t.kind == "number" and t.steps))
    if not wanted:
        raise UserError("No column is left for the network to see. Use at least one as a feature.")
    columns, last = [], np.zeros(0)
    for number, column in enumerate(wanted):
        tell(number / len(wanted), f"looking at {column.name}")
        fitted, last = _fitted(column, table, train)
        columns.append(fitted)
    tokens = [step for c in columns for step in c.steps if isinstance(step, FittedTokenIds)]
    pictured = any(not column.names for column in columns)
    if (pictured or tokens) and len(columns) > 1:
        what = "A column of pictures" if pictured else "A text as word numbers"
        raise UserError(
            f"{what} has to be the only feature. Leave the other columns out"
            + (", or prepare the text as a bag of words." if tokens else ".")
        )
    shape: tuple[int, ...] = (sum(len(column.names) for column in columns),)
    if pictured:
        shape = tuple(last.shape[1:])
    elif spec.window is not None:
        shape = (spec.window.steps, *shape)
    return Pipeline(
        task=spec.task,
        columns=tuple(columns),
        targets=targets_of(table, spec.task, spec.targets),
        shape=shape,
        coded=all(_is_coded(column) for column in columns),
        vocabulary=tokens[0].vocabulary if tokens else (),
        window=spec.window,
    )


def _is_coded(column: PreparedColumn) -> bool:
    """Whether its numbers stand for things, such as words or users."""
    last = column.steps[-1] if column.steps else None
    return isinstance(last, FittedTokenIds | FittedOrdinal)


def _fitted(
    spec: ColumnSpec, table: Table, train: NDArray[np.int64]
) -> tuple[PreparedColumn, NDArray[np.float64]]:
    """Its fitted steps, and what they make of the training rows."""
    block = Block.of(table.column(spec.name).take(train))
    steps = []
    for step in spec.steps:
        if block.form not in step.accepts():
            raise UserError(
                f"“{step.label}” can't be done to {spec.name!r}: it takes {step.needs}, and there "
                f"are {block.form} by then. Take another step, or another order."
            )
        fitted = step.fit(block)
        block = fitted.apply(block)
        steps.append(fitted)
    if not isinstance(block.values, np.ndarray):
        raise UserError(
            f"The column {spec.name!r} is still no number after its preparation. Add a step that "
            "makes numbers of it, or leave the column out."
        )
    if np.isnan(block.values).any():
        raise UserError(
            f"The column {spec.name!r} has gaps that nothing fills. Add the step “Fill in”, or "
            "leave out rows with gaps."
        )
    column = PreparedColumn(name=spec.name, kind=spec.kind, steps=tuple(steps), names=block.names)
    return column, block.values


def targets_of(table: Table, task: Task, specs: tuple[ColumnSpec, ...]) -> PreparedTargets:
    """What the targets of a table can be.

    Raises:
        UserError: there is none, or they do not fit the task.
    """
    if not specs:
        raise UserError("No column is the target. Say which one the network is to tell.")
    columns = [table.column(spec.name) for spec in specs]
    names = tuple(spec.name for spec in specs)
    if task in ("binary", "multiclass"):
        if len(specs) != 1:
            raise UserError("A task of classes has one target column. Several are marked as such.")
        if columns[0].kind == "number":
            raise UserError(f"{names[0]!r} holds numbers: read it as categories to have classes.")
        codes = np.unique(columns[0].words.codes)
        words = in_order([columns[0].words.distinct[code] for code in codes if code >= 0])
        if len(words) < 2:
            raise UserError(
                f"The target {names[0]!r} has only one value, so there is nothing to tell apart. "
                "Take another column as the target."
            )
        if task == "binary" and len(words) != 2:
            raise UserError(f"{names[0]!r} has {len(words)} values, and a binary task has two.")
        names = tuple(words)
    elif task == "multilabel" and [column.kind for column in columns] == ["tags"]:
        names = tuple(sorted({tag for each in columns[0].words.distinct for tag in each.split()}))
    return PreparedTargets(
        columns=tuple(spec.name for spec in specs),
        kinds=tuple(spec.kind for spec in specs),
        names=names,
    )


def target_values(
    table: Table, task: Task, targets: PreparedTargets
) -> NDArray[np.int64] | NDArray[np.float64]:
    """The targets of every row, as `Dataset.targets` has them.

    Raises:
        UserError: one is missing, or is none of the classes; names the row.
    """
    columns = [table.column(name) for name in targets.columns]
    if task in ("binary", "multiclass"):
        numbers = numbered(columns[0].words, targets.names)
        _refuse_missing(numbers < 0, columns[0].name)
        return numbers
    if task == "multilabel" and targets.kinds == ("tags",):
        words = columns[0].words
        rows = [[name in each for name in targets.names] for each in map(_tags, words.distinct)]
        return np.array([*rows, [False] * len(targets.names)], np.int64)[words.codes]
    values = np.column_stack([column.numbers for column in columns])
    _refuse_missing(np.asarray(np.isnan(values).any(axis=1)), ", ".join(targets.columns))
    return values.astype(np.int64) if task == "multilabel" else values


def _tags(cell: str) -> frozenset[str]:
    return frozenset(cell.split())


def _refuse_missing(missing: NDArray[np.bool_], name: str) -> None:
    if missing.any():
        raise UserError(
            f"The target {name!r} is missing or unknown in row {int(missing.argmax()) + 1}. Leave "
            "such rows out, or fill them in."
        )
