"""Starting from a trained network, from the window's side: a file is chosen, read and taken in."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.gui.document import Document
from playground.gui.importing.choosing import choose_file, remember_folder
from playground.gui.importing.import_edit import ImportEdit
from playground.gui.jobs import Jobs
from playground.gui.trainer_thread import TrainerThread
from playground.gui.widgets.banner import Banner
from playground.project.importing import read_found
from playground.project.locks import broken_lock
from playground.project.reuse import Transfer, transfer
from playground.project.setup import lock_reason
from playground.project.spec import ProjectSpec


class Starter(QObject):
    """Takes over the layers of a trained network, frozen, before a new head: one edit.

    Attributes:
        file_dialog: where a file is chosen, while it is.

    Signals:
        failed(message): a file can't be used.
        beginning: a run is about to begin from other weights.
    """

    failed = Signal(str)
    beginning = Signal()

    def __init__(
        self,
        document: Document,
        trainer: TrainerThread,
        jobs: Jobs,
        banner: Banner,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document = document
        self._trainer = trainer
        self._jobs = jobs
        self._banner = banner
        self._window = window
        self.file_dialog: QFileDialog | None = None

    @Slot()
    def ask(self) -> None:
        """Choose a file to start from."""
        self.file_dialog = choose_file(
            self._window, "Start from a trained network", "Trained networks", self.read
        )

    @Slot(str)
    def read(self, path: str) -> None:
        """Read a file in the background, then start from what is in it."""
        remember_folder(path)
        project = self._document.project
        self._jobs.start(
            partial(_read, Path(path), project),
            partial(self._take, Path(path).name, project),
            self.failed.emit,
        )

    def _take(self, name: str, of: ProjectSpec, taken: Transfer) -> None:
        now = self._document.project
        if now is not of:
            self.failed.emit("The project was edited while the file was read. Try again.")
            return
        locked = broken_lock(now, taken.project)
        if locked is not None:
            self.failed.emit(lock_reason(locked))
            return
        self.beginning.emit()
        parameters, layers = taken.reuse.parameters, taken.reuse.layers
        edit = ImportEdit(
            f"start from {name}", self._document, self._trainer, taken.project, parameters
        )
        self._document.undo_stack.push(edit)
        let_learn = ("Let them learn too", partial(self._let_learn, layers))
        self._banner.say("warning" if taken.told else "ok", taken.words, [let_learn])

    def _let_learn(self, layers: tuple[str, ...]) -> None:
        network = self._document.network
        frozen = [each for each in layers if each in network and network[each].frozen]
        if frozen:
            self._document.freeze_nodes(frozen)
        self._banner.dismiss()


def _read(path: Path, project: ProjectSpec) -> Transfer:
    return transfer(read_found(path), project)
