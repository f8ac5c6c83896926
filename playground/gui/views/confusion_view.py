"""Which classes are taken for which, and which labels are missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from playground.gui.plots import words
from playground.gui.plots.names import named
from playground.gui.plots.table_layout import Table
from playground.gui.plots.table_view import TableView
from playground.gui.plots.told_samples import ToldSamples
from playground.gui.topics import mark
from playground.gui.views.answers import SPLIT_NAMES, ClassesAnswersJob
from playground.gui.views.confusion_tables import (
    COUNTS,
    OF_ANSWERS,
    OF_TRUE,
    confusion_table,
    in_cell,
    in_label_cell,
    labels_table,
)
from playground.gui.views.judged_view import JudgedView, choice
from playground.gui.views.samples_popup import SamplesPopup
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context
from playground.training.answered import Answered
from playground.training.metrics import confusion

_ALL = -1
_MOST_ROOMY = 6
_SHOWS = (("counts", COUNTS), ("% of true", OF_TRUE), ("% of answers", OF_ANSWERS))


@dataclass(frozen=True, eq=False)
class Confusion:
    """Answers, counted.

    Attributes:
        answered: what was counted.
        names: of the classes; for one label, "no" and its name; for all labels, theirs.
        counts: (K, K) row the truth, column the answer; (0, 0) for all labels together.
        label: which label is counted, or `_ALL`.
        table: to draw.
    """

    answered: Answered
    names: tuple[str, ...]
    counts: NDArray[np.int64]
    label: int
    table: Table

    def pair(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Truth and answers: (N,) of classes or one label, (N, L) of all."""
        truth, answers = self.answered.truth, self.answered.answers
        if self.answered.signature.task == "multilabel" and self.label != _ALL:
            return truth[:, self.label], answers[:, self.label]
        return truth, answers


@dataclass(frozen=True, eq=False)
class ConfusionJob(ClassesAnswersJob):
    """Counts the answers of a split.

    Attributes:
        label: which label, where there are several; `_ALL` for all.
        show: `COUNTS`, or shares of the true class or of the answer.
    """

    label: int
    show: str

    def judge(self, answered: Answered) -> Confusion:
        task, given = answered.signature.task, answered.prepared.dataset.target_names
        outputs = answered.signature.outputs
        if task == "multilabel":
            names = named(given, "label", outputs)
            if not 0 <= self.label < outputs:
                table = labels_table(answered.truth, answered.answers, names)
                return Confusion(answered, names, np.zeros((0, 0), np.int64), _ALL, table)
            truth, answers = answered.truth[:, self.label], answered.answers[:, self.label]
            two = (f"not {names[self.label]}", names[self.label])
            counts = confusion(answers, truth, 2)
            return Confusion(
                answered, two, counts, self.label, confusion_table(counts, two, self.show)
            )
        names = named(given, "class", outputs)
        counts = confusion(answered.answers, answered.truth, outputs)
        table = confusion_table(counts, names, self.show)
        return Confusion(answered, names, counts, _ALL, table)


