"""From one project to the next, with nothing lost between."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from playground.assets_path import is_example
from playground.gui.ago import ago
from playground.gui.autosave import Autosave
from playground.gui.document import Document
from playground.gui.files import Files
from playground.gui.jobs import Jobs
from playground.gui.recovery import Kept, Place, discard, find_kept, recovery_folder
from playground.gui.widgets.banner import Action, Banner
from playground.project.file import SUFFIX, Project, missing_data


class Projects(QObject):
    """Puts opened projects into the document, and keeps those that are left unsaved.

    A project left unsaved, by opening another or by closing the window, stays where it was kept all
    along, and is offered there. So nothing is ever asked.

    Attributes:
        kept: what was left unsaved, newest first, as of when it was looked for last.

    Signals:
        shown(Project): another project is in the document.
        kept_changed: `kept` is new.
    """

    shown = Signal(object)
    kept_changed = Signal()

    def __init__(
        self,
        document: Document,
        files: Files,
        autosave: Autosave,
        jobs: Jobs,
        banner: Banner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._files = files
        self._autosave = autosave
        self._jobs = jobs
        self._banner = banner
        self.kept: list[Kept] = []
        self._fault: list[Action] = []  # what shows the report of the last time, to be offered
        files.opened.connect(self.leave_for)
        files.data_missing.connect(self._say_data_missing)
        files.saved.connect(self._note_saved)
        files.copied.connect(self._note_copied)
        files.not_saved.connect(self._say_not_saved)
        files.not_copied.connect(self._say_not_copied)
        files.contested.connect(self._say_contested)
        autosave.failed.connect(self._say_not_kept)

    def begin(self, project: Project) -> None:
        """The first project is in the document."""
        self._autosave.begin(_steps(project))
        self.claim()
        self._say_other_data(project)

    # From one to the next

    @Slot(object)
    def leave_for(self, project: Project) -> None:
        """Show this project, once the present one is kept, if it is unsaved."""
        place = None
        if project.origin is not None and project.path is not None and _is_kept(project.path):
            place = Place(project.path)
            if not place.hold():
                self._banner.say("warning", f"{project.name} is open in another window.")
                return
        show = partial(self._show, project, place)
        if self._autosave.unsaved:
            edited = self._autosave.edited
            self._autosave.leave(
                partial(self._show_and_offer, show, edited), partial(self._say_stays, project)
            )
        else:
            self._autosave.place.clear()
            show()

    def _show_and_offer(self, show: partial[None], edited: bool) -> None:
        show()
        if edited:
            self.offer_unsaved()
        else:
            self.find()

    def _say_stays(self, project: Project, message: str) -> None:
        self._banner.say(
            "error",
            f"{project.name} is not shown, since what is here would be lost: {message}",
            [("Save elsewhere…", self._files.ask_save)],
        )

    def _show(self, project: Project, place: Place | None) -> None:
        origin = project.origin
        if place is not None and origin is not None:
            self._document.replace(project.spec, origin.path)
            if origin.edited:
                self._document.undo_stack.resetClean()
        else:
            self._document.replace(project.spec, project.path)
            if project.moved:  # the file still says where its data was
                self._document.undo_stack.resetClean()
        self._autosave.begin(-1 if place is not None else _steps(project), place)
        self.shown.emit(project)
        self._banner.dismiss()
        self.claim()
        if place is not None and origin is not None:
            own = None if origin.path is None or is_example(origin.path) else origin.path
            self._files.claim.take_as(own, origin.stamp)
            self.find()
        self._say_other_data(project)

    @Slot(object)
    def _say_data_missing(self, project: Project) -> None:
        path = missing_data(project)
        self._banner.say(
            "warning",
            f"{project.name} is about {path}, and nothing is there. What was open stays until its "
            "data is found.",
            [("Choose where it is…", partial(self._files.ask_data, project))],
        )

    def _say_other_data(self, project: Project) -> None:
        words = project.other_data()
        if words:
            self._banner.say("warning", words)

    # Files

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
        written = self._files.written
        self._document.path = path
        if self._document.project == written.spec:
            self._document.undo_stack.setClean()
        self._files.claim.take(path)
        self._autosave.note_saved(written.steps)
        self._banner.say("ok", f"Saved {path.name}.")

    @Slot(object)
    def _note_copied(self, path: Path) -> None:
        self._banner.say("ok", f"Saved a copy, {path.name}.")

    @Slot(str)
    def _say_not_saved(self, message: str) -> None:
        """A full disk, a folder that is read-only: another place is offered."""
        elsewhere = [("Save elsewhere…", self._files.ask_save)]
        self._banner.say("error", f"Not saved. {message}", elsewhere)

    @Slot(str)
    def _say_not_copied(self, message: str) -> None:
        elsewhere = [("Save a copy elsewhere…", self._files.ask_copy)]
        self._banner.say("error", f"No copy was saved. {message}", elsewhere)

    @Slot(str)
    def _say_not_kept(self, message: str) -> None:
        self._banner.say(
            "warning",
            f"What you change here is not kept against a crash any more: {message}",
            [("Save…", self._files.save)],
        )

    # What was left unsaved

    def find(self) -> None:
        """Look for what was left unsaved."""
        self._jobs.start(find_kept, self._note_kept, self._say_lost_sight)

    def offer_unsaved(self) -> None:
        """Look for what was left unsaved, and offer the newest of it."""
        self._jobs.start(find_kept, self._offer, self._say_lost_sight)

    def _note_kept(self, kept: list[Kept]) -> None:
        self.kept = kept
        self.kept_changed.emit()

    def note_fault(self, show: Callable[[], None]) -> None:
        """The program failed the last time; `show` shows the report of it."""
        self._banner.say(
            "warning", "Playground failed the last time it ran.", [("What happened", show)]
        )
        self._fault = [("What happened", show)]

    def _offer(self, kept: list[Kept]) -> None:
        self._note_kept(kept)
        urgent = [each for each in kept if each.urgent]
        if urgent:
            more = f" {_count(len(urgent) - 1)} in the menu." if len(urgent) > 1 else ""
            answers: list[Action] = [
                ("Bring it back", partial(self.bring_back, urgent[0])),
                ("Discard", partial(self.discard, urgent[0])),
            ]
            fault, self._fault = self._fault, []
            self._banner.say("warning", words_of(urgent[0]) + more, answers + fault)

    def bring_back(self, kept: Kept) -> None:
        """Show what was left."""
        self._files.open(str(kept.path))

    def discard(self, kept: Kept) -> None:
        """Throw away what was left."""
        discard(kept)
        self.find()

    def _say_lost_sight(self, message: str) -> None:
        self._banner.say("error", message)


def words_of(kept: Kept) -> str:
    """What was left, and how."""
    when = f"as it was {ago(kept.written)}"
    if kept.origin.epoch:
        when += f", at epoch {kept.origin.epoch:,}"
    if kept.origin.left:
        return f"“{kept.name}” was left unsaved; it is kept {when}."
    return f"Playground was ended before it could save “{kept.name}”; it is kept {when}."


def _count(others: int) -> str:
    return "Another one is" if others == 1 else f"{others} others are"


def _steps(project: Project) -> int:
    return project.run.steps if project.run is not None else 0


def _is_kept(path: Path) -> bool:
    return path.parent == recovery_folder() and path.suffix == SUFFIX
