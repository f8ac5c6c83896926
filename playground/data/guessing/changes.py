"""What a person changes of a proposal: each gives a whole new file, with steps that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.data.guessing.columns import kind_of, steps_for, with_text_alone
from playground.data.guessing.survey import ColumnSurvey, survey
from playground.data.guessing.targets import target_kind, target_of
from playground.data.spec import FILE, DataSpec
from playground.data.tables.kinds import WORDED
from playground.data.tables.spec import ColumnSpec
from playground.data.tables.table import Table
from playground.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.data.dataset import Task
    from playground.data.guessing.survey import Survey
    from playground.data.split_spec import Way
    from playground.data.tables.kinds import Kind, Role
    from playground.data.tables.spec import FileSpec


def with_target(
    file: FileSpec, table: Table, names: Sequence[str], task: Task | None = None
) -> FileSpec:
    """These columns are the target, and no others; the task is the one that they seem to mean.

    What was a target becomes a feature.

    Raises:
        UserError: there is no such column, or none is named.
    """
    if not names:
        raise UserError("Give at least one column as the target.")
    facts = [_facts(table, name) for name in dict.fromkeys(names)]
    target = target_of(facts, survey_of(facts), task)
    wanted = {each.name: each for each in facts}
    columns = []
    for column in _columns(file, table):
        if column.name in wanted:
            columns.append(_as_target(column, wanted[column.name], target.task))
        elif column.role == "target":
            columns.append(_no_longer_target(column, _facts(table, column.name)))
        else:
            columns.append(column)
    return _settled(file, columns, target.task, len(table))


def with_task(file: FileSpec, table: Table, task: Task) -> FileSpec:
    """The same targets, meaning something else."""
    names = [column.name for column in file.targets]
    return with_target(file, table, names, task)


def with_kind(file: FileSpec, table: Table, name: str, kind: Kind) -> FileSpec:
    """A column holds something else: it is read so, and prepared as such columns usually are.

    A target that can't be what it was asked as means something else from then on: words are
    classes, and numbers are values.
    """
    table.column(name)  # refused where there is none
    columns, task = [], file.task
    for column in _columns(file, table):
        if column.name == name and column.kind != kind:
            steps = () if column.role == "target" else steps_for(kind, _facts(table, name))
            column = column.model_copy(update={"kind": kind, "steps": steps})
            if column.role == "target":
                task = _task_for(kind, _facts(table, name), file.task)
                if file.window is not None and kind == "number":
                    column = column.model_copy(update={"steps": steps_for("number")})
        columns.append(column)
    return _settled(file, columns, task, len(table))


def with_role(file: FileSpec, table: Table, name: str, role: Role) -> FileSpec:
    """A column is for something else.

    A new target takes the place of the old one; where several numbers or labels are the target
    already, it joins them.
    """
    table.column(name)  # refused where there is none
    if role == "target":
        several = len(file.targets) > 1 and file.task in ("multilabel", "regression")
        before = [column.name for column in file.targets] if several else []
        return with_target(file, table, [*before, name], file.task if several else None)
    only_one = role in ("group", "time", "side")
    columns = []
    for column in _columns(file, table):
        if column.name == name:
            column = column.model_copy(update={"role": role})
            if role == "feature" and not column.steps:
                column = _as_feature(column, _facts(table, name))
        elif only_one and column.role == role:
            column = column.model_copy(update={"role": "skip"})
        columns.append(column)
    return _settled(file, columns, file.task, len(table))


def with_file(data: DataSpec, file: FileSpec) -> DataSpec:
    """The data with a changed file: the split and the scaling of targets go with it.

    What the person chose of the split stays wherever it still makes sense.
    """
    regression = file.task == "regression"
    return data.model_copy(
        update={
            "source": FILE,
            "file": file,
            "split": data.split.model_copy(update={"way": _way(data, file)}),
            "standardise_targets": regression and not is_ratings(file),
            "only_classes": data.only_classes if not regression else None,
        }
    )


def _way(data: DataSpec, file: FileSpec) -> Way:
    """By the column that is there for it, and else as it was."""
    if file.with_role("side"):
        return "given"
    if file.with_role("group"):
        return "group"
    if file.window is not None or file.with_role("time"):
        return "time"
    return data.split.way if data.split.way in ("random", "stratified") else "stratified"


def is_ratings(file: FileSpec) -> bool:
    """Whether users and items are numbered, so that a rating within bounds is asked for."""
    from playground.data.steps.words import Ordinal

    features = file.features
    return (
        file.task == "regression"
        and len(features) == 2
        and all(column.steps and isinstance(column.steps[-1], Ordinal) for column in features)
    )


def survey_of(facts: Sequence[ColumnSurvey]) -> Survey:
    """Facts of some columns as a survey."""
    from playground.data.guessing.survey import Survey

    rows = facts[0].rows if facts else 0
    return Survey(rows, rows, tuple(facts))


def _facts(table: Table, name: str) -> ColumnSurvey:
    return survey(Table((table.column(name),))).columns[0]


def _columns(file: FileSpec, table: Table) -> tuple[ColumnSpec, ...]:
    """Those of the file; of columns that it does not name yet, what the table says."""
    if file.columns:
        return file.columns
    return tuple(
        ColumnSpec(name=column.name, kind=column.kind, steps=steps_for(column.kind))
        for column in table.columns
    )


def _as_target(column: ColumnSpec, facts: ColumnSurvey, task: Task) -> ColumnSpec:
    kind = target_kind(facts, task)
    return column.model_copy(update={"role": "target", "kind": kind, "steps": ()})


def _as_feature(column: ColumnSpec, facts: ColumnSurvey) -> ColumnSpec:
    """With the usual steps of its kind; tags can only be told, not seen."""
    role: Role = "skip" if column.kind == "tags" else "feature"
    return column.model_copy(update={"role": role, "steps": steps_for(column.kind, facts)})


def _no_longer_target(column: ColumnSpec, facts: ColumnSurvey) -> ColumnSpec:
    """A feature again, read as what it seems to hold by itself."""
    kind, _ = kind_of(facts)
    return _as_feature(column.model_copy(update={"kind": kind}), facts)


def _task_for(kind: Kind, facts: ColumnSurvey, before: Task | None) -> Task | None:
    if kind == "tags":
        return "multilabel"
    if kind == "number":
        return before if before in ("regression", "multilabel") else "regression"
    if kind in WORDED:
        return "binary" if facts.distinct <= 2 else "multiclass"
    return before


def _settled(
    file: FileSpec, columns: Sequence[ColumnSpec], task: Task | None, rows: int
) -> FileSpec:
    """Texts prepared as they stand, and the looks back at a series only where it has numbers."""
    window = file.window if task == "regression" else None
    if window is not None:
        columns = [
            column.model_copy(update={"steps": steps_for("number")})
            if column.role == "target" and column.kind == "number" and not column.steps
            else column
            for column in columns
        ]
    changed = file.model_copy(update={"columns": tuple(columns), "task": task, "window": window})
    return with_text_alone(changed, rows)
