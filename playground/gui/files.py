"""Opening and saving, from the window's side."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.assets_path import is_example
from playground.data.prepare import prepare
from playground.errors import UserError
from playground.gui.claim import Claim
from playground.gui.document import Document
from playground.gui.jobs import Jobs
from playground.gui.small_picture import small_picture
from playground.gui.work import Work, WorkTaker
from playground.project.file import (
    SUFFIX,
    SUFFIXES,
    Project,
    missing_data,
    open_project,
    relocated,
    save_project,
)
from playground.project.own_data import data_path
from playground.training.run_fit import refuse_what_does_not_fit
from playground.training.run_state import RunState

_PROJECTS = "Projects (*.playground *.json)"


class Files(QObject):
    """Reads and writes files in the background; talks through signals.

    Attributes:
        written: what was saved last, which may be behind what there is now.
        claim: whose the document's file is.

    Signals:
        opened(Project): a project file was read and its data is ready.
        data_missing(Project): it was read, but its data is not where it says; answer with
            `ask_data`, or leave it.
        saved(path), copied(path), failed(message). A copy is another file of the same; the document
            stays with its own.
        not_saved(message), not_copied(message): it could not be written.
        contested(path, why): saving there would overwrite what is another's; answer with `save_to`.
    """

    opened = Signal(object)
    data_missing = Signal(object)
    saved = Signal(object)
    copied = Signal(object)
    failed = Signal(str)
    contested = Signal(object, str)
    not_saved = Signal(str)
    not_copied = Signal(str)

    def __init__(self, document: Document, jobs: Jobs, work: WorkTaker, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._jobs = jobs
        self._work = work
        self._window = window
        self._folder = str(Path.home())
        self._dialog: QFileDialog | None = None
        self.written = Work(document.project)
        self.claim = Claim()

    # Opening

    @Slot()
    def ask_open(self) -> None:
        """Choose a project file and open it."""
        self._ask("Open a project", QFileDialog.AcceptMode.AcceptOpen, [_PROJECTS], self.open)

    @Slot(str)
    def open(self, path: str) -> None:
        """Read a project file; `opened` tells when its data is ready too."""
        self._jobs.start(partial(_read, Path(path)), self._tell_opened, self._tell_failed)

    def ask_data(self, project: Project) -> None:
        """Choose where a project's data is now, and open the project with it."""
        path = missing_data(project)
        if path is None:  # it is back
            self.open_with_data(project, str(data_path(project.spec)))
            return
        folder = not path.suffix
        dialog = self._dialog_of(f"Where is {path.name}?", QFileDialog.AcceptMode.AcceptOpen)
        mode = QFileDialog.FileMode
        dialog.setFileMode(mode.Directory if folder else mode.ExistingFile)
        dialog.fileSelected.connect(partial(self.open_with_data, project))
        dialog.open()

    def open_with_data(self, project: Project, path: str) -> None:
        """Open a project whose data is at `path`."""
        found = partial(_read_with_data, project, Path(path))
        self._jobs.start(found, self._tell_opened, self._tell_failed)

    # Saving

    @Slot()
    def save(self) -> None:
        """Save where it came from, or ask where; never over an example, or what is another's."""
        path = self._document.path
        if path is None or is_example(path):
            self.ask_save()
        elif not self.claim.hold():
            self.contested.emit(path, "is open in another window too")
        elif self.claim.changed_meanwhile():
            self.contested.emit(path, "was changed by another program since it was opened here")
        else:
            self.save_to(str(path))

    @Slot()
    def ask_save(self) -> None:
        """Choose where to save."""
        self._ask_where("Save the project", self.save_to, self._document.project.name)

    @Slot()
    def ask_copy(self) -> None:
        """Choose where a copy goes."""
        name = f"{self._document.project.name} copy"
        self._ask_where("Save a copy", partial(self.save_to, copy=True), name)

    @Slot(str)
    def save_to(self, path: str, copy: bool = False) -> None:
        """Save to `path`, as a copy or for good.

        The suffix says whether weights and history go with it.
        """
        target = Path(path)
        known = target.suffix.lower() in SUFFIXES
        target = target if known else target.with_name(target.name + SUFFIX)
        write = partial(self._write, target, copy)
        if target.suffix.lower() == SUFFIX:
            self._work.take(write)
        else:
            write(Work(self._document.project))

    def _write(self, path: Path, copy: bool, work: Work) -> None:
        picture = small_picture(work.spec.network) if path.suffix.lower() == SUFFIX else b""
        self._jobs.start(
            partial(_write, path, work, picture),
            partial(self._tell_copied if copy else self._tell_saved, work),
            self._tell_not_copied if copy else self._tell_not_saved,
        )

    # Inside

    def _ask_where(self, title: str, chosen: Any, name: str) -> None:
        kinds = ["With weights and history (*.playground)", "Document alone (*.json)"]
        self._ask(title, QFileDialog.AcceptMode.AcceptSave, kinds, chosen, name)

    def _ask(
        self,
        title: str,
        mode: QFileDialog.AcceptMode,
        filters: list[str],
        chosen: Any,
        name: str = "",
    ) -> None:
        dialog = self._dialog_of(title, mode)
        dialog.setNameFilters(filters)
        if mode is QFileDialog.AcceptMode.AcceptOpen:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        elif name:
            dialog.selectFile(name)
            dialog.filterSelected.connect(self._follow_filter)
        dialog.fileSelected.connect(chosen)
        dialog.open()

    def _dialog_of(self, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
        dialog = QFileDialog(self._window, title, self._folder)
        dialog.setAcceptMode(mode)
        dialog.directoryEntered.connect(self._remember)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        return dialog

    @Slot(str)
    def _follow_filter(self, name: str) -> None:
        """A name typed without an ending gets that of the chosen kind."""
        if self._dialog is not None:
            self._dialog.setDefaultSuffix(name.rpartition("*.")[2].rstrip(")"))

    @Slot(str)
    def _remember(self, folder: str) -> None:
        self._folder = folder

    @Slot(object)
    def _tell_opened(self, project: Project) -> None:
        missing = missing_data(project) is not None
        (self.data_missing if missing else self.opened).emit(project)

    def _tell_saved(self, work: Work, path: Path) -> None:
        self.written = work
        self.saved.emit(path)

    def _tell_copied(self, work: Work, path: Path) -> None:
        self.copied.emit(path)

    def _tell_not_saved(self, message: str) -> None:
        self.not_saved.emit(message)

    def _tell_not_copied(self, message: str) -> None:
        self.not_copied.emit(message)

    @Slot(str)
    def _tell_failed(self, message: str) -> None:
        self.failed.emit(message)


def _read(path: Path) -> Project:
    project = open_project(path)
    return project if missing_data(project) is not None else _ready(project, path)


def _read_with_data(project: Project, path: Path) -> Project:
    return _ready(relocated(project, path), project.path or path)


def _ready(project: Project, path: Path) -> Project:
    """The project once its data is, and its run is known to fit."""
    prepare(project.spec.data)
    if project.run is not None:
        _check_run(project, project.run, path)
    return project


def _check_run(project: Project, run: RunState, path: Path) -> None:
    """Refuse a file whose run is none of its network's, before what is open gives way to it."""
    trained = project.trained
    parts = (trained.network, trained.head, trained.training)
    try:
        refuse_what_does_not_fit(run, *parts, prepare(trained.data))
    except UserError as error:
        raise UserError(f"{path}: {project.misfit(error)}") from None


def _write(path: Path, work: Work, picture: bytes) -> Path:
    save_project(path, work.spec, work.run, run_spec=work.run_spec, picture=picture)
    return path
