"""From one project to the next, with nothing lost between."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from playground.assets_path import is_example
from playground.errors import UserError
from playground.gui.document import Document
from playground.gui.files import Files
from playground.gui.widgets.banner import Banner
from playground.project.file import SUFFIX, Project, save_project
from playground.project.spec import ProjectSpec
from playground.project.state_folder import state_folder
from playground.training.run_state import RunState


class Projects(QObject):
    """Puts opened projects into the document, and keeps those that are left unsaved.

    A project left unsaved, by opening another or by closing the window, is written to one place in
    the user's state folder, and offered there. So nothing is ever asked.

    Signals:
        state_wanted: the run of the present project is to be kept; answer with `go_on`.
        shown(Project): another project is in the document.
    """

    state_wanted = Signal()
    shown = Signal(object)

    def __init__(self, document: Document, files: Files, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._files = files
        self._banner = banner
        self._next: Project | None = None  # what is shown as soon as the present one is kept
        self._kept_is_this = False  # whether what is kept is the project that is shown
        files.opened.connect(self.leave_for)
        files.saved.connect(self._note_saved)
        files.copied.connect(self._note_copied)
        files.contested.connect(self._say_contested)
        self.claim()

    @Slot(object)
    def leave_for(self, project: Project) -> None:
        """Show this project; the run of one left unsaved is asked for before, to keep it."""
        if self._document.undo_stack.isClean():
            self._show(project, None)
        else:
            self._next = project
            self.state_wanted.emit()

    @Slot(object)
    def go_on(self, state: RunState | None) -> None:
        """Show the project that waits for the present one's run to be kept."""
        if self._next is not None:
            project, self._next = self._next, None
            self._show(project, state)

    def _show(self, project: Project, left: RunState | None) -> None:
        left_unsaved = not self._document.undo_stack.isClean()
        if left_unsaved:
            self.keep(left)
        brought_back = project.path == unsaved_path()
        self._kept_is_this = brought_back and not left_unsaved
        if brought_back:
            # It is still to be saved, and not there.
            self._document.replace(project.spec, None)
            self._document.undo_stack.resetClean()
        else:
            self._document.replace(project.spec, project.path)
        self.shown.emit(project)
        self._banner.dismiss()
        self.claim()
        if left_unsaved:
            self.offer_unsaved()

    def claim(self) -> None:
        """Hold the document's file, and say so where another window has it already."""
        path = self._document.path
        if path is not None and is_example(path):
            path = None
        if not self._files.claim.take(path) and path is not None:
            self._banner.say(
                "warning",
                f"{path.name} is open in another window too. Save what you change here as another "
                "file, so that neither overwrites the other.",
                [("Save as…", self._files.ask_save)],
            )

    @Slot(object, str)
    def _say_contested(self, path: Path, why: str) -> None:
        """Not saved: ask whether to overwrite."""
        self._banner.say(
            "warning",
            f"Not saved yet: {path.name} {why}.",
            [
                ("Save as…", self._files.ask_save),
                ("Overwrite it", partial(self._files.save_to, str(path))),
            ],
        )

    @Slot(object)
    def _note_saved(self, path: Path) -> None:
        self._document.path = path
        if self._document.project == self._files.written:
            self._document.undo_stack.setClean()
        self._files.claim.take(path)
        if self._kept_is_this:
            self._kept_is_this = False
            _discard_unsaved()
        self._banner.say("ok", f"Saved {path.name}.")

    @Slot(object)
    def _note_copied(self, path: Path) -> None:
        self._banner.say("ok", f"Saved a copy, {path.name}.")

    def keep(self, state: RunState | None) -> None:
        """Keep the present project, with its run, as the one that was left unsaved."""
        try:
            keep_unsaved(self._document.project, state)
        except UserError as error:
            self._banner.say("error", str(error))

    def offer_unsaved(self) -> None:
        """Offer what was left unsaved, if anything was."""
        if unsaved_path().exists():
            self._banner.say(
                "warning",
                "The project you left was not saved; it is kept.",
                [("Bring it back", self._bring_back), ("Discard", _discard_unsaved)],
            )

    def _bring_back(self) -> None:
        self._files.open(str(unsaved_path()))


def unsaved_path() -> Path:
    """Where a project that was left unsaved is kept."""
    return state_folder() / f"unsaved{SUFFIX}"


def keep_unsaved(spec: ProjectSpec, state: RunState | None) -> None:
    """Keep a project that is being left unsaved, so that it can be brought back."""
    path = unsaved_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{path.parent} can't be made: {error.strerror}.") from None
    save_project(path, spec, state)


def _discard_unsaved() -> None:
    unsaved_path().unlink(missing_ok=True)
