"""Fields to write words in on the canvas: one line, or a note's several."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from playground.gui import theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# A menu over an editor has the keys only for a while.
_POPUP = Qt.FocusReason.PopupFocusReason


def _style() -> str:
    """Ground and rim as of a number that is being typed."""
    palette = theme.current()
    return (
        f"color: {palette.text}; background: {palette.card};"
        f"border: 2px solid {palette.accent}; border-radius: 6px; padding: 0 6px;"
        "min-height: 0; font-size: 12px;"
    )


class LineEditor(QLineEdit):
    """One line: Enter or a click elsewhere takes it, Escape leaves it.

    Signals:
        ended(bool): it is over, taken or left.
    """

    ended = Signal(bool)

    def __init__(self, text: str, most: int, parent: QWidget) -> None:
        """Args: most: how many characters it takes."""
        super().__init__(text, parent)
        self._over = False
        self.setMaxLength(most)
        self.setStyleSheet(_style())
        self.selectAll()

    def words(self) -> str:
        """What was written."""
        return self.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._end(True)
        elif event.key() == Qt.Key.Key_Escape:
            self._end(False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != _POPUP:
            self._end(True)

    def _end(self, taken: bool) -> None:
        if not self._over:
            self._over = True
            self.ended.emit(taken)


class NoteEditor(QPlainTextEdit):
    """Several lines: Ctrl+Enter or a click elsewhere takes them, Escape leaves them.

    Signals:
        ended(bool): it is over, taken or left.
    """

    ended = Signal(bool)

    def __init__(self, text: str, most: int, parent: QWidget) -> None:
        """Args: most: how many characters it takes."""
        super().__init__(text, parent)
        self._over = False
        self._most = most
        self.setTabChangesFocus(True)
        self.setStyleSheet(_style())
        self.setPlaceholderText("Write a note. Ctrl+Enter keeps it, Escape leaves it.")
        self.selectAll()

    def words(self) -> str:
        """What was written."""
        return self.toPlainText()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in _ENTER and control:
            self._end(True)
        elif event.key() == Qt.Key.Key_Escape:
            self._end(False)
        elif _adds(event) > self._room():
            event.accept()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Paste as much as there is room for."""
        self.insertPlainText(source.text()[: self._room()])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != _POPUP:
            self._end(True)

    def _room(self) -> int:
        """How many characters may still come, in the place of those that are selected."""
        chosen = self.textCursor().selectedText()
        return max(0, self._most - len(self.toPlainText()) + len(chosen))

    def _end(self, taken: bool) -> None:
        if not self._over:
            self._over = True
            self.ended.emit(taken)


def _adds(event: QKeyEvent) -> int:
    """How many characters a key puts in."""
    return 1 if event.key() in _ENTER else len(event.text()) * event.text().isprintable()