class ConfusionView(JudgedView):
    """A confusion matrix whose cells open; of several labels a table, or two by two for one.

    Attributes:
        show_box: counts or shares. label_box: which label.
        table: the drawing. popup: the samples of a cell.
        confusion: what is drawn; None for nothing.
    """

    key = "confusion"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "Confusion matrix", parent)
        self.confusion: Confusion | None = None
        self.label_box = choice("Label to count", "Which label is counted", [("all labels", _ALL)])
        self.label_box.hide()
        self.show_box = choice(
            "Numbers in the cells",
            "Counts, or shares of the samples that truly are of a class, or are taken for it",
            _SHOWS,
        )
        self.table = TableView()
        mark(self.label_box, "control.label")
        mark(self.show_box, "confusion.numbers")
        self.table.setAccessibleName("Confusion matrix: arrow keys move, Enter shows the samples")
        self.popup: SamplesPopup | None = None
        self.add_choices(self.label_box, self.show_box)
        self.add_bodies(self.table)
        self.label_box.currentIndexChanged.connect(self._ask_anew)
        self.show_box.currentIndexChanged.connect(self._ask_anew)
        self.table.opened.connect(self.open_cell)

    def request(self, shown: Shown) -> ConfusionJob:
        """Count the answers of the chosen split."""
        label = int(self.label_box.currentData())
        return ConfusionJob(shown.frame, self.split, label, self.show_box.currentData())

    def draw(self, result: Confusion) -> None:
        """Show the table."""
        self.confusion = result
        task = result.answered.signature.task
        several = task == "multilabel"
        if several:
            self._name_labels(result)
        self.label_box.setVisible(several)
        self.show_box.setVisible(not several or result.label != _ALL)
        self.table.set_table(result.table)
        right, total = int((~result.answered.wrong).sum()), len(result.answered)
        what = "all labels right in" if several else "right:"
        self.legend.set_remark(f"{what} {right:,} of {total:,}, {words.percent(right / total)}")
        # Of many classes the corner of the matrix says it, and the room is wanted.
        self.legend.setVisible(len(result.counts) <= _MOST_ROOMY)
        self.show_body(self.table)

    @Slot()
    def clear(self) -> None:
        """Invite to run."""
        self.confusion = None
        super().clear()

    @Slot(int, int)
    def open_cell(self, row: int, column: int) -> None:
        """Show the samples that a cell counts."""
        found = self.confusion
        if found is None:
            return
        truth, answers = found.pair()
        if truth.ndim == 2:
            places = in_label_cell(truth, answers, row, column)
            kind = ("found", "missed", "false alarms")[column]
            title = f"{found.names[row]}: {kind}"
        else:
            places = in_cell(truth, answers, row, column)
            title = f"{found.names[row]} taken for {found.names[column]}"
            title = f"{found.names[row]}, and taken for it" if row == column else title
        split = SPLIT_NAMES[found.answered.split]
        number = f"{len(places):,}" if len(places) else "no"
        plural = "" if len(places) == 1 else "s"
        if self.popup is None:
            self.popup = SamplesPopup(self)
        self.popup.show_samples(
            f"{title}: {number} {split} sample{plural}",
            ToldSamples(found.answered, places),
            self._beside(row, column),
        )

    def sheet(self) -> Sheet | None:
        """The counts: row the true class, column the answer; of labels, a row each."""
        found = self.confusion
        if found is None:
            return None
        if len(found.counts) == 0:
            rows = [
                (name, *(int(cell.text.replace(",", "")) for cell in cells))
                for name, cells in zip(found.names, found.table.cells, strict=True)
            ]
            return Sheet(("label", *found.table.columns), rows)
        rows = [(n, *map(int, r)) for n, r in zip(found.names, found.counts, strict=True)]
        return Sheet(("true \\ predicted", *found.names), rows)

    def _beside(self, row: int, column: int) -> QPoint:
        viewport = self.table.viewport()
        pointer = viewport.mapFromGlobal(QCursor.pos())
        box = self.table.cell_box(row, column).toRect()
        place = pointer if box.contains(pointer) else box.bottomLeft()
        return viewport.mapToGlobal(place)

    def _name_labels(self, result: Confusion) -> None:
        prepared, outputs = result.answered.prepared, result.answered.signature.outputs
        names = named(prepared.dataset.target_names, "label", outputs)
        entries: list[tuple[str, Any]] = [("all labels", _ALL)]
        entries += [(name, number) for number, name in enumerate(names)]
        known = [self.label_box.itemText(i) for i in range(self.label_box.count())]
        if known != [name for name, _ in entries]:
            self.label_box.set_entries(entries, result.label)
            self.label_box.setItemData(0, "Every label in a row", Qt.ItemDataRole.ToolTipRole)
