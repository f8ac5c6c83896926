"""Precision, recall and F1 of each class or label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QWidget

from playground.gui.plots import words
from playground.gui.plots.names import named
from playground.gui.plots.quantities import topic_of
from playground.gui.plots.table_layout import Cell, Table
from playground.gui.plots.table_view import TableView
from playground.gui.views.answers import SPLIT_NAMES, ClassesAnswersJob
from playground.gui.views.judged_view import JudgedView
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context
from playground.training.answered import Answered
from playground.training.judging import ClassScores, class_scores, label_scores, roc

_COLUMNS = ("samples", "precision", "recall", "F1", "AUC")
_MEANINGS = {
    "precision": "of what is taken for {name}, how much is",
    "recall": "of what is {name}, how much is found",
    "F1": "the balance of precision and recall; 1 is perfect",
    "AUC": "how often {name} scores above another sample; 0.5 is chance",
}
_ROW = 20.0


@dataclass(frozen=True, eq=False)
class ByClass:
    """Scores of each class or label.

    Attributes:
        names: theirs. scores: see `ClassScores`. auc: (K,) NaN where there is none.
        split: whose.
        table: to draw.
    """

    names: tuple[str, ...]
    scores: ClassScores
    auc: NDArray[np.float64]
    table: Table


@dataclass(frozen=True, eq=False)
class ClassesJob(ClassesAnswersJob):
    """Scores each class or label of a split."""

    def judge(self, answered: Answered) -> ByClass:
        signature, labels = answered.signature, answered.signature.task == "multilabel"
        given = answered.prepared.dataset.target_names
        names = named(given, "label" if labels else "class", signature.outputs)
        if labels:
            scores = label_scores(answered.answers, answered.truth)
        else:
            scores = class_scores(answered.answers, answered.truth, signature.outputs)
        auc = np.full(len(names), np.nan)
        for number in range(len(names)):
            curve = roc(is_of(answered, number), answered.scores(number))
            auc[number] = np.nan if curve is None else curve.area
        table = _table(names, scores, auc, SPLIT_NAMES[answered.split])
        return ByClass(names, scores, auc, table)


def is_of(answered: Answered, number: int) -> NDArray[np.bool_]:
    """(N,) whether each sample truly is of a class, or has a label."""
    truth = answered.truth
    return np.asarray(truth[:, number] == 1 if truth.ndim == 2 else truth == number)


def _table(
    names: Sequence[str], scores: ClassScores, auc: NDArray[np.float64], split: str
) -> Table:
    kinds = {"precision": scores.precision, "recall": scores.recall, "F1": scores.f1, "AUC": auc}
    rows = []
    for number, name in enumerate(names):
        support = int(scores.support[number])
        cells = [Cell(f"{support:,}", help=f"{support:,} {split} samples are {name}", bar=None)]
        for kind, values in kinds.items():
            why = _why_none(kind, name, number, scores, split)
            cells.append(_cell(name, kind, float(values[number]), why))
        rows.append((_plain(cells[0], support, scores), *cells[1:]))
    for weighted in (False, True):
        how = "weighted by samples" if weighted else "each counting alike"
        total = int(scores.support.sum())
        means = [
            _mean_cell(kind, scores.mean(values, weighted=weighted), how)
            for kind, values in kinds.items()
        ]
        rows.append((Cell(f"{total:,}", help=f"{total:,} in all"), *means))
    return Table(
        (*names, "macro", "weighted"),
        _COLUMNS,
        tuple(rows),
        edge_rows=2,
        least=(44.0, _ROW),
        highest=32.0,
    )


def _plain(cell: Cell, support: int, scores: ClassScores) -> Cell:
    most = int(scores.support.max()) or 1
    return Cell(cell.text, help=cell.help, bar=support / most)


def _cell(name: str, kind: str, value: float, why: str) -> Cell:
    if np.isnan(value):
        return Cell("–", help=f"{name}: no {kind}, since {why}", bar=0.0)
    text = words.number(value, 3) if value < 0.9995 else "1"
    meaning = _MEANINGS[kind].format(name=name)
    return Cell(f"{value:.2f}", help=f"{name}: {kind} {text}, {meaning}", bar=value)


def _mean_cell(kind: str, value: float, how: str) -> Cell:
    if np.isnan(value):
        return Cell("–", help=f"No {kind} of any class")
    return Cell(f"{value:.2f}", help=f"Mean {kind}, {how}: {words.number(value)}")


def _why_none(kind: str, name: str, number: int, scores: ClassScores, split: str) -> str:
    if kind == "precision":
        return f"nothing is taken for {name}"
    if scores.support[number] == 0:
        return f"no {split} sample is {name}"
    return f"every {split} sample is {name}"


class ClassesView(JudgedView):
    """A row a class or label, and their means.

    Attributes:
        table: the drawing. found: what is drawn; None for nothing.
    """

    key = "classes"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "Scores by class", parent)
        self.found: ByClass | None = None
        self.table = TableView()
        self.table.setAccessibleName("Scores by class: arrow keys move from number to number")
        self.add_choices()
        self.add_bodies(self.table)

    def topic_at(self, place: QPoint) -> str:
        """Each column has its own."""
        inside = self.table.viewport().mapFrom(self, place)
        at = self.table.cell_at(QPointF(inside)) if self.table.isVisible() else None
        return topic_of(_COLUMNS[at[1]]) if at is not None else ""

    def request(self, shown: Shown) -> ClassesJob:
        """Score the chosen split."""
        return ClassesJob(shown.frame, self.split)

    def draw(self, result: ByClass) -> None:
        """Show the table."""
        self.found = result
        self.table.set_table(result.table)
        empty = [n for n, c in zip(result.names, result.scores.support, strict=True) if c == 0]
        self.legend.set_remark(f"no sample of {', '.join(empty)}" if empty else "")
        self.legend.setVisible(bool(empty))
        self.show_body(self.table)

    def clear(self) -> None:
        """Invite to run."""
        self.found = None
        super().clear()

    def sheet(self) -> Sheet | None:
        """A row a class; what can't be said is left empty."""
        found = self.found
        if found is None:
            return None
        scores = found.scores
        columns = zip(
            found.names, scores.support, scores.precision, scores.recall, scores.f1, found.auc,
            strict=True,
        )  # fmt: skip
        rows = [
            (name, int(support), *("" if np.isnan(v) else float(v) for v in values))
            for name, support, *values in columns
        ]
        return Sheet(("class", "samples", "precision", "recall", "f1", "auc"), rows)
