"""Run, step and reset, as the bar at the top asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from playground.gui.main_window import MainWindow


class Controls(QObject):
    """Asks the trainer, and takes away what was shown of the run before."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    @Slot()
    def run(self) -> None:
        """Go on, from where the run is."""
        self._window.travel.back()
        self._window.trainer.run.emit()

    @Slot(str)
    def step(self, kind: str) -> None:
        """Take a step of a "sample", a "batch" or an "epoch"."""
        self._window.travel.back()
        trainer = self._window.trainer
        steps = {
            "sample": trainer.step_sample,
            "batch": trainer.step_batch,
            "epoch": trainer.step_epoch,
        }
        steps[kind].emit()

    @Slot(bool)
    def reset(self, new: bool) -> None:
        """Start over: the same start, or a new one."""
        if not new:
            self.reset_to_same_start()
            return
        self._clear()
        document = self._window.document
        document.set_training(seed=(document.project.training.seed + 1) % 2**32)

    @Slot()
    def reset_to_same_start(self) -> None:
        """Start over with the same first weights and order."""
        self._clear()
        self._window.trainer.reset.emit(self._window.document.project.training.seed)

    @Slot()
    def run_again(self) -> None:
        """Start over with the same first weights and order, and go on from there."""
        self.reset_to_same_start()
        self._window.trainer.run.emit()

    @Slot()
    def leave_run(self) -> None:
        """Keep the run in the curves, as it was, and take away what was said and drawn of it."""
        shown = self._window.display.newest_shown()
        if shown is not None and shown.frame.steps:
            self._window.runs.pin(shown, name=f"to epoch {shown.frame.epoch:,}")
        self._clear()

    @Slot(str)
    def say_finished(self, words: str) -> None:
        """A stop condition was met; the best weights are one click away."""
        window = self._window
        if window.guide.lesson is not None:
            return  # the lesson says it
        best, go = window.trainer.trainer.best, window.timeline.best_action.trigger
        actions = [(f"Go to the best, epoch {best.epoch:,}", go)] if best is not None else []
        window.banner.say("ok", words, actions)

    def _clear(self) -> None:
        """Take away what was said and drawn of a run."""
        self._window.travel.back()
        self._window.views.clear()
        self._window.banner.dismiss()
