"""The file that is being looked through: from a drop to a network that trains."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from playground.data.guessing import changes
from playground.data.prepare import Prepared, prepare
from playground.data.spec import DataSpec
from playground.data.tables.kinds import Kind, Role
from playground.data.tables.spec import FileSpec, Reading
from playground.gui.data.review import state
from playground.gui.data.review.background import Background
from playground.gui.data.review.state import Known
from playground.gui.document import Document
from playground.gui.turns import Turns


class Review(QObject):
    """Reads a file in the background, proposes what to make of it, and makes it when asked.

    Until it is used, nothing of the document changes.

    Attributes:
        known: what is known of the file; None where none is looked through.
        error: why it can't be read, in words; "" where nothing is wrong.
        begins: whether using it begins a new network; else the data in use is changed.
        background: where long work is done.

    Signals:
        changed: there is something else to show.
        used(bool): it is the document's data now; whether it began a network.
        opened: another file is looked through.
    """

    changed = Signal()
    opened = Signal()
    used = Signal(bool)
    seen_ = Signal(int, object)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.known: Known | None = None
        self.error = ""
        self.begins = True
        self.name = ""
        self.background = Background(self)
        self._turns = Turns(self)
        self._number = 0
        self._then_use = False
        self.seen_.connect(self._take_first, Qt.ConnectionType.QueuedConnection)

    @property
    def active(self) -> bool:
        """Whether a file is looked through that is not in use yet."""
        return bool(self.name) and self.begins

    # Opening

    def open(self, path: str) -> None:
        """Look through a file or a folder."""
        self._begin(path, "", None)

    def paste(self, text: str) -> None:
        """Look through a table that was copied elsewhere."""
        self._begin("", text, None)

    def read_as(self, reading: Reading) -> None:
        """Read the same file otherwise."""
        if self.known is not None:
            self._begin(self.known.path, self.known.text, reading)

    def _begin(self, path: str, text: str, reading: Reading | None) -> None:
        self._number += 1
        if reading is None:
            self.known = None
        self.error, self.begins = "", True
        self.name = path.rstrip("/").rpartition("/")[2] or "Pasted table"
        self._then_use = False
        number = self._number

        def seen(known: Known) -> None:
            self.seen_.emit(number, known)

        self.background.start(
            partial(state.look, path, text, reading, seen), self._take, self._fail
        )
        self.changed.emit()
        self.opened.emit()

    def refuse(self, why: str) -> None:
        """Say that there is nothing to look through, and why."""
        self.leave()
        self.error = why
        self.changed.emit()
        self.opened.emit()

    def look_at(self, prepared: Prepared) -> None:
        """Look through the file that is in use."""
        self._number += 1
        self.known, self.error, self.begins = None, "", False
        file = prepared.spec.file
        self.name = (file.path.rpartition("/")[2] if file is not None else "") or "Pasted table"
        self.background.start(partial(state.in_use, prepared), self._take, self._fail)
        self.changed.emit()

    @Slot()
    def leave(self) -> None:
        """Have nothing of it."""
        self._number += 1
        self.background.cancel()
        self.known, self.error, self.name = None, "", ""
        self.changed.emit()

    def leave_for(self, data: DataSpec) -> None:
        """Have nothing of it, and look through the data in use instead, where that is a file."""
        self.leave()
        if data.file is not None:
            self.look_at(prepare(data))

    def stop_waiting(self) -> None:
        """It is no longer used as soon as it is read."""
        self._then_use = False
        self.changed.emit()

    @Slot(int, object)
    def _take_first(self, number: int, known: Known) -> None:
        if number == self._number and (self.known is None or not self.known.whole):
            self.known = known
            self.changed.emit()

    def _take(self, known: Known) -> None:
        self.known = known
        self.changed.emit()
        if self._then_use:
            self.use()

    def _fail(self, message: str) -> None:
        self.error = message
        self._then_use = False
        self.changed.emit()

    # Changing

    def set_kind(self, name: str, kind: Kind) -> None:
        """Read a column as another kind."""
        self._change_file(lambda file, table: changes.with_kind(file, table, name, kind))

    def set_role(self, name: str, role: Role) -> None:
        """Have a column for another use."""
        self._change_file(lambda file, table: changes.with_role(file, table, name, role))

    def set_targets(self, names: tuple[str, ...]) -> None:
        """Have these columns as targets."""
        self._change_file(lambda file, table: changes.with_target(file, table, names))

    def set_task(self, task: Any) -> None:
        """Take the target for something else."""
        self._change_file(lambda file, table: changes.with_task(file, table, task))

    def set_data(self, data: DataSpec) -> None:
        """Have other data made of the file: a remedy, other steps, another split."""
        if self.known is None or not self.known.whole:
            return
        self.error = ""
        self.known = replace(self.known, data=data)
        self.background.start(partial(state.settled, self.known), self._take, self._fail)
        self.changed.emit()

    def _change_file(self, change: Callable[[FileSpec, Any], FileSpec]) -> None:
        known = self.known
        if known is not None and known.whole:
            file = change(known.file, known.table)
            self.set_data(changes.with_file(known.data, file))

    # Using

    @Slot()
    def use(self) -> None:
        """Make it the document's data, and a network for it; as soon as it is read."""
        known = self.known
        if self.error or not self.name:
            return
        if known is None or not known.whole or self.background.busy:
            self._then_use = True
            self.changed.emit()
            return
        self._then_use = False
        if not known.usable:
            self.changed.emit()
            return
        if self.begins:
            self.background.start(partial(state.started, known), self._start, self._fail)
        else:
            self.background.start(
                partial(state.prepared_of, known.data), self._use_changed, self._fail
            )
        self.changed.emit()

    @property
    def waits_to_be_used(self) -> bool:
        """Whether it is used as soon as it is read."""
        return self._then_use

    def _start(self, project: Any) -> None:
        self._document.begin_with(project, f"use {self.name}")
        self.begins = False
        # The window has a new network to draw by now; the rest of it may wait for that.
        self._turns.begin([self.changed.emit, partial(self.used.emit, True)])

    def _use_changed(self, data: DataSpec) -> None:
        self._document.use_data(data, f"change {self.name}")
        self.changed.emit()
        self.used.emit(False)

    def finish(self) -> None:
        """The window closes."""
        self._turns.stop()
        self.background.finish()
