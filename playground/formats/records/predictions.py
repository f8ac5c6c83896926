"""Predictions: the network's answer to every sample, as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from playground.data.dataset import Dataset
from playground.formats.answer_names import answer_names, decided
from playground.formats.checking import Check, difference
from playground.formats.format import Format, Group
from playground.formats.material import Material
from playground.formats.records.cells import cells_of, unlike
from playground.formats.records.tables import read_table, table, table_snippet

if TYPE_CHECKING:
    from playground.data.tables.table import Column

# Samples of more features go by their number alone.
MOST_FEATURES = 32
# Nor are files of more columns written out again.
MOST_COLUMNS = 200
_PART = 20_000
_BYTES_AN_ANSWER = 12
# So many samples are looked at to say how large the file will be.
_FIRST = 50


class Predictions(Format):
    """One row a sample, training and validation."""

    name = "predictions"
    suffix = ".csv"
    label = "Predictions (CSV)"
    group: ClassVar[Group] = "Run"
    help = "The answer to every sample, beside its target, as a table for spreadsheets and pandas."

    def contents(self, material: Material) -> tuple[str, ...]:
        samples = len(material.prepared.dataset.features)
        named, columns = _feature_names(material), _own_columns(material)
        beside = f"{len(named)} features and the target" if named else "the number and the target"
        if columns:
            beside = f"the file's {len(columns)} columns and the row's number among its rows"
        return (
            f"{samples:,} samples, training and validation, a row each",
            beside,
            f"answers: {', '.join(answer_names(material.trained)[:4])}",
            material.decision.words,
        )

    def size(self, material: Material) -> int:
        data, answers = material.prepared.dataset, len(answer_names(material.trained))
        first = np.arange(min(_FIRST, len(data.features)))
        texts = [str(each) for row in _given(material, first) for each in row]
        features = (sum(map(len, texts)) + len(texts)) / len(first)
        return int((len(data.features) + 2) * (25 + features + _BYTES_AN_ANSWER * answers))

    def snippet(self, material: Material, path: Path) -> str:
        return table_snippet(path)

    def files(self, material: Material, name: str) -> dict[str, bytes]:
        given = ["row", *(c.name for c in _own_columns(material))] if _own_columns(material) else []
        header = ["sample", "split", *(given or _feature_names(material))]
        header += [*_target_names(material.prepared.dataset), *_answers(material)]
        if material.decision.rule != "none":
            header.append("decision")
        return {name: table(unlike(header), _rows(material))}

    def check(self, path: Path, material: Material) -> Check:
        features = material.prepared.dataset.features
        header, rows = read_table(path)
        last = len(header) - (material.decision.rule != "none")
        columns = len(answer_names(material.trained))
        found = [[float(number) for number in row[last - columns : last]] for row in rows]
        ours = material.trained.predict(features)
        theirs: NDArray[Any] = np.array(found, np.float32).reshape(-1, columns)
        return Check("Python's csv module", False, difference(ours, theirs), len(rows))


def _rows(material: Material) -> Iterator[list[Any]]:
    """A row a sample, worked out some at a time."""
    one, data = material.trained, material.prepared.dataset
    count, splits = len(data.features), _splits(material)
    parts = [np.arange(start, min(start + _PART, count)) for start in range(0, count, _PART)]
    answers = one.predict_parts(data.features[part] for part in parts)
    for part, found in zip(parts, answers, strict=True):
        columns: list[Any] = [_given(material, part), _targets(data, part), _single(found)]
        if material.decision.rule != "none":
            columns.append([[each] for each in decided(one, material.decision, found)])
        for number, *cells in zip(part.tolist(), *columns, strict=True):
            yield [number, splits[number], *chain.from_iterable(cells)]


def _own_columns(material: Material) -> tuple[Column, ...]:
    """The columns of the file that the samples are of; () where they are of none."""
    table = material.prepared.table
    if table is None or len(table.columns) > MOST_COLUMNS:
        return ()
    return tuple(column for column in table.columns if column.kind != "picture")


def _given(material: Material, samples: NDArray[np.int64]) -> list[tuple[Any, ...]]:
    """What the samples are, a tuple each: the file's rows, or else their features."""
    prepared, columns = material.prepared, _own_columns(material)
    if columns and prepared.table is not None:
        window = prepared.pipeline.window if prepared.pipeline is not None else None
        # A sample of a series is told from the last row that it looks back on.
        rows = samples + (window.steps - 1 if window is not None else 0)
        numbers = (prepared.table.numbers[rows] + 1).tolist()
        return list(zip(numbers, *(cells_of(column.take(rows)) for column in columns), strict=True))
    shown = len(_feature_names(material))
    features = prepared.dataset.features[samples].reshape(len(samples), -1)[:, :shown]
    return [tuple(_plain(row)) for row in features]


def _answers(material: Material) -> list[str]:
    names = answer_names(material.trained)
    regression = material.trained.signature.task == "regression"
    return [f"predicted {name}" for name in names] if regression else names


def _feature_names(material: Material) -> list[str]:
    count = prod(material.trained.signature.features)
    if count > MOST_FEATURES:
        return []
    names = list(material.prepared.dataset.feature_names)
    return names or [f"feature {number}" for number in range(1, count + 1)]


def _splits(material: Material) -> list[str]:
    split, count = material.prepared.split, len(material.prepared.dataset.features)
    found = np.full(count, "", object)
    for side in ("train", "validation", "test"):
        found[getattr(split, side)] = side
    return [str(each) for each in found]


def _target_names(data: Dataset) -> list[str]:
    """What the columns of targets are called."""
    regression = data.task == "regression"
    return [f"target {name}" for name in data.target_names] if regression else ["target"]


def _targets(data: Dataset, samples: NDArray[np.int64]) -> list[list[Any]]:
    """What they hold, a list a sample."""
    names, targets = data.target_names, data.targets[samples]
    if data.task == "regression":
        return [[*_plain(row)] for row in targets]
    if data.task == "multilabel":
        labels = [[n for n, yes in zip(names, row, strict=True) if yes] for row in targets]
        return [["; ".join(each)] for each in labels]
    return [[names[int(number)]] for number in targets]


def _plain(numbers: NDArray[Any]) -> list[float | int]:
    """Whole numbers without a point."""
    return [int(n) if float(n).is_integer() and abs(n) < 1e15 else float(n) for n in numbers]


def _single(answers: NDArray[Any]) -> list[list[float]]:
    """In as few digits as name a float32."""
    texts = answers.astype(np.float32).astype(str)
    return [[float(text) for text in row] for row in texts.tolist()]
