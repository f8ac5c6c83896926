"""A field that is typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.gui.inspector.kinds import Written
from playground.gui.inspector.subject import MIXED

# No value was shown yet.
_NOTHING = object()


class LineEditor(QLineEdit):
    """Enter, and leaving it, take what was typed; Escape drops it.

    What can't be taken stays to be corrected, as long as the field has the focus.

    Args:
        kind: how values are written and read.
        empty: what an empty field means, shown in it.

    Signals: see `Editor`.
    """

    chosen = Signal(object)
    refused = Signal(str)
    touched = Signal()

    def __init__(self, kind: Written, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self._empty = empty
        self.value: Any = _NOTHING
        self.setProperty("field", True)
        self.textEdited.connect(self._touch)

    def show_value(self, value: Any) -> None:
        if value == self.value and type(value) is type(self.value):
            return
        self.value = value
        if not self.isModified():
            self._write()

    def reject(self) -> None:
        if self.hasFocus():
            self.setModified(True)
        else:
            self._write()

    def forget(self) -> None:
        self._write()

    def event(self, event: QEvent) -> bool:
        """Undo is the document's as long as nothing has been typed here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            steps = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            if not self.isModified() and any(event.matches(step) for step in steps):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
            self.selectAll()
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self._write()
            self.touched.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        self._enter()
        self._write()

    def choose(self, value: Any) -> None:
        """Ask for a value by other means than typing; it takes the place of what was typed."""
        self.setModified(False)
        self.touched.emit()
        if value != self.value:
            self.chosen.emit(value)
        if not self.isModified():
            self._write()

    def _enter(self) -> None:
        if not self.isModified():
            return
        try:
            value = self.kind.read(self.text())
        except ValueError as error:
            self.refused.emit(str(error))
            return
        self.choose(value)

    def _write(self) -> None:
        """Show the value, the cursor where it was."""
        mixed = self.value is MIXED
        self.setPlaceholderText("mixed" if mixed else self._empty)
        text = "" if mixed else self.kind.write(self.value)
        if text != self.text():
            place = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(min(place, len(text)))
        self.setModified(False)

    @Slot()
    def _touch(self) -> None:
        self.touched.emit()
