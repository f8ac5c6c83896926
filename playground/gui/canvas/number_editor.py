"""Typing a card's number."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.gui import theme
from playground.gui.canvas.face import Stepper


class NumberEditor(QLineEdit):
    """A field over the number of a card. Enter takes what was typed, Escape leaves it.

    Signals:
        entered(object): the value that was typed.
        refused(str): why what was typed is no value; the field stays open.
        closed(): the field is gone.
    """

    entered = Signal(object)
    refused = Signal(str)
    closed = Signal()

    def __init__(self, stepper: Stepper, box: QRect, parent: QWidget) -> None:
        super().__init__(parent)
        self._stepper = stepper
        self._done = False
        self.setAccessibleName(stepper.field.title)
        self.setText(stepper.text)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._rim(theme.current().accent)
        self.setGeometry(box)
        self.textEdited.connect(self._forgive)
        self.show()
        self.selectAll()
        self.setFocus()

    def leave(self) -> None:
        """Be gone; what was typed is left."""
        self._close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._enter()
            self._close()

    def _enter(self) -> None:
        if self._done:
            return
        try:
            value = self._stepper.field.parse(self.text())
        except ValueError as error:
            self._rim(theme.current().error)
            self.refused.emit(str(error))
            return
        self._close()
        self.entered.emit(value)

    def _close(self) -> None:
        if not self._done:
            self._done = True
            self.closed.emit()
            self.hide()
            self.deleteLater()

    @Slot()
    def _forgive(self) -> None:
        self._rim(theme.current().accent)

    def _rim(self, colour: str) -> None:
        palette = theme.current()
        self.setStyleSheet(
            f"color: {palette.text}; background: {palette.card}; border: 2px solid {colour};"
            "border-radius: 6px; padding: 0; min-height: 0; font-size: 12px; font-weight: 600;"
        )
