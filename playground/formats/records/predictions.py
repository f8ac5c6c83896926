"""Predictions: the network's answer to every sample, as CSV."""

from __future__ import annotations

from math import prod
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from playground.data.dataset import Dataset
from playground.formats.answer_names import answer_names, decided
from playground.formats.checking import Check, difference
from playground.formats.format import Format, Group
from playground.formats.material import Material
from playground.formats.records.tables import read_table, table, table_snippet

# Samples of more features go by their number alone.
MOST_FEATURES = 32
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
        named = _feature_names(material)
        return (
            f"{samples:,} samples, training and validation, a row each",
            f"{len(named)} features and the target" if named else "the number and the target",
            f"answers: {', '.join(answer_names(material.trained)[:4])}",
            material.decision.words,
        )

    def size(self, material: Material) -> int:
        data, answers = material.prepared.dataset, len(answer_names(material.trained))
        first, shown = data.features[:_FIRST], len(_feature_names(material))
        texts = [str(n) for row in first.reshape(len(first), -1)[:, :shown] for n in _plain(row)]
        features = sum(map(len, texts)) / len(first) + shown
        return int((len(data.features) + 2) * (25 + features + _BYTES_AN_ANSWER * answers))

    def snippet(self, material: Material, path: Path) -> str:
        return table_snippet(path)

    def files(self, material: Material, name: str) -> dict[str, bytes]:
        one, data = material.trained, material.prepared.dataset
        answers = _single(one.predict(data.features))
        decides = material.decision.rule != "none"
        targets, truth = _targets(data)
        header = ["sample", "split", *_feature_names(material), *targets, *_answers(material)]
        splits = _splits(material)
        shown = len(_feature_names(material))
        features = data.features.reshape(len(data.features), -1)[:, :shown]
        decisions = decided(one, material.decision, np.asarray(answers)) if decides else []
        rows = (
            [
                number,
                splits[number],
                *_plain(features[number]),
                *truth[number],
                *answers[number],
                *([decisions[number]] if decides else ()),
            ]
            for number in range(len(answers))
        )
        return {name: table([*header, *(["decision"] if decides else [])], rows)}

    def check(self, path: Path, material: Material) -> Check:
        features = material.prepared.dataset.features
        header, rows = read_table(path)
        last = len(header) - (material.decision.rule != "none")
        columns = len(answer_names(material.trained))
        found = [[float(number) for number in row[last - columns : last]] for row in rows]
        ours = material.trained.predict(features)
        theirs: NDArray[Any] = np.array(found, np.float32).reshape(-1, columns)
        return Check("Python's csv module", False, difference(ours, theirs), len(rows))


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


def _targets(data: Dataset) -> tuple[list[str], list[list[Any]]]:
    """What the columns of targets are called, and what they hold, a list a sample."""
    names = data.target_names
    if data.task == "regression":
        return [f"target {name}" for name in names], [_plain(row) for row in data.targets]
    if data.task == "multilabel":
        words = [
            "; ".join(n for n, yes in zip(names, row, strict=True) if yes) for row in data.targets
        ]
    else:
        words = [names[int(number)] for number in data.targets]
    return ["target"], [[word] for word in words]


def _plain(numbers: NDArray[Any]) -> list[float | int]:
    """Whole numbers without a point."""
    return [int(n) if float(n).is_integer() and abs(n) < 1e15 else float(n) for n in numbers]


def _single(answers: NDArray[Any]) -> list[list[float]]:
    """In as few digits as name a float32."""
    texts = answers.astype(np.float32).astype(str)
    return [[float(text) for text in row] for row in texts.tolist()]
