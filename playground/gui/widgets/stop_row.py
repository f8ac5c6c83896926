"""One condition that ends a run: a box to tick, a number, and what it means."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QSpinBox,
    QWidget,
)

from playground.gui import theme

_FIELD_WIDTH = 112


class StopRow(QObject):
    """A condition's controls in one line of a grid, its help beneath.

    The number is kept while the box is not ticked; turning it ticks the box.

    Attributes:
        box: whether the condition is in force. field: its number.

    Signals:
        changed(number or None): by hand; None where the condition is off.
    """

    changed = Signal(object)

    def __init__(
        self, label: str, field: QSpinBox | QDoubleSpinBox, help_text: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.box = QCheckBox(label)
        self.box.setToolTip(help_text)
        self.field = field
        field.setFixedWidth(_FIELD_WIDTH)
        field.setAccessibleName(label)
        field.setToolTip(help_text)
        field.setKeyboardTracking(False)
        field.lineEdit().setTextMargins(6, 0, 0, 0)
        self._help = QLabel(help_text)
        self._help.setProperty("role", "muted")
        self._help.setWordWrap(True)
        self._help.setContentsMargins(0, 0, 0, theme.SPACE_2)
        self.box.toggled.connect(self._tell)
        field.valueChanged.connect(self._turn)

    @property
    def value(self) -> float | int | None:
        """The number, or None where the condition is off."""
        return self.field.value() if self.box.isChecked() else None

    def set_value(self, value: float | None) -> None:
        """Show the condition with this number, or as off."""
        with QSignalBlocker(self.box), QSignalBlocker(self.field):
            self.box.setChecked(value is not None)
            if isinstance(self.field, QSpinBox) and value is not None:
                self.field.setValue(int(value))
            elif isinstance(self.field, QDoubleSpinBox) and value is not None:
                self.field.setValue(value)

    def set_help(self, text: str) -> None:
        """Say what it means."""
        self._help.setText(text)
        self.field.setAccessibleDescription(text)

    def put(self, grid: QGridLayout, row: int, beside: QWidget | None = None) -> None:
        """Take two lines of a grid of three columns; `beside` stands before the number."""
        grid.addWidget(self.box, row, 0)
        if beside is not None:
            grid.addWidget(beside, row, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.field, row, 2)
        grid.addWidget(self._help, row + 1, 0, 1, 3)
        grid.setRowMinimumHeight(row, 28)

    @Slot()
    def _turn(self) -> None:
        with QSignalBlocker(self.box):
            self.box.setChecked(True)
        self._tell()

    @Slot()
    def _tell(self) -> None:
        self.changed.emit(self.value)


def whole_field(most: int, value: int, suffix: str) -> QSpinBox:
    """A field for a whole number from 1."""
    field = QSpinBox()
    field.setRange(1, most)
    field.setValue(value)
    field.setSuffix(suffix)
    field.setGroupSeparatorShown(True)
    field.setStepType(QSpinBox.StepType.AdaptiveDecimalStepType)
    return field


def real_field(least: float, most: float, value: float, decimals: int) -> QDoubleSpinBox:
    """A field for any number."""
    field = QDoubleSpinBox()
    field.setDecimals(decimals)
    field.setRange(least, most)
    field.setValue(value)
    field.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
    return field
