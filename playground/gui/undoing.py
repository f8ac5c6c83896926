"""Undo and redo; data that has to be prepared for it again is, away from the window's thread."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from playground.data.prepare import Prepared, is_kept, prepare
from playground.data.sources import source_of
from playground.data.spec import FILE
from playground.gui.document import Document
from playground.gui.jobs import Jobs


class Undoing(QObject):
    """Goes back and forth in the edits, at once where the data there is at hand.

    A file's that is no longer kept is prepared first. What is edited meanwhile stands: then nothing
    is undone.

    Signals:
        waiting(name): a file is prepared. waited: it no longer is.
        failed(message): it can't be prepared; nothing was undone.
    """

    waiting = Signal(str)
    waited = Signal()
    failed = Signal(str)

    def __init__(self, document: Document, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._jobs = document, jobs
        self._wanted: int | None = None

    @Slot()
    def undo(self) -> None:
        """Take the last edit back."""
        self.go_to(self._document.undo_stack.index() - 1)

    @Slot()
    def redo(self) -> None:
        """Make the next edit again."""
        self.go_to(self._document.undo_stack.index() + 1)

    def go_to(self, index: int) -> None:
        """Have the project as it was after `index` edits."""
        stack = self._document.undo_stack
        if self._wanted is not None or not 0 <= index <= stack.count():
            return
        there = self._document.project_after(index)
        if there is None or there.data.source != FILE or is_kept(there.data):
            self._go(index)
            return
        self._wanted = index
        self.waiting.emit(source_of(there.data).label)
        self._jobs.start(
            partial(prepare, there.data), partial(self._arrive, stack.index()), self._fail
        )

    def _arrive(self, begun_at: int, prepared: Prepared) -> None:
        """`prepared` is held until the document has it."""
        index, self._wanted = self._wanted, None
        self.waited.emit()
        stack = self._document.undo_stack
        there = self._document.project_after(index) if index is not None else None
        same = there is not None and there.data == prepared.spec
        if index is not None and same and stack.index() == begun_at:
            self._go(index)

    def _fail(self, message: str) -> None:
        self._wanted = None
        self.waited.emit()
        self.failed.emit(message)

    def _go(self, index: int) -> None:
        stack = self._document.undo_stack
        if index == stack.index() - 1:
            stack.undo()
        elif index == stack.index() + 1:
            stack.redo()
        else:
            self._document.go_to(index)
