"""Travelling to an earlier moment of a run, and going on from there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from playground.gui.display import Display
from playground.gui.panels.timeline_bar import TimelineBar
from playground.gui.runs import Runs
from playground.gui.trainer_thread import TrainerThread
from playground.training.moment import Moment


class Travel(QObject):
    """Carries what the timeline says to the views and to the trainer.

    Looking at an earlier moment pauses the run and changes nothing in it. Going on from one pins
    the run as it was, so that nothing is lost and both can be compared.
    """

    def __init__(
        self,
        display: Display,
        timeline: TimelineBar,
        trainer: TrainerThread,
        runs: Runs,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._display = display
        self._timeline = timeline
        self._trainer = trainer
        self._runs = runs
        timeline.travelled.connect(self._go)
        timeline.branch_requested.connect(self._branch)
        timeline.bound_chosen.connect(trainer.set_history_bound)

    def back(self) -> None:
        """Show the newest moment again."""
        if self._display.is_away:
            self._display.travel(None)
            self._timeline.show_now()

    @Slot(object)
    def _go(self, moment: Moment | None) -> None:
        if moment is not None:
            self._trainer.pause.emit()
        self._display.travel(moment)

    @Slot(object)
    def _branch(self, moment: Moment) -> None:
        shown = self._display.newest_shown()
        if shown is not None and shown.frame.steps > moment.steps:
            self._runs.pin(shown, name=f"to epoch {shown.frame.epoch:,}")
        self._trainer.go_to.emit(moment)
        self.back()
