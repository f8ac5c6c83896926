"""Every edit there is, made at random while the trainer trains."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.edits.hand import Hand
from tests.edits.shown import assert_shows
from tests.edits.starts import STARTS
from tests.gui.conftest import close_window

LENGTH = 30
PANELS = ("layer", "analysis", "history")


def random(number, **others):
    """So many examples, however long each takes; none made simpler, as no run is twice the same."""
    return settings(
        max_examples=number,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.reuse, Phase.generate],
        **others,
    )


# The same edits at each run, if at other moments of it: others are tried by the long run below.
@pytest.mark.timeout(600)
@random(8, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_a_run_goes_on_through_any_edits_or_halts_with_a_sentence(
    open_window, user_of, merging, seed
):
    edit_while_training(open_window, user_of, Random(seed))


@pytest.mark.soak
@pytest.mark.timeout(3600)
@random(100)
@given(seed=st.integers(0, 2**32))
def test_a_hundred_runs_go_on_through_any_edits_or_halt_with_a_sentence(
    open_window, user_of, merging, seed
):
    edit_while_training(open_window, user_of, Random(seed))


def edit_while_training(open_window, user_of, chance):
    """Run, make a sequence of edits, undo them all, and run once more from the start."""
    start = STARTS[chance.choice(list(STARTS))]
    window = open_window(start)
    QGuiApplication.clipboard().clear()
    try:
        run = Run(window, user_of(window))
        window.drawer.show_panel(chance.choice(PANELS))
        run.user.run(epochs=1)
        make_edits(window, run, chance)
        undo_all(window, run)
        assert window.document.project == start
        run.from_the_start()
    finally:
        close_window(window)


def make_edits(window, run, chance):
    """Make edits, leaving the trainer more or less time in between."""
    hand = Hand(window.canvas, chance, largest=16)
    for _ in range(LENGTH):
        hand.make_any()
        run.user.bot.wait(chance.choice([0, 1, 5, 20]))
        assert_shows(window.canvas)
        if hand.once_in(4) and not window.document.traced.errors:
            run.goes_on()


def undo_all(window, run):
    """Undo everything while it trains."""
    while window.document.undo_stack.canUndo():
        window.document.undo_stack.undo()
        run.user.bot.wait(1)
    assert_shows(window.canvas)
    run.goes_on()


class Run:
    """A run in a window, and what is said of it.

    Attributes:
        user: who is in front of the window.
    """

    def __init__(self, window, user):
        self.user = user
        self._window = window
        self._said, self._answers = [], []
        trainer = window.trainer.trainer
        for signal in (trainer.stopped, trainer.finished, trainer.refused):
            signal.connect(self._said.append)
        trainer.state_taken.connect(self._note)
        window.document.changed.connect(self._note_errors)

    def goes_on(self):
        """It does by itself, or was halted with a sentence and does when it is asked to."""
        self._catch_up()
        if not self._running():
            assert any(self._said), "the run halted without a word"
            self._said.clear()
            self.user.press_run()
            self.user.wait(lambda: self._running() or any(self._said))

    def from_the_start(self):
        """Reset it, and train for an epoch."""
        if self._running():
            self.user.pause()
        self.user.press(Qt.Key.Key_R, widget=self._window)
        self._catch_up()
        assert self.user.frame.steps == 0
        self.user.run(epochs=1)
        self.user.pause()

    def _catch_up(self):
        """Wait until the trainer has done all that was asked of it, and the window shows it."""
        asked = len(self._answers)
        self._window.trainer.take_state.emit(-1)
        self.user.wait(lambda: len(self._answers) > asked)
        self.user.wait(lambda: self._window.transport._running == self._running())

    def _note(self, taken):
        if taken.number == -1:
            self._answers.append(taken)

    def _running(self):
        frame = self.user.frame
        return frame is not None and frame.running

    def _note_errors(self):
        self._said += [problem.message for problem in self._window.document.traced.errors]
