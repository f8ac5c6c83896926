"""Offers lessons: the first at first starts, the one in progress later, the next after each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from playground.gui.lessons import progress
from playground.gui.lessons.guide import Guide
from playground.gui.lessons.offer import Way
from playground.gui.lessons.progress import progress_of
from playground.gui.panels.right_column import LEARN
from playground.lessons.lesson import Lesson
from playground.lessons.library import key_of

if TYPE_CHECKING:
    from playground.gui.main_window import MainWindow

FIRST = "neurons_are_matrices"
_MOST_LETTERS = 24


class Offering(QObject):
    """What the line above the canvas says of lessons, and the list behind the tab Learn."""

    def __init__(self, window: MainWindow, guide: Guide) -> None:
        super().__init__(window)
        self._window, self._guide = window, guide
        self._line = window.workspace.offer
        self._listening = False
        guide.finished.connect(self._offer_next)
        guide.begun.connect(self._line.hide)
        guide.changed.connect(self._refresh)
        window.right.learn_shown.connect(self._read)

    # The list

    @Slot()
    def _read(self) -> None:
        panel = self._window.right.learn
        if not self._listening:
            self._listening = True
            panel.lesson_chosen.connect(self.choose)
            panel.again_chosen.connect(self._guide.begin)
            panel.glossary_wanted.connect(self._window.helper.open_glossary)
        self._refresh()
        self._guide.read(self._refresh)

    @Slot()
    def _refresh(self) -> None:
        if self._listening and self._window.right.learn.isVisible():
            library = self._guide.library
            self._window.right.learn.show_library(library, lambda each: progress_of(_key(each)))

    @Slot(object)
    def choose(self, lesson: Lesson) -> None:
        """Begin a lesson, or go on with it."""
        if progress_of(_key(lesson)).at is None:
            self._guide.begin(lesson)
        else:
            self._guide.go_on(lesson)

    # The line

    def at_start(self) -> None:
        """Offer the lesson in progress; else, at the first starts, the first one.

        Nothing is offered where a teacher's set-up hides lessons.
        """
        if self._window.right.tabs.button(LEARN).isHidden():
            return
        if progress.current():
            self._guide.read(self._offer_current)
        elif progress.wants_offer():
            self._guide.read(self._offer_first)

    def _offer_current(self) -> None:
        lesson = self._guide.library.find(progress.current())
        at = progress_of(progress.current()).at
        if lesson is None or at is None or self._guide.lesson is not None:
            return
        self._line.say(
            f"Go on with “{lesson.title}”? You were at step {at + 1} of {len(lesson.steps)}.",
            [("Go on", partial(self._guide.go_on, lesson)), ("Not now", self._forget_current)],
        )

    def _forget_current(self) -> None:
        progress.set_current("")

    def _offer_first(self) -> None:
        lesson = self._guide.library.find(FIRST)
        if lesson is None or self._guide.lesson is not None:
            return
        minutes = "1 minute" if lesson.minutes == 1 else f"{lesson.minutes} minutes"
        self._line.say(
            f"New here? See a neuron as a column of a matrix ({minutes}).",
            [("Start", partial(self._guide.begin, lesson)), ("Not now", progress.decline_offer)],
        )

    @Slot(object)
    def _offer_next(self, lesson: Lesson) -> None:
        """Say what was seen, and lead on."""
        ways: list[Way] = []
        after = self._after(lesson)
        if after is not None:
            ways.append(("Next lesson", partial(self.choose, after)))
        ways.append(("All lessons", self._show_list))
        before = self._guide.before
        if before is not None:
            ways.append((f"Back to “{_short(before.name)}”", partial(self._guide.go_back, before)))
        ways.append(("Close", self._line.hide))
        seen = f" You have seen {lesson.seen}" if lesson.seen else ""
        then = f" Next: {after.title}." if after is not None else ""
        self._line.say(f"“{lesson.title}” is done.{seen}{then}", ways)

    def _after(self, lesson: Lesson) -> Lesson | None:
        """The next in the list that was not finished yet."""
        lessons = self._guide.library.lessons
        paths = [each.path for each in lessons]
        later = lessons[paths.index(lesson.path) + 1 :] if lesson.path in paths else ()
        return next((each for each in later if not progress_of(_key(each)).finished), None)

    def _show_list(self) -> None:
        self._window.right.tabs.set_current(LEARN)


def _short(name: str) -> str:
    return name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 1]}…"


def _key(lesson: Lesson) -> str:
    return key_of(lesson.path)
