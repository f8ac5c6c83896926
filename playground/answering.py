"""Answers to the rows of a file, written as a table: what `playground predict` does."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from playground.data.own import moments
from playground.data.progress import part, tell
from playground.data.reading import READERS, read_table, reader_of
from playground.data.reading.loose import FILE, is_loose, loose_table
from playground.data.reading.pictures import FilePictures
from playground.data.reading.unlike import unlike_in
from playground.data.steps.words import numbered
from playground.data.tables.spec import ColumnSpec, FileSpec, Reading
from playground.data.tables.table import Column, Words
from playground.errors import UserError
from playground.formats.answer_names import answer_names, decided
from playground.formats.decision import decision_of
from playground.formats.records.cells import cells_of, unlike
from playground.formats.records.tables import cell
from playground.registry import did_you_mean
from playground.training.metrics import metrics
from playground.training.rows import kinds_of

if TYPE_CHECKING:
    from playground.data.pipeline import Pipeline
    from playground.data.tables.spec import Window
    from playground.data.tables.table import Table
    from playground.training.trained import Trained

PART_ROWS = 20_000


@dataclass(frozen=True)
class Answered:
    """What became of a file's rows.

    Attributes:
        rows: how many were answered.
        judged: how many of them name their target.
        metrics: on these, by name; {} where there are none.
        n_troubles, troubles: cells and rows that could not be read, in words, the first some.
    """

    rows: int
    judged: int
    metrics: dict[str, float]
    n_troubles: int
    troubles: tuple[str, ...]


def read_rows(trained: Trained, file: FileSpec | None, path: Path) -> Table:
    """The rows of a file, read as the project's own file is.

    Args:
        trained: what is to answer them.
        file: the project's own; None where its data is no file.
        path: of the rows, a file or a folder.

    Raises:
        UserError: it can't be read, or lacks a column.
    """
    kinds = {column.name: column.kind for column in file.columns} if file is not None else {}
    kinds |= kinds_of(trained.pipeline, trained.feature_names)
    columns = tuple(ColumnSpec(name=name, kind=kind) for name, kind in kinds.items())
    given: dict[str, Any] = {"path": str(path), "columns": columns}
    if file is not None:
        given["reading"] = _reading_of(file.reading, path)
    with part(0.0, 0.5):
        table = _loose(trained, path) or _with_names(read_table(FileSpec(**given)), path)
    if _window(trained) is not None:
        table = _in_time(table, file)
    for name in kinds_of(trained.pipeline, trained.feature_names):
        if name not in table:
            raise UserError(
                f"{path.name} has no column {name!r}, which the network was trained on."
                f"{did_you_mean(name, table.names)} It has: {_listed(table.names)}."
                f"{_otherwise(given.get('reading'), path)}"
            )
    return table


def _reading_of(reading: Reading, path: Path) -> Reading:
    """How rows are read: as the project's own file, or as is found out where they can't be so."""
    if not reading.layout or READERS.find(reading.layout).recognises(path):
        return reading
    if reading.layout == "train_and_test" and reader_of(path).name == "separated":
        # One of its two files, or one like them.
        return reading.model_copy(update={"layout": "separated"})
    return Reading()


def _otherwise(reading: Reading | None, path: Path) -> str:
    """What is said of rows that are written otherwise than the project's own, in a sentence."""
    if reading is None or reading.layout != "separated":
        return ""
    found = unlike_in(path, reading)
    if not found:
        return ""
    return (
        f" It was read as the project's own file is, and seems to have {found}: save it in the "
        "same way."
    )


def _loose(trained: Trained, path: Path) -> Table | None:
    """Pictures or texts that lie in no folders of classes, where the network answers such."""
    columns = trained.pipeline.columns if trained.pipeline is not None else ()
    kind = columns[0].kind if len(columns) == 1 else "number"
    if kind not in ("picture", "text") or not is_loose(path, kind):
        return None
    return loose_table(path, columns[0].name, kind)


def _with_names(table: Table, path: Path) -> Table:
    """With a column of the pictures' files, where they lie in some."""
    for column in table.columns:
        if isinstance(column.values, FilePictures) and FILE not in table:
            files = column.values.paths
            words = Words.of([os.path.relpath(each, path).replace(os.sep, "/") for each in files])
            names = Column(FILE, "identifier", words)
            return replace(table, columns=(names, *table.columns))
    return table


