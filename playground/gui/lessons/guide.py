"""Leads through lessons: begins them, notices when a step was done, remembers how far one came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QTimer, Signal, Slot

from playground.data.prepare import prepare
from playground.gui.lessons import progress
from playground.gui.lessons.naming import window_names
from playground.gui.lessons.numbers import spoken
from playground.gui.lessons.pointing import Target, find_target, reveal, view_target
from playground.gui.lessons.progress import Progress, keep_progress, progress_of
from playground.gui.lessons.ring import Ring
from playground.gui.lessons.watch import Watch
from playground.gui.panels.right_column import LEARN, OUTPUT
from playground.lessons.lesson import Lesson, Step
from playground.lessons.library import Library, folders, key_of, project_of, read_library
from playground.lessons.prose import Piece, Prose
from playground.lessons.quantities import Amount
from playground.lessons.situation import Since, Situation
from playground.project.file import Project
from playground.training.pace import FULL_SPEED

if TYPE_CHECKING:
    from playground.gui.main_window import MainWindow

LOOK_EVERY_MS = 80
_MOVE_ON_MS = 1400
_NOWHERE = QRect()
_DONE: Prose = (Piece("plain", "Done."),)


@dataclass(frozen=True)
class Before:
    """What was open before a lesson. Attributes: name; path: its file; kept: it was unsaved."""

    name: str
    path: Path | None
    kept: bool


class Guide(QObject):
    """The lesson in progress.

    Attributes:
        lesson: it; None while there is none. at: the present step, from 0. done: those that were.
        library: what was found last. ring: around what the step points at.
        before: what was open before the lesson, if that was another project.

    Signals:
        changed: another step, another lesson, or none; or how far one came.
        begun: a lesson, from its start or where one was. finished(Lesson): its end was reached.
    """

    changed = Signal()
    begun = Signal()
    finished = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._strip = window.workspace.lesson
        self._watch = Watch(window)
        self.ring = Ring(window)
        self.library = Library()
        self.lesson: Lesson | None = None
        self.before: Before | None = None
        self.at = 0
        self.done: frozenset[int] = frozenset()
        self._since = Since()
        self._coming: tuple[Lesson, int] | None = None  # until its project is shown
        self._own: Lesson | None = None  # the lesson whose project was opened last
        self._fresh = False  # whether the present step was not looked at yet
        self._at_once = False  # whether all that it asks for was so before it began
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._moving = QTimer(self)
        self._moving.setSingleShot(True)
        self._moving.setInterval(_MOVE_ON_MS)
        self._moving.timeout.connect(self.next)
        self._strip.next_wanted.connect(self.next)
        self._strip.back_wanted.connect(self.back)
        self._strip.show_wanted.connect(self.show_me)
        self._strip.end_wanted.connect(self.end)
        self._strip.topic_wanted.connect(self._explain)
        window.projects.shown.connect(self._take_project)
        window.files.failed.connect(self._forget_coming)

    # The list

    def read(self, then: Callable[[], None]) -> None:
        """Look for lessons, in the background; `library` is new when `then` is called."""
        places = folders(self._window.document.path)
        job = partial(read_library, places, window_names())
        self._window.jobs.start(
            job, partial(self._take_library, then), self._window.messages.say_error
        )

    def _take_library(self, then: Callable[[], None], library: Library) -> None:
        self.library = library
        then()

    # From lesson to lesson

    def begin(self, lesson: Lesson) -> None:
        """Begin a lesson from its first step, in its own project; what is open is kept."""
        self._load(lesson, 0)

    def go_on(self, lesson: Lesson) -> None:
        """Go on where one was: in the project as it was left, if it is still there."""
        at = progress_of(key_of(lesson.path)).at or 0
        at = min(at, len(lesson.steps) - 1)
        if not lesson.project or self._is_of(lesson):
            self._start(lesson, at)
            return
        left = [kept for kept in self._window.projects.kept if kept.name == lesson.title]
        if left:
            self._coming = lesson, at
            self._leave_project()
            self._window.projects.bring_back(left[0])
        else:
            self._load(lesson, at)

    def _load(self, lesson: Lesson, at: int) -> None:
        if not lesson.project:
            self._start(lesson, at)
            return
        self._window.jobs.start(
            partial(_load, lesson),
            partial(self._leave_for, lesson, at),
            self._window.messages.say_error,
        )

    def _leave_for(self, lesson: Lesson, at: int, project: Project) -> None:
        self._coming = lesson, at
        self._leave_project()
        self._window.projects.leave_for(project)

    def _leave_project(self) -> None:
        """A lesson's own project is left quietly: it is kept, but not offered as lost work is."""
        document, autosave = self._window.document, self._window.autosave
        if self._own is not None and self._is_of(self._own):
            document.undo_stack.setClean()
        else:
            name, path = document.project.name, document.path
            self.before = Before(name, path, autosave.unsaved or path is None)

    def _is_of(self, lesson: Lesson) -> bool:
        """Whether the document is the project of a lesson, saved nowhere else."""
        document = self._window.document
        return document.path is None and document.project.name == lesson.title

    def go_back(self, before: Before) -> None:
        """To what was open before the lesson, as it was left."""
        self._leave_project()
        self.before = None
        left = [kept for kept in self._window.projects.kept if kept.name == before.name]
        if before.kept and left:
            self._window.projects.bring_back(left[0])
        elif before.path is not None:
            self._window.files.open(str(before.path))

    @Slot(object)
    def _take_project(self, project: Project) -> None:
        if self._coming is None:
            return
        (lesson, at), self._coming = self._coming, None
        if project.name == lesson.title:
            self._own = lesson
            self._start(lesson, at)

    @Slot(str)
    def _forget_coming(self, message: str) -> None:
        self._coming = None

    def _start(self, lesson: Lesson, at: int) -> None:
        key = key_of(lesson.path)
        self.lesson, self.done = lesson, progress_of(key).done if at else frozenset()
        progress.set_current(key)
        window = self._window
        window.notes.put_away()
        window.transport.pace.set_pace(FULL_SPEED)
        window.trainer.set_pace.emit(FULL_SPEED)
        if window.right.tabs.current == LEARN:
            window.right.tabs.set_current(OUTPUT)
        self._go(at)
        self._timer.start()
        self.begun.emit()

    @Slot()
    def end(self) -> None:
        """Leave the lesson; how far one came is remembered."""
        self._stop()
        progress.set_current("")
        self.changed.emit()

    def _stop(self) -> None:
        self._timer.stop()
        self._moving.stop()
        self._strip.hide()
        self.ring.go(_NOWHERE)
        self.lesson = None

    @property
    def is_astray(self) -> bool:
        """Whether another project than the lesson's own is open."""
        lesson = self.lesson
        return (
            lesson is not None
            and bool(lesson.project)
            and self._window.document.project.name != lesson.title
        )

    # From step to step

    @property
    def step(self) -> Step | None:
        """The present one."""
        return self.lesson.steps[self.at] if self.lesson is not None else None

    @property
    def is_done(self) -> bool:
        """Whether what the present step asks for was done; so of one that only tells."""
        step = self.step
        return step is not None and (not step.done or self.at in self.done)

    @Slot()
    def next(self) -> None:
        """The next step; after the last the lesson is over."""
        if self.lesson is None:
            return
        if self.is_done:
            self.done |= {self.at}
        if self.at + 1 < len(self.lesson.steps):
            self._go(self.at + 1)
        else:
            self._finish(self.lesson)

    @Slot()
    def back(self) -> None:
        """The step before."""
        if self.lesson is not None and self.at > 0:
            self._go(self.at - 1)

    @Slot()
    def show_me(self) -> None:
        """Bring what the step points at in sight, and draw the eye to it."""
        step, lesson = self.step, self.lesson
        if step is None or lesson is None:
            return
        if self.is_astray:
            self.go_on(lesson)
            return
        if step.view:
            self._window.show_view(step.view)
        if step.points:
            reveal(self._window, step.points[0])
        self.look()
        self.ring.pulse()

    @Slot(str)
    def _explain(self, topic: str) -> None:
        """What a word in a step means, beside the step."""
        self._window.helper.explain_widget(self._strip, topic)

    def _go(self, at: int) -> None:
        assert self.lesson is not None
        self._moving.stop()
        self.at, self._since, self._fresh, self._at_once = at, Since(), True, False
        self._keep()
        self._strip.show()
        self.look()
        self.ring.pulse()
        self.changed.emit()

    def _finish(self, lesson: Lesson) -> None:
        keep_progress(key_of(lesson.path), Progress(None, self.done, True))
        self.end()
        self.finished.emit(lesson)

    def _keep(self) -> None:
        assert self.lesson is not None
        key = key_of(self.lesson.path)
        keep_progress(key, Progress(self.at, self.done, progress_of(key).finished))

    # Looking

    @Slot()
    def look(self) -> None:
        """See how the window stands, and show what follows from it."""
        step = self.step
        if step is None:
            return
        if self.is_astray:
            self._strip.say_astray()
            self.ring.go(_NOWHERE)
            return
        now = self._watch.now()
        self._since.note(now)
        self._notice(step, now)
        self._show(step, now)
        self._point(step)

    def _notice(self, step: Step, now: Situation) -> None:
        met = [condition.met(now, self._since) for condition in step.done]
        if step.done and all(met) and self.at not in self.done:
            self.done |= {self.at}
            self._keep()
            self.changed.emit()
            self._at_once = self._fresh
            if step.moves_on and not self._fresh:
                self._moving.start()
        self._fresh = False

    def _show(self, step: Step, now: Situation) -> None:
        assert self.lesson is not None

        def read(amount: Amount) -> float:
            return amount.read(now, self._since)

        count, ready = len(self.lesson.steps), self.is_done
        strip, ticked = self._strip, bool(step.done) and ready and not self._at_once
        strip.show_place(self.lesson.title, step.heading, self.at, count, self.done)
        paragraphs = [spoken(each, read) for each in step.paragraphs]
        word = spoken(step.word or _DONE, read) if ticked else spoken(step.task, read)
        strip.show_words(paragraphs, word, done=ticked)
        last = self.at + 1 == count
        label = ("Finish" if last else "Next") if ready else "Skip"
        strip.show_way(label, ready=ready, can_show=bool(step.points or step.view))

    def _point(self, step: Step) -> None:
        target = self._target(step)
        place = target.within(self._window) if target is not None else _NOWHERE
        self.ring.go(place)

    def _target(self, step: Step) -> Target | None:
        """What to look at now: of several places the first that is not a tab chosen already."""
        window = self._window
        found = [find_target(window, point) for point in step.points]
        known = [target for target in found if target is not None]
        if not known:
            return view_target(window, step.view) if step.view else None
        return next((target for target in known if not target.is_chosen), known[-1])

    # The window

    def before_close(self) -> None:
        """The window is about to close: a lesson's own project is no work that was lost."""
        self._leave_project()

    def finish(self) -> None:
        """Notice nothing more. What is in progress stays so, for the next window."""
        self._stop()


def _load(lesson: Lesson) -> Project:
    project = project_of(lesson)
    assert project is not None
    prepare(project.spec.data)
    return project
