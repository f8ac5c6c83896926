"""Keeps unsaved work, every few seconds and when it is left, so that nothing is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from playground.gui.claim import Claim
from playground.gui.document import Document
from playground.gui.jobs import Jobs
from playground.gui.recovery import Place
from playground.gui.trainer_thread import TrainerThread
from playground.gui.work import Work, WorkTaker
from playground.project.origin import Origin
from playground.project.spec import ProjectSpec

if TYPE_CHECKING:
    from playground.gui.frame import Frame

LOOK_EVERY_MS = 2_000
# Work is kept again so long after the last time, and the longer, the longer that took.
SOONEST_S, LATEST_S = 8.0, 20.0
_OF_ITS_TIME = 20.0


class Autosave(QObject):
    """Writes a window's unsaved work to the user's state folder, in the background.

    Attributes:
        place: where this window keeps it.
        jobs: what writes it; of its own, so that it waits for nothing else.
        busy: whether work is being kept, from the question to the trainer to the file.

    Signals:
        failed(message): it could not be kept; said once, until it can again.
    """

    failed = Signal(str)

    def __init__(
        self,
        document: Document,
        trainer: TrainerThread,
        work: WorkTaker,
        claim: Claim,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._trainer = trainer
        self._work = work
        self._claim = claim
        self.jobs = Jobs(self)
        self.place = Place()
        self._safe_steps = 0  # of the run that is in the document's file
        self._touched = False  # whether numbers were changed by hand since
        self._kept: tuple[ProjectSpec, Frame | None] | None = None  # what was written last
        self._next = 0.0
        self._failing = False
        self.busy = False
        self._over = False
        self._given_up = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_EVERY_MS)
        trainer.set_number.connect(self._touch)

    @property
    def edited(self) -> bool:
        """Whether the document is another than in its file."""
        return not self._document.undo_stack.isClean()

    @property
    def unsaved(self) -> bool:
        """Whether anything would be lost: an edit, or training."""
        newest = self._trainer.trainer.newest
        trained = newest is not None and newest.steps != self._safe_steps
        return self.edited or trained or self._touched

    def begin(self, steps: int, place: Place | None = None) -> None:
        """Another project is in the document.

        Args:
            steps: how many the run has that is in its file; -1 where no file has it.
            place: where the project was kept up to now, if it was.
        """
        self._note(steps)
        self.place.release()
        self.place = place or Place()

    def note_saved(self, steps: int) -> None:
        """The project is in its file now, with a run of so many steps."""
        self._note(steps)
        if not self.unsaved:
            self.place.clear()

    def _note(self, steps: int) -> None:
        self._safe_steps, self._touched = steps, False
        self._kept, self._next = None, 0.0

    def look(self) -> None:
        """Keep what is unsaved, if it has changed and the time has come."""
        if self.busy or monotonic() < self._next or not self.unsaved:
            return
        if self._kept != (self._document.project, self._trainer.trainer.newest):
            self.busy = True
            self._work.take(self._keep)

    def leave(self, done: Callable[[], None], failed: Callable[[str], None]) -> None:
        """Keep the project that is being left, for good; then call `done`."""
        self._work.take(partial(self._leave, done, failed))

    def _leave(self, done: Callable[[], None], failed: Callable[[str], None], work: Work) -> None:
        write = partial(self.place.write, work, self._origin(work, left=True))
        self.jobs.start(write, lambda _: done(), failed)

    def close(self, work: Work) -> None:
        """The window is closing: keep what is unsaved, else nothing.

        Raises:
            UserError: it can't be kept.
        """
        self.jobs.finish()
        if self.unsaved and not self._given_up:
            self.place.write(work, self._origin(work, left=True))
        elif not self.unsaved:
            self.place.clear()

    def give_up(self) -> None:
        """What is unsaved is lost from here on, as the person has said."""
        self._given_up = True

    def finish(self) -> None:
        """No more is kept from here on."""
        self._over = True
        self._timer.stop()
        self.jobs.finish()
        self.place.release()

    # Inside

    def _keep(self, work: Work) -> None:
        if self._over:
            return
        seen = (self._document.project, self._trainer.trainer.newest)
        began = monotonic()
        self.jobs.start(
            partial(self.place.write, work, self._origin(work, left=False)),
            lambda _: self._note_kept(seen, began),
            partial(self._note_failed, began),
        )

    def _note_kept(self, seen: tuple[ProjectSpec, Frame | None], began: float) -> None:
        self.busy = self._failing = False
        self._kept = seen
        self._wait(began)
        if not self.unsaved:  # it was saved meanwhile
            self.place.clear()

    def _note_failed(self, began: float, message: str) -> None:
        self.busy = False
        self._wait(began)
        if not self._failing:
            self._failing = True
            self.failed.emit(message)

    def _wait(self, began: float) -> None:
        took = monotonic() - began
        self._next = began + min(max(_OF_ITS_TIME * took, SOONEST_S), LATEST_S)

    def _origin(self, work: Work, *, left: bool) -> Origin:
        epoch = work.run.epoch if work.run is not None else 0
        return Origin(
            path=self._document.path,
            stamp=self._claim.stamp,
            edited=self.edited,
            epoch=epoch,
            left=left,
        )

    def _touch(self) -> None:
        self._touched = True