def write_answers(trained: Trained, table: Table, to: BinaryIO) -> Answered:
    """Answer every row; write all columns of the file, and the answers beside them, as CSV.

    Of a series, a row's answer looks back from that row; those that have too few before them are
    left out.
    """
    shown = tuple(column for column in table.columns if column.kind != "picture")
    decision = decision_of(trained.head, trained.signature)
    places = _places(trained, table)
    window, names = _window(trained), [f"predicted {name}" for name in _targets(trained)]
    if window is not None:
        ahead = f"{window.ahead} row{'s' if window.ahead > 1 else ''} ahead"
        names = [f"{name}, {ahead}" for name in names]
    names += [] if trained.signature.task == "regression" else answer_names(trained)
    found: list[NDArray[Any]] = []
    with _as_text(to) as text:
        writer = csv.writer(text, lineterminator="\n")
        headings = unlike([*(column.name for column in shown), *names])
        writer.writerow(map(cell, headings))
        for rows, answers in _answers(trained, table, places):
            found.append(answers)
            said = _texts(answers)
            if decision.rule != "none":
                words = decided(trained, decision, answers)
                said = [[cell(word), *each] for word, each in zip(words, said, strict=True)]
            columns = [cells_of(column.take(rows)) for column in shown]
            cells = zip(*columns, strict=True) if columns else [()] * len(rows)
            writer.writerows([*a, *b] for a, b in zip(cells, said, strict=True))
            tell(0.5 + 0.5 * (rows[-1] + 1) / len(table), "answering")
    judged, measured = _judged(trained, table, np.concatenate(found))
    troubles = tuple(
        f"row {each.row}" + (f", {each.column}" if each.column else "") + f": {each.what}"
        for each in table.troubles
    )
    return Answered(sum(map(len, found)), judged, measured, table.n_troubles, troubles)


@contextmanager
def _as_text(to: BinaryIO) -> Iterator[TextIOWrapper]:
    """A way to write text, which leaves `to` open whatever happens."""
    text = TextIOWrapper(to, "utf-8", newline="", write_through=True)
    try:
        yield text
    finally:
        text.detach()


def _places(trained: Trained, table: Table) -> list[NDArray[np.int64]]:
    """The numbers of the rows that are answered, some at a time.

    Raises:
        UserError: there are too few.
    """
    window = _window(trained)
    before = window.steps - 1 if window is not None else 0
    if len(table) <= before:
        raise UserError(
            f"The file has {len(table):,} rows, and an answer looks back on {before + 1:,}. Give "
            "more rows."
        )
    return [
        np.arange(start, min(start + PART_ROWS, len(table)))
        for start in range(before, len(table), PART_ROWS)
    ]


def _answers(
    trained: Trained, table: Table, places: list[NDArray[np.int64]]
) -> Iterator[tuple[NDArray[np.int64], NDArray[Any]]]:
    """Row numbers (n,) and the answers to them (n, columns), some at a time."""
    before = int(places[0][0])  # a series looks so far back
    features = (
        trained.raw_features(table.take(np.arange(rows[0] - before, rows[-1] + 1)))
        for rows in places
    )
    yield from zip(places, trained.predict_parts(features), strict=True)


def _window(trained: Trained) -> Window | None:
    return trained.pipeline.window if trained.pipeline is not None else None


def _in_time(table: Table, file: FileSpec | None) -> Table:
    """The rows of a series in the order of time, where a column tells it."""
    times = file.with_role("time") if file is not None else ()
    if not times or times[0].name not in table:
        return table
    return table.take(np.argsort(moments(table.column(times[0].name)), kind="stable"))


def _targets(trained: Trained) -> tuple[str, ...]:
    """What is told, by name."""
    if trained.signature.task == "regression":
        return trained.target_names
    if trained.pipeline is None:
        return ("class",)
    columns = trained.pipeline.targets.columns
    return columns if len(columns) == 1 else ("labels",)


def _judged(trained: Trained, table: Table, answers: NDArray[Any]) -> tuple[int, dict[str, float]]:
    """How many rows name their target, and how good the answers to them are."""
    pipeline = trained.pipeline
    if pipeline is None or any(name not in table for name in pipeline.targets.columns):
        return 0, {}
    window = pipeline.window
    shift = window.steps - 1 + window.ahead if window is not None else 0
    rows = np.flatnonzero(_named(pipeline, table))
    rows = rows[rows >= shift]
    if not len(rows):
        return 0, {}
    task = trained.signature.task
    truth = pipeline.answers(table.take(rows))
    decisions = trained.head.decide(answers[rows - shift], task)
    return len(rows), metrics(task, decisions, truth, trained.target_names)


def _named(pipeline: Pipeline, table: Table) -> NDArray[np.bool_]:
    """(N,) whether a row has all its targets."""
    columns = [table.column(name) for name in pipeline.targets.columns]
    if pipeline.task in ("binary", "multiclass"):
        return np.asarray(numbered(columns[0].words, pipeline.targets.names) >= 0)
    return np.asarray(~np.any([column.missing for column in columns], axis=0))


def _texts(answers: NDArray[Any]) -> list[list[str]]:
    """In as few digits as name a float32."""
    found: list[list[str]] = answers.astype(np.float32).astype(str).tolist()
    return found


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:20]) + (", …" if len(names) > 20 else "")
