"""The page Split: which samples train, which judge, which wait for the end."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from playground.data.guessing.changes import with_file, with_role
from playground.data.looking import counts_of, side_counts
from playground.data.own import split_table
from playground.data.prepare import Prepared, prepare
from playground.data.spec import DataSpec
from playground.gui import theme
from playground.gui.data.look.plots import SidesPlot, scrolled
from playground.gui.data.pages import DataPage, Surroundings
from playground.gui.data.review.background import Background
from playground.gui.data.review.foot import ReviewFoot
from playground.gui.data.review.review import Review
from playground.gui.data.review.state import Known
from playground.gui.data.split.every_fold import EveryFold
from playground.gui.data.split.likely import likely_column
from playground.gui.data.split.ways import WAYS, counted_of, told_of, way_of, ways_of
from playground.gui.topics import mark
from playground.gui.widgets.labelled_slider import LabelledSlider

_CONTROLS_PX = 300
_LARGEST_SEED = 2**31 - 1
_ROLES: dict[str, Any] = {"group": "group", "time": "time", "given": "side"}


class SplitPage(DataPage):
    """Choices on the left, and how many of each class there are on each side.

    Attributes:
        way, column: how samples get their side, and by which column.
        validation, test, folds, fold, seed: as in `DataSpec` and `SplitSpec`.
        sides: the counts, under a caption. told: what the way means, or why it can't be.
        every_fold: trains on each fold in turn.
        test_button: judges by the samples held out, when it is asked for. test_told: how good.
    """

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = surroundings.document
        self._surroundings = surroundings
        self.review: Review = surroundings.review
        self._background = Background(self)
        self.way = QComboBox()
        self.way.setAccessibleName("How samples get their side")
        for key, label, _ in WAYS:
            self.way.addItem(label, key)
        self.column = QComboBox()
        self.column.setAccessibleName("Column to split by")
        self.validation = LabelledSlider(
            "Validation", 0.05, 0.9, 0.2, step=0.05, text=lambda share: f"{100 * share:.0f}%"
        )
        self.validation.set_help("Share of the samples kept aside to judge the network on.")
        self.test = LabelledSlider(
            "Test", 0.0, 0.5, 0.0, step=0.05, text=lambda share: f"{100 * share:.0f}%"
        )
        self.test.set_help("Share held out of everything, looked at only when you ask.")
        self.folds = QComboBox()
        self.folds.setAccessibleName("Folds")
        self.folds.addItem("No folds", None)
        for count in (2, 3, 4, 5, 6, 8, 10):
            self.folds.addItem(f"{count} folds", count)
        self.fold = QSpinBox()
        self.fold.setAccessibleName("The fold that judges")
        self.fold.setPrefix("fold ")
        self.every_fold = EveryFold(self._document)
        self.seed = QSpinBox()
        self.seed.setRange(0, _LARGEST_SEED)
        self.seed.setAccessibleName("Seed")
        self.told = QLabel()
        self.told.setProperty("role", "muted")
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.caption = QLabel()
        self.sides = SidesPlot()
        self.test_button = QPushButton("Look at the test set")
        self.test_told = QLabel()
        self.test_told.setWordWrap(True)
        self.test_told.setTextFormat(Qt.TextFormat.PlainText)
        self.foot = ReviewFoot(self.review, self._document)
        self._arrange()
        self._connect()

    def set_data(self, prepared: Prepared) -> None:
        """The data in use is other data."""
        self.test_told.clear()
        self.every_fold.forget()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter uses what was changed, Escape leaves it."""
        if not self.foot.take_key(event):
            super().keyPressEvent(event)

    def finish(self) -> None:
        self._background.finish()
        self.every_fold.finish()

    @property
    def data(self) -> DataSpec:
        """What is split: the file that is looked through, or the data in use."""
        known = self.review.known
        return known.data if known is not None else self._document.project.data

    # Showing

    @Slot()
    def refresh(self) -> None:
        """Show how the data is split."""
        if not self.isVisible():
            return
        data, split = self.data, self.data.split
        own = data.file is not None
        blockers = [
            QSignalBlocker(each)
            for each in (self.way, self.column, self.folds, self.fold, self.seed)
        ]
        model: Any = self.way.model()
        view: Any = self.way.view()
        offered = ways_of(data)
        for place, (key, _, _) in enumerate(WAYS):
            model.item(place).setEnabled(key in offered)
            view.setRowHidden(place, key == "stratified" and key not in offered)
        self.way.setCurrentIndex(self.way.findData(way_of(data)))
        needs = split.way in _ROLES and own
        self._form.setRowVisible(self.column, needs)
        if needs and data.file is not None:
            role = _ROLES[split.way]
            self.column.clear()
            self.column.addItems([c.name for c in data.file.columns if c.role != "target"])
            chosen = data.file.with_role(role)
            self.column.setCurrentText(chosen[0].name if chosen else "")
        self.validation.set_value(data.validation)
        self.validation.setEnabled(split.folds is None)
        self.test.set_value(split.test)
        place = self.folds.findData(split.folds)
        if place < 0:
            self.folds.addItem(f"{split.folds} folds", split.folds)
            place = self.folds.count() - 1
        self.folds.setCurrentIndex(place)
        self._form.setRowVisible(self.fold, split.folds is not None)
        in_use = data == self._document.project.data
        self.every_fold.setVisible(split.folds is not None and in_use)
        if split.folds is not None:
            self.fold.setRange(1, split.folds)
            self.fold.setSuffix(f" of {split.folds} judges")
            self.fold.setValue(split.fold + 1)
        self.seed.setValue(min(data.seed, _LARGEST_SEED))
        del blockers
        self.told.setText(told_of(data))
        self.caption.setText(counted_of(data))
        self.sides.setAccessibleName(counted_of(data))
        self._background.start(
            partial(_counts, data, self.review.known), self._show_sides, self._fail
        )

    def _show_sides(self, found: tuple[tuple[str, ...], Any]) -> None:
        self.sides.show_sides(*found)
        held = int(np.sum(found[1][3]))
        in_use = self.data == self._document.project.data
        self.test_button.setVisible(held > 0)
        self.test_button.setEnabled(in_use)
        if not held:
            self.test_told.clear()

    def _fail(self, message: str) -> None:
        self.told.setText(message)

    # Choosing

    def _change(self, data: DataSpec, what: str) -> None:
        if data == self.data:
            return
        if self.review.known is not None:
            self.review.set_data(data)
            return
        try:
            prepare(data)
        except ValueError as error:
            self.told.setText(str(error))
            return
        self._document.use_data(data, what)

    def _split(self, **fields: Any) -> None:
        split = self.data.split.model_copy(update=fields)
        if split.folds is not None and split.fold >= split.folds:
            split = split.model_copy(update={"fold": 0})
        self._change(self.data.model_copy(update={"split": split}), "change the split")

    @Slot(int)
    def _choose_way(self, place: int) -> None:
        """Another way; columns that were there for the way before are left out from then on."""
        way, known = self.way.itemData(place), self.review.known
        if way == way_of(self.data):
            return
        if known is None or not known.whole:
            self._split(way=way)
            return
        file = known.file
        for column in file.columns:
            if column.role in _ROLES.values() and column.role != _ROLES.get(way):
                file = with_role(file, known.table, column.name, "skip")
        likely = likely_column(way, known)
        if likely and not file.with_role(_ROLES[way]):
            file = with_role(file, known.table, likely, _ROLES[way])
        split = known.data.split.model_copy(update={"way": way})
        self._change(with_file(known.data, file).model_copy(update={"split": split}), "")

    @Slot(int)
    def _choose_column(self, place: int) -> None:
        known, name = self.review.known, self.column.itemText(place)
        role = _ROLES.get(self.data.split.way)
        if known is not None and role is not None:
            file = with_role(known.file, known.table, name, role)
            self._change(with_file(known.data, file), "change the split")

    @Slot(object)
    def _choose_validation(self, share: object) -> None:
        data = self.data.model_copy(update={"validation": share})
        self._change(data, "change the validation share")

    @Slot(object)
    def _choose_test(self, share: object) -> None:
        self._split(test=share)

    @Slot(int)
    def _choose_folds(self, place: int) -> None:
        self._split(folds=self.folds.itemData(place), fold=0)

    @Slot(int)
    def _choose_fold(self, number: int) -> None:
        self._split(fold=number - 1)

    @Slot(int)
    def _choose_seed(self, seed: int) -> None:
        self._change(self.data.model_copy(update={"seed": seed}), "split by another seed")

    @Slot()
    def _look_at_test(self) -> None:
        """How good the network is on the samples that were held out."""
        self.test_told.setText("judging…")
        self._surroundings.judge_test(self._tell_test)

    def _tell_test(self, words: str) -> None:
        self.test_told.setText(words)

    # Building

    def _arrange(self) -> None:
        mark(self, "data.split")
        mark(self.way, "field.split")
        mark(self.column, "field.split")
        mark(self.validation, "field.validation")
        mark(self.test, "data.test")
        mark(self.folds, "data.folds")
        mark(self.fold, "data.folds")
        mark(self.seed, "field.seed")
        mark(self.sides, "look.sides")
        mark(self.test_button, "data.test")
        controls = QWidget()
        controls.setFixedWidth(_CONTROLS_PX)
        column = QVBoxLayout(controls)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_3)
        self._form = QFormLayout()
        self._form.setSpacing(theme.SPACE_2)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.addRow("Split", self.way)
        self._form.addRow("Column", self.column)
        self._form.addRow("Folds", self.folds)
        self._form.addRow("", self.fold)
        self._form.addRow("Seed", self.seed)
        column.addLayout(self._form)
        column.addWidget(self.told)
        column.addWidget(self.validation)
        column.addWidget(self.test)
        column.addWidget(self.every_fold)
        column.addWidget(self.test_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.test_told)
        column.addStretch(1)
        right = QVBoxLayout()
        self.caption.setProperty("role", "caption")
        right.addWidget(self.caption)
        right.addWidget(scrolled(self.sides), 1)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_4)
        row.addWidget(controls)
        row.addLayout(right, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_2)
        rows.addLayout(row, 1)
        rows.addWidget(self.foot)
        self.test_button.hide()

    def _connect(self) -> None:
        self.review.changed.connect(self.refresh)
        self.way.activated.connect(self._choose_way)
        self.column.activated.connect(self._choose_column)
        self.validation.editing_finished.connect(self._choose_validation)
        self.test.editing_finished.connect(self._choose_test)
        self.folds.activated.connect(self._choose_folds)
        self.fold.valueChanged.connect(self._choose_fold)
        self.seed.valueChanged.connect(self._choose_seed)
        self.test_button.clicked.connect(self._look_at_test)


def _counts(data: DataSpec, known: Known | None) -> tuple[tuple[str, ...], Any]:
    """How many samples each side has; of a file that is looked through, before it is prepared."""
    if known is not None:
        return counts_of(*split_table(data, known.table))
    return side_counts(prepare(data))
