"""The test set, looked at only when somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot

from playground.gui.jobs import Jobs
from playground.gui.plots import words
from playground.gui.trainer_thread import TrainerThread
from playground.training.held_out import judge_held_out
from playground.training.metrics import LABELS


class HeldOut(QObject):
    """Judges the network as it is now by the samples held out."""

    def __init__(self, trainer: TrainerThread, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._trainer, self._jobs = trainer, jobs
        self._tell: Callable[[str], None] | None = None
        trainer.trainer.present_taken.connect(self._take)

    def judge(self, tell: Callable[[str], None]) -> None:
        """Judge, and tell in words how good it is."""
        self._tell = tell
        self._trainer.take_present.emit()

    @Slot(object)
    def _take(self, present: object) -> None:
        tell, self._tell = self._tell, None
        if tell is None:
            return
        if present is None:
            tell("There is no run yet. Press Run first.")
            return
        moment = present.moment  # type: ignore[attr-defined]
        self._jobs.start(partial(judge_held_out, moment), partial(self._told, tell), tell)

    def _told(self, tell: Callable[[str], None], found: tuple[float, dict[str, float]]) -> None:
        loss, metrics = found
        parts = [f"loss {words.number(loss)}"]
        parts += [
            f"{LABELS.get(name, name)} {words.number(value)}"
            for name, value in metrics.items()
            if "." not in name
        ]
        tell("On the test set: " + ", ".join(parts) + ".")
