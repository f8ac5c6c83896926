"""Keeps Python's garbage collector from stopping the window."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

from playground.gui.jobs import Jobs
from playground.gui.trainer import Trainer

QUIET_MS = 500


class Collector(QObject):
    """Takes what has come to stay out of the collector's sight.

    Going through every object there is, which Python does now and then whatever the moment, takes
    40 ms once all is imported: three frames. What is there after the start, or after a job that has
    imported something, will be there for long; the collector is told to pass it over. At rest it
    first looks through everything, so that nothing is kept that could go.

    Where something is passed over before the window is there, that is left as it is.
    """

    def __init__(self, jobs: Jobs, trainer: Trainer, parent: QObject) -> None:
        super().__init__(parent)
        self._trainer = trainer
        self._is_mine = gc.get_freeze_count() == 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self._pass_over)
        jobs.busy_changed.connect(self._wait)

    def finish(self) -> None:
        """Let the collector see everything again."""
        self._timer.stop()
        if self._is_mine:
            gc.unfreeze()

    @Slot(bool)
    def _wait(self, busy: bool) -> None:
        if busy:
            self._timer.stop()
        elif self._is_mine:
            self._timer.start()

    @Slot()
    def _pass_over(self) -> None:
        newest = self._trainer.newest
        if newest is None or not newest.running:
            gc.unfreeze()
            gc.collect()
        gc.freeze()
