"""Writing on the canvas: a note, the name of a group, the name of a layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt, Slot

from playground.errors import UserError
from playground.gui import field_edits
from playground.gui.canvas.note_card import NOTE_SIZE
from playground.gui.canvas.text_editors import LineEditor, NoteEditor
from playground.gui.document import LASTING
from playground.gui.editing.grouping import add_note, rename_group, write_note
from playground.network.canvas_parts import MOST_LETTERS, MOST_TEXT

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

# However small the canvas is seen, an editor is at least this large, in px on the screen.
_LEAST_LINE, _LEAST_NOTE = QSize(140, 28), QSize(180, 72)


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
        self._place = QPointF()

    def open(self, identity: str) -> bool:
        """Write on the note, group or layer of that id; False where it has no words to change."""
        self.close(taken=True)
        scene, viewport = self._canvas.network_scene, self._canvas.viewport()
        if identity in scene.notes:
            text = scene.notes[identity].note.text
            self._show(NoteEditor(text, MOST_TEXT, viewport), identity, "Note")
        elif identity in scene.frames:
            title = scene.frames[identity].part.title
            self._show(LineEditor(title, MOST_LETTERS, viewport), identity, "Name of the group")
        elif identity in scene.cards and (name := self._words_of(identity)) is not None:
            self._show(LineEditor(name, MOST_LETTERS, viewport), identity, "Name")
        else:
            return False
        return True

    def open_new_note(self, point: QPointF) -> None:
        """Write a note that stands at a point of the scene once it has words."""
        self.close(taken=True)
        self._place = point
        self._show(NoteEditor("", MOST_TEXT, self._canvas.viewport()), "", "Note")

    def close(self, *, taken: bool) -> None:
        """Write no longer; what was written is taken or left."""
        editor, self.editor = self.editor, None
        if editor is None:
            return
        words = editor.words()
        editor.blockSignals(True)
        self._canvas.take_keys_from(editor)
        editor.hide()
        editor.deleteLater()
        if taken:
            self._take(words)

    def settle(self) -> None:
        """After an edit: what was written on may be gone, or elsewhere."""
        if self.editor is not None and self._box() is None:
            self.close(taken=False)
        self.follow()

    def follow(self) -> None:
        """Stand where what is written on is seen now."""
        box = self._box()
        if self.editor is not None and box is not None:
            self.editor.setGeometry(self._seen(box))

    # Inside

    def _show(self, editor: LineEditor | NoteEditor, identity: str, name: str) -> None:
        self._identity, self.editor = identity, editor
        editor.setAccessibleName(name)
        self.follow()
        editor.ended.connect(self._end)
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _box(self) -> QRectF | None:
        """Where the words stand, in scene coordinates; None where there are none any more."""
        scene, identity = self._canvas.network_scene, self._identity
        if not identity:
            return QRectF(self._place.x(), self._place.y(), *NOTE_SIZE)
        if identity in scene.notes:
            return scene.notes[identity].scene_rect()
        if identity in scene.frames:
            return scene.frames[identity].title_rect.adjusted(0, 0, 0, 6)
        if identity in scene.cards:
            card = scene.cards[identity]
            title = card.geometry.title.translated(card.pos())
            return QRectF(card.scene_rect().left(), title.top() - 4, card.scene_rect().width(), 28)
        return None

    def _seen(self, box: QRectF) -> QRect:
        """A rectangle of the scene on the screen, large enough to write in and in sight."""
        least = _LEAST_NOTE if isinstance(self.editor, NoteEditor) else _LEAST_LINE
        seen = self._canvas.mapFromScene(box).boundingRect()
        port = self._canvas.viewport().rect()
        seen.setSize(seen.size().expandedTo(least).boundedTo(port.size()))
        seen.moveLeft(max(0, min(seen.left(), port.width() - seen.width())))
        seen.moveTop(max(0, min(seen.top(), port.height() - seen.height())))
        return seen

    def _words_of(self, identity: str) -> str | None:
        """What a card is called; None where it keeps its name."""
        for group in self._canvas.document.network.groups:
            if group.id == identity:
                return group.title
        return None if identity in LASTING else identity

    @Slot(bool)
    def _end(self, taken: bool) -> None:
        self.close(taken=taken)

    def _take(self, words: str) -> None:
        document, identity = self._canvas.document, self._identity
        if not identity:
            self._write_new(words)
        elif any(note.id == identity for note in document.network.notes):
            write_note(document, identity, words)
        elif any(group.id == identity for group in document.network.groups):
            rename_group(document, identity, words)
        elif identity in document.network and words.strip():
            try:
                field_edits.rename(document, identity, words.strip())
            except UserError as error:
                document.refused.emit(str(error))

    def _write_new(self, words: str) -> None:
        if words.strip():
            place = round(self._place.x()), round(self._place.y())
            still = self._canvas.stay()
            made = add_note(self._canvas.document, words, place, still)
            self._canvas.select([made] if made is not None else [])
