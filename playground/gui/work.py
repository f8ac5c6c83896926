"""Everything there is to keep of a window's project at one moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, Slot

from playground.gui.document import Document
from playground.gui.run_link import same_run
from playground.gui.trainer import Taken
from playground.gui.trainer_thread import TrainerThread
from playground.project.spec import ProjectSpec
from playground.training.run_state import RunState

# The trainer answers after the slice in progress, which may be a large network's single step.
_PATIENCE_S = 30.0


@dataclass(frozen=True)
class Work:
    """A project and its run.

    Attributes:
        spec: the document.
        run: what training goes on from; None before there is a run.
        run_spec: the document that the run is of, where that is another: the network is broken now.
    """

    spec: ProjectSpec
    run: RunState | None = None
    run_spec: ProjectSpec | None = None

    @property
    def steps(self) -> int:
        """How many steps the run has behind it."""
        return self.run.steps if self.run is not None else 0


class WorkTaker(QObject):
    """Asks the trainer for the run, and gives it with the document that it belongs to."""

    def __init__(self, document: Document, trainer: TrainerThread, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._trainer = trainer
        self._numbers = count(1)
        self._waiting: dict[int, tuple[ProjectSpec, Callable[[Work], None]]] = {}
        trainer.trainer.state_taken.connect(self._answer)

    def take(self, done: Callable[[Work], None]) -> None:
        """Call `done`, later, with the project as it is now and its run."""
        number = next(self._numbers)
        self._waiting[number] = (self._document.project, done)
        self._trainer.take_state.emit(number)

    def take_at_once(self) -> Work:
        """Training rests; the project as it is now and its run, for a window that is closing.

        Without its run where the trainer does not answer.
        """
        answers: SimpleQueue[Taken] = SimpleQueue()
        self._trainer.pause.emit()
        self._trainer.answer.emit(answers)
        try:
            taken = answers.get(timeout=_PATIENCE_S)
        except Empty:
            return Work(self._document.project)
        return _work(self._document.project, taken)

    @Slot(object)
    def _answer(self, taken: Taken) -> None:
        if taken.number in self._waiting:
            spec, done = self._waiting.pop(taken.number)
            done(_work(spec, taken))


def _work(spec: ProjectSpec, taken: Taken) -> Work:
    if taken.run is None or taken.spec is None:
        return Work(spec)
    other = None if same_run(taken.spec, spec) else taken.spec
    return Work(spec, taken.run, other)
