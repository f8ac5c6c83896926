"""Predictions against the truth, for data of any number of features."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from playground.data.dataset import Task
from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.compact_box import CompactBox
from playground.gui.plots.legend import Legend, LegendEntry
from playground.gui.plots.save_menu import SaveMenu
from playground.gui.plots.scatter_view import ScatterView
from playground.gui.plots.table_view import Cell, Table, TableView
from playground.gui.plots.tallies import label_tallies
from playground.training.metrics import confusion, metrics

_EMPTY = "Press Run to compare predictions with the truth."
_NO_VALIDATION = "No sample is kept aside for validation. Raise the validation share to judge by."
_NOT_FINITE = (
    "The predictions are not finite numbers: the training has diverged. "
    "Lower the learning rate and reset."
)


class PredictedPlot(QWidget):
    """Regression: predicted against true. Classification: the confusion matrix of the validation
    rows. Several labels: what was found and missed, by label.

    Attributes:
        target_box: the choice of target, shown when there are several.
        scatter: the regression's plot. table: the other tasks' table.
        legend: the row beneath.
        save_menu: the right-click menu.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Predicted against true")
        self.title = QLabel("")
        self.title.setProperty("role", "heading")
        self.target_box = CompactBox()
        self.target_box.setAccessibleName("Target to draw")
        self.target_box.hide()
        self.scatter = ScatterView()
        self.table = TableView()
        self.legend = Legend()
        self._message = QLabel(_EMPTY)
        self._message.setProperty("role", "muted")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setWordWrap(True)
        self._pages = QStackedLayout()
        self._names: tuple[str, ...] = ()
        self._targets: NDArray[np.float64] = np.empty((0, 1))
        self._predictions: NDArray[np.float64] = np.empty((0, 1))
        self._validation_rows: NDArray[np.bool_] = np.empty(0, bool)
        self.save_menu = SaveMenu(self, "predicted")
        self._arrange()
        self.target_box.currentIndexChanged.connect(self._draw_target)
        theme.notifier().theme_changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 350)

    def set_answers(
        self,
        answers: NDArray[np.generic],
        targets: NDArray[np.int64] | NDArray[np.float64],
        task: Task,
        target_names: Sequence[str],
        validation_rows: NDArray[np.bool_],
    ) -> None:
        """Compare these.

        Args:
            answers: class numbers (N,), zeros and ones (N, L), or values (N, T), by task.
            targets: as in `Dataset`, in the same order.
            task: what the targets mean.
            target_names: class, label or target names.
            validation_rows: (N,) which samples are kept aside.
        """
        rows = np.asarray(validation_rows, bool)
        several = task == "regression" and np.shape(answers)[1] > 1
        self.target_box.setVisible(several)
        self.title.setVisible(not self.target_box.isVisibleTo(self))
        if task == "regression":
            self._show_regression(answers, targets, tuple(target_names), rows)
            return
        self.legend.set_entries([])
        if not rows.any():
            self._say(_NO_VALIDATION)
        elif task == "multilabel":
            self._show_labels(answers[rows], targets[rows].astype(np.int64), target_names)
        else:
            self._show_confusion(answers[rows], targets[rows].astype(np.int64), target_names)

    def say_diverged(self) -> None:
        """Say that there are no answers, since the numbers are not finite."""
        self.legend.set_entries([])
        self._say(_NOT_FINITE)

    @Slot()
    def clear(self) -> None:
        """Show the sentence that invites to run."""
        self.target_box.hide()
        self.title.setText("")
        self.legend.set_entries([])
        self._say(_EMPTY)

    def _arrange(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(0, 0, 0, 0)
        header.addWidget(self.title)
        header.addWidget(self.target_box)
        header.addStretch(1)
        for page in (self._message, self.scatter, self.table):
            self._pages.addWidget(page)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addLayout(header)
        rows.addLayout(self._pages, 1)
        rows.addWidget(self.legend)

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self.legend.set_remark("")
        self._pages.setCurrentWidget(self._message)

    def _show_regression(
        self,
        answers: NDArray[np.generic],
        targets: NDArray[np.int64] | NDArray[np.float64],
        names: tuple[str, ...],
        validation_rows: NDArray[np.bool_],
    ) -> None:
        self._predictions = np.asarray(answers, np.float64)
        self._targets = np.asarray(targets, np.float64).reshape(len(targets), -1)
        self._validation_rows, self._names = validation_rows, names
        entries = [
            (words.name_of(names, index, "target"), index)
            for index in range(self._predictions.shape[1])
        ]
        if len(entries) != self.target_box.count() or entries[0][0] != self.target_box.itemText(0):
            self.target_box.set_entries(entries, self.target_box.currentData())
        self.title.setText("PREDICTED AGAINST TRUE")
        self._pages.setCurrentWidget(self.scatter)
        self._draw_target()

    @Slot()
    def _draw_target(self) -> None:
        index = self.target_box.currentData()
        if index is None or index >= self._predictions.shape[1]:
            return
        true, predicted = self._targets[:, index], self._predictions[:, index]
        name = words.name_of(self._names, index, "target")
        self.scatter.set_values(true, predicted, self._validation_rows, name)
        rows = self._validation_rows
        if rows.any():
            score = metrics("regression", predicted[rows, None], true[rows, None], [name])["r2"]
            self.legend.set_remark(f"validation R² {words.number(score)}")
        self._name_splits()

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        if self._pages.currentWidget() is self.scatter:
            self._name_splits()

    def _name_splits(self) -> None:
        palette = theme.current()
        self.legend.set_entries(
            [
                LegendEntry(palette.train, "train"),
                LegendEntry(palette.validation, "validation"),
            ]
        )

    def _show_confusion(
        self,
        answers: NDArray[np.generic],
        targets: NDArray[np.int64],
        target_names: Sequence[str],
    ) -> None:
        classes = len(target_names)
        counts = confusion(answers, targets, classes)
        names = tuple(words.name_of(target_names, index) for index in range(classes))
        cells = tuple(
            tuple(_confusion_cell(counts, names, true, said) for said in range(classes))
            for true in range(classes)
        )
        self.table.set_table(Table(names, names, cells, "true", "predicted"))
        self._show_table("CONFUSION, VALIDATION SAMPLES")
        right = int(np.trace(counts))
        self.legend.set_remark(f"{right:,} of {int(counts.sum()):,} right")

    def _show_labels(
        self,
        answers: NDArray[np.int64],
        targets: NDArray[np.int64],
        target_names: Sequence[str],
    ) -> None:
        tallies = label_tallies(targets, answers)
        names = tuple(words.name_of(target_names, i, "label") for i in range(len(tallies)))
        total = max(1, len(targets))
        cells = tuple(
            (
                Cell(f"{tally.found:,}", "", tally.found / total, True, f"{name}: found"),
                Cell(f"{tally.missed:,}", "", tally.missed / total, False, f"{name}: missed"),
                Cell(
                    f"{tally.false_alarms:,}",
                    "",
                    tally.false_alarms / total,
                    False,
                    f"{name}: said, but not true",
                ),
                Cell(
                    words.number(tally.f1, 2) if np.isfinite(tally.f1) else "–",
                    "",
                    0.0,
                    True,
                    f"{name}: F1, the balance of misses and false alarms; 1 is perfect",
                ),
            )
            for name, tally in zip(names, tallies, strict=True)
        )
        columns = ("found", "missed", "false alarms", "F1")
        self.table.set_table(Table(names, columns, cells))
        self._show_table("LABELS, VALIDATION SAMPLES")
        self.legend.set_remark(f"{len(targets):,} samples")

    def _show_table(self, title: str) -> None:
        self.title.setText(title)
        self._pages.setCurrentWidget(self.table)


def _confusion_cell(
    counts: NDArray[np.int64], names: tuple[str, ...], true: int, said: int
) -> Cell:
    count, row = int(counts[true, said]), int(counts[true].sum())
    share = count / row if row else 0.0
    help_text = (
        f"{count:,} of {row:,} samples of {names[true]} ({words.percent(share)})\n"
        f"were taken for {names[said]}"
    )
    note = words.percent(share) if row else ""
    return Cell(f"{count:,}", note, share, true == said, help_text)
