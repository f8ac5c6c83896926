"""Importing, from the window's side: a file is chosen, read in the background, and taken in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.formats.importing import Found, Matching, match, slots_of
from playground.gui.document import Document
from playground.gui.importing.choosing import choose_file, remember_folder
from playground.gui.importing.dialog import ImportDialog
from playground.gui.importing.import_edit import ImportEdit
from playground.gui.jobs import Jobs
from playground.gui.trainer_thread import TrainerThread
from playground.project.adoption import Adoption
from playground.project.importing import read_found
from playground.project.locks import broken_lock
from playground.project.setup import lock_reason
from playground.project.spec import ProjectSpec

PATIENCE_MS = 600
_BROKEN = "The network has problems: mend them before weights can go onto it."


class Importer(QObject):
    """Asks, reads, shows what matches, and makes the edit.

    Attributes:
        dialog: what is shown, while it is. file_dialog: where a file is chosen, while it is.

    Signals:
        failed(message): a file can't be used.
        beginning: a run is about to begin from other weights.
        told(message): what was done.
        advised(message, standardise): what was done, and how the data should be for it.
        waiting(name): reading a file takes a while; it can be cancelled.
        waited: it takes no longer.
    """

    failed = Signal(str)
    waiting = Signal(str)
    waited = Signal()
    beginning = Signal()
    told = Signal(str)
    advised = Signal(str, bool)

    def __init__(
        self, document: Document, trainer: TrainerThread, jobs: Jobs, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document = document
        self._trainer = trainer
        self._jobs = jobs
        self._window = window
        self._reading: Path | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._tell_waiting)
        self.dialog: ImportDialog | None = None
        self.file_dialog: QFileDialog | None = None

    @Slot()
    def ask(self) -> None:
        """Choose a file to import from."""
        self.file_dialog = choose_file(
            self._window, "Import weights or a network", "Weights and networks", self.read
        )

    @Slot(str)
    def read(self, path: str) -> None:
        """Read a file in the background, then show what matches."""
        remember_folder(path)
        project, file = self._document.project, Path(path)
        self._reading = file
        self._patience.start()
        self._jobs.start(
            partial(_read, file, project), partial(self._show, project, file),
            partial(self._fail, file),
        )  # fmt: skip

    @Slot()
    def cancel(self) -> None:
        """Forget the file that is being read; nothing comes of it."""
        if self._reading is not None:
            self._end(self._reading)

    @Slot()
    def _tell_waiting(self) -> None:
        if self._reading is not None:
            self.waiting.emit(self._reading.name)

    def _end(self, file: Path) -> bool:
        """Wait for this file no longer; whether it was waited for."""
        if self._reading is not file:
            return False
        self._reading = None
        if not self._patience.isActive():
            self.waited.emit()
        self._patience.stop()
        return True

    def _fail(self, file: Path, message: str) -> None:
        if self._end(file):
            self.failed.emit(message)

    def _show(self, project: ProjectSpec, file: Path, read: tuple[Found, Matching]) -> None:
        if not self._end(file):
            return
        found, matching = read
        now = self._document.project
        if now is not project:  # edited while the file was read
            matching = match(found, _slots(now))
        if self.dialog is not None:
            self.dialog.close()
        broken = _BROKEN if self._document.traced.errors else ""
        dialog = ImportDialog(found, matching, now, broken, self._window)
        dialog.weights_wanted.connect(partial(self.take_weights, found.path.name))
        dialog.network_wanted.connect(partial(self.take_network, found.path.name))
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    @Slot()
    def _forget(self) -> None:
        self.dialog = None

    def take_weights(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Lay arrays onto the network; a run begins from there."""
        count = len(arrays)
        self._push(f"import weights from {name}", self._document.project, arrays)
        what = "1 parameter has" if count == 1 else f"{count} parameters have"
        self.told.emit(
            f"{what} the weights of {name}. A new run begins from them; a reset comes back to them."
        )

    def take_network(self, name: str, taken: Adoption) -> None:
        """Be the file's network, with its weights."""
        now = self._document.project
        head = taken.head.model_copy(update={"position": None})
        after = now.model_copy(update={"network": taken.network, "head": head})
        locked = broken_lock(now, after)
        if locked is not None:
            self.failed.emit(lock_reason(locked))
            return
        self._push(f"import the network of {name}", after, taken.parameters)
        said = " ".join((f"This is the network of {name} now.", *taken.told))
        if taken.standardise is None:
            self.told.emit(said)
        else:
            self.advised.emit(said, taken.standardise)

    def _push(self, text: str, after: ProjectSpec, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.beginning.emit()
        edit = ImportEdit(text, self._document, self._trainer, after, arrays)
        self._document.undo_stack.push(edit)


def _read(path: Path, project: ProjectSpec) -> tuple[Found, Matching]:
    found = read_found(path)
    return found, match(found, _slots(project))


def _slots(project: ProjectSpec) -> Any:
    return slots_of(project.network, project.head, project.signature())
