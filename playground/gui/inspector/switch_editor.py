"""Yes or no."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from playground.gui.inspector.editor import keeps_key
from playground.gui.inspector.subject import MIXED


class SwitchEditor(QCheckBox):
    """A box to tick; half ticked where layers differ.

    Signals: see `Editor`; nothing here is ever refused.
    """

    chosen = Signal(object)
    refused = Signal(str)
    touched = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Any = MIXED
        self.clicked.connect(self._choose)

    def show_value(self, value: Any) -> None:
        self._value = value
        mixed = value is MIXED
        self.setTristate(mixed)
        state = Qt.CheckState.PartiallyChecked if mixed else _state(bool(value))
        if state != self.checkState():
            self.setCheckState(state)
        self.setText("mixed" if mixed else "")

    def reject(self) -> None:
        self.show_value(self._value)

    def forget(self) -> None:
        self.show_value(self._value)

    def event(self, event: QEvent) -> bool:
        """Space ticks it, whatever else it does elsewhere."""
        if keeps_key(event):
            event.accept()
            return True
        return super().event(event)

    @Slot()
    def _choose(self) -> None:
        self.touched.emit()
        self.chosen.emit(self._value is not True)


def _state(on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
