"""Code to be read, with lines that can be marked and clicked."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QKeyEvent,
    QMouseEvent,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from playground.gui import theme
from playground.gui.widgets.python_highlighter import PythonHighlighter

_TEXT_PX = 12


class CodeView(QPlainTextEdit):
    """Shows code, read-only; new code keeps the place that was read and what was selected.

    Signals:
        line_clicked(int): a line, counted from 0, was clicked, or Enter was pressed on it.
    """

    line_clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setAccessibleName("Code")
        self._marked: list[int] = []
        self._pressed_at = QPoint()
        self._highlighter = PythonHighlighter(self.document())
        theme.notifier().theme_changed.connect(self._restyle)
        self._set_font()

    @property
    def marked(self) -> list[int]:
        """The lines that are marked."""
        return list(self._marked)

    def show_code(self, text: str, *, faded: bool) -> None:
        """Show other code; `faded` code is shown as what holds no more."""
        if faded != self._highlighter.faded:
            self._highlighter.faded = faded
            self._highlighter.rehighlight()
        if text == self.toPlainText():
            return
        bars = (self.verticalScrollBar(), self.horizontalScrollBar())
        places = [bar.value() for bar in bars]
        cursor = self.textCursor()
        anchor, position = cursor.anchor(), cursor.position()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(anchor, len(text)))
        cursor.setPosition(min(position, len(text)), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        for bar, place in zip(bars, places, strict=True):
            bar.setValue(place)

    def colour_python(self, python: bool) -> None:
        """Whether what is shown is Python, and coloured so; else it is plain."""
        if python == self._highlighter.plain:
            self._highlighter.plain = not python
            self._highlighter.rehighlight()

    def mark(self, lines: Iterable[int]) -> None:
        """Mark these lines, and no others."""
        self._marked = list(lines)
        self.setExtraSelections([self._marking(line) for line in self._marked])

    def scroll_to(self, line: int) -> None:
        """Bring a line into view, a little below the top, if it is not there yet."""
        first = self.firstVisibleBlock().blockNumber()
        rows = self.viewport().height() // max(1, self.fontMetrics().lineSpacing())
        if not first <= line < first + rows - 1:
            self.verticalScrollBar().setValue(max(0, line - rows // 4))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where, to tell a click from a selection."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a click on a line."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        moved = (place - self._pressed_at).manhattanLength()
        if event.button() == Qt.MouseButton.LeftButton and moved < 4:
            self.line_clicked.emit(self.cursorForPosition(place).blockNumber())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is a click on the cursor's line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.line_clicked.emit(self.textCursor().blockNumber())
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the font when the application gets another style sheet."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._set_font()

    def _set_font(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(_TEXT_PX)
        if self.font() != font:
            self.setFont(font)

    def _marking(self, line: int) -> QTextEdit.ExtraSelection:
        found = QTextEdit.ExtraSelection()
        found.format.setBackground(QColor(theme.current().accent_soft))
        found.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        found.cursor = QTextCursor(self.document().findBlockByNumber(line))
        return found

    @Slot()
    def _restyle(self) -> None:
        self._highlighter.rehighlight()
        self.mark(self._marked)
