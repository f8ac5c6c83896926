"""The choice of the sample that is shown, and what it is."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSpinBox, QToolButton, QWidget

from playground.data.dataset import Dataset
from playground.gui import theme
from playground.gui.plots import words
from playground.gui.topics import mark
from playground.gui.widgets.tips import plain_tip


class SampleBar(QWidget):
    """A number with steps to both sides, a throw of dice, and the sample's truth.

    Attributes:
        number: the row of the dataset. random_button: any other sample.

    Signals:
        row_chosen(row): another one was chosen by hand.
    """

    row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Sample")
        mark(self, "control.sample")
        self._dataset: Dataset | None = None
        self._random = np.random.Generator(np.random.PCG64(1))
        self.number = QSpinBox()
        self.number.setAccessibleName("Sample")
        self.number.setToolTip("Which sample passes through the network, counted from 0")
        self.number.setKeyboardTracking(False)
        self.number.setMinimumWidth(84)
        self.random_button = QToolButton()
        self.random_button.setText("Random")
        self.random_button.setProperty("toggle", True)
        self.random_button.setToolTip("Any other sample")
        self.random_button.setAccessibleName("Random sample")
        self.before_button = _step(Qt.ArrowType.LeftArrow, "The sample before")
        self.after_button = _step(Qt.ArrowType.RightArrow, "The next sample")
        self._truth = QLabel()
        self._truth.setProperty("role", "muted")
        self._truth.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        title = QLabel("Sample")
        title.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_1)
        parts = (title, self.before_button, self.number, self.after_button, self.random_button)
        for each in parts:
            row.addWidget(each)
        row.addSpacing(theme.SPACE_2)
        row.addWidget(self._truth, 1)
        self.number.valueChanged.connect(self._choose)
        self.before_button.clicked.connect(self.number.stepDown)
        self.after_button.clicked.connect(self.number.stepUp)
        self.random_button.clicked.connect(self._throw)

    @property
    def row(self) -> int:
        """The sample that is chosen."""
        return self.number.value()

    def set_data(self, dataset: Dataset) -> None:
        """Choose among these samples; emits nothing."""
        self._dataset = dataset
        self.number.blockSignals(True)
        self.number.setRange(0, max(0, len(dataset.features) - 1))
        self.number.setWrapping(True)
        self.number.blockSignals(False)
        self._tell()

    def show_row(self, row: int) -> None:
        """Show another one, as in slow motion; emits nothing."""
        if row != self.row:
            self.number.blockSignals(True)
            self.number.setValue(row)
            self.number.blockSignals(False)
            self._tell()

    def _tell(self) -> None:
        dataset = self._dataset
        if dataset is None or len(dataset.targets) == 0:
            self._truth.setText("")
            return
        true = words.target(dataset.targets[self.row], dataset.task, dataset.target_names)
        self._truth.setText(f"of {len(dataset.targets):,}, truly {true}")
        self._truth.setToolTip(plain_tip(true))

    @Slot(int)
    def _choose(self, row: int) -> None:
        self._tell()
        self.row_chosen.emit(row)

    @Slot()
    def _throw(self) -> None:
        self.number.setValue(int(self._random.integers(0, self.number.maximum() + 1)))


def _step(arrow: Qt.ArrowType, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setArrowType(arrow)
    button.setProperty("tiny", True)
    button.setFixedSize(QSize(22, 22))
    button.setToolTip(help_text)
    button.setAccessibleName(help_text)
    return button
