"""Writing on the canvas: a note, the name of a group, the name of a layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from playground.gui.editing.grouping import rename_group, write_note

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LineEditor(QLineEdit):
    """One line: Enter or a click elsewhere takes it, Escape leaves it.

    Signals:
        ended(bool): it is over, taken or left.
    """

    ended = Signal(bool)

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._over = False
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

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._over = False
        self.setTabChangesFocus(True)
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
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._end(True)

    def _end(self, taken: bool) -> None:
        if not self._over:
            self._over = True
            self.ended.emit(taken)


class TextEntry(QObject):
    """Opens an editor over what is written, and gives the document what was.

    Attributes:
        editor: the open editor, or None.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.editor: LineEditor | NoteEditor | None = None
        self._canvas = canvas
        self._identity = ""

    def open(self, identity: str) -> bool:
        """Write on the note, group or layer of that id; False where it has no words to change."""
        scene = self._canvas.network_scene
        viewport = self._canvas.viewport()
        if identity in scene.notes:
            note = scene.notes[identity]
            self._show(NoteEditor(note.note.text, viewport), note.scene_rect(), identity, "Note")
        elif identity in scene.frames:
            frame = scene.frames[identity]
            line = LineEditor(frame.part.title, viewport)
            self._show(line, frame.title_rect.adjusted(0, 0, 0, 6), identity, "Name of the group")
        elif identity in scene.cards and self._words_of(identity) is not None:
            card = scene.cards[identity]
            line = LineEditor(self._words_of(identity) or "", viewport)
            title = card.geometry.title.translated(card.pos())
            box = QRectF(card.scene_rect().left(), title.top() - 4, card.scene_rect().width(), 28)
            self._show(line, box, identity, "Name")
        else:
            return False
        return True

    def _words_of(self, identity: str) -> str | None:
        """What a card is called; None where it keeps its name."""
        for group in self._canvas.document.network.groups:
            if group.id == identity:
                return group.title
        return None if identity in ("input", "head") else identity

    def _show(self, editor: LineEditor | NoteEditor, box: QRectF, identity: str, name: str) -> None:
        self._identity = identity
        self.editor = editor
        editor.setAccessibleName(name)
        editor.setGeometry(self._canvas.mapFromScene(box).boundingRect())
        editor.ended.connect(self._end)
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(bool)
    def _end(self, taken: bool) -> None:
        editor, self.editor = self.editor, None
        if editor is None:
            return
        words = editor.words()
        editor.hide()
        editor.deleteLater()
        if taken:
            self._take(words)
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, words: str) -> None:
        document, identity = self._canvas.document, self._identity
        if any(note.id == identity for note in document.network.notes):
            write_note(document, identity, words)
        elif any(group.id == identity for group in document.network.groups):
            rename_group(document, identity, words)
        elif identity in document.network and words.strip() != identity:
            document.set_node_field(identity, "id", words.strip())
