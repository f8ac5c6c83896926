"""Carries the document's edits to the trainer: only what each one asks for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from playground.gui.document import Document
from playground.gui.trainer_thread import TrainerThread
from playground.project.spec import ProjectSpec
from playground.training.run_state import RunState
from playground.training.stopping import StopSpec


class RunLink(QObject):
    """Keeps the session the same as the document.

    A change of the learning rate only sets it; a change of the seed starts anew; other data starts
    over, and so does a whole network of its own for it; moving cards does nothing; everything else
    is taken over with what was learned.
    """

    def __init__(self, document: Document, trainer: TrainerThread, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._trainer = trainer
        self._sent: ProjectSpec = document.project
        self._anew = False  # whether nothing goes on from what was sent
        document.changed.connect(self._follow)

    def begin(self, run: RunState | None = None, run_spec: ProjectSpec | None = None) -> None:
        """Start over with the document's project, or go on from a saved run.

        Args:
            run: the run.
            run_spec: the document that it is of, where that is not this one: what has been edited
                since is taken over like an edit made now.
        """
        self._sent = (run_spec if run is not None else None) or self._document.project
        self._anew = False
        self._trainer.pause.emit()
        self._trainer.forget_start.emit()
        self._trainer.configure.emit(self._sent, False)
        if run is not None:
            self._trainer.restore.emit(run)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        before, now = self._sent, self._document.project
        self._anew |= self._document.begins_anew
        if _bare(before) == _bare(now) and before.training == now.training:
            self._sent, self._anew = now, False
            return
        if self._document.traced.errors:
            self._trainer.pause.emit()
            return
        self._sent = now
        if _lasting(before) == _lasting(now):
            self._trainer.set_learning_rate.emit(now.training.optimizer.learning_rate)
            if before.training.stop != now.training.stop:
                self._trainer.set_stop.emit(now.training.stop)
        else:
            keep = not (self._anew or _starts(before) != _starts(now))
            self._anew = False
            self._trainer.configure.emit(now, keep)


def same_run(one: ProjectSpec, other: ProjectSpec) -> bool:
    """Whether a run of one document can be gone on from with the other as it is."""
    return _lasting(one) == _lasting(other)


def _starts(project: ProjectSpec) -> tuple[str, int]:
    """What a run can't go on from another of."""
    return project.data.source, project.training.seed


def _bare(project: ProjectSpec) -> ProjectSpec:
    """The project without anything that training does not depend on."""
    return project.model_copy(
        update={
            "name": "",
            "notes": "",
            "network": project.network.bare(),
            "head": project.head.model_copy(update={"position": None}),
            "training": type(project.training)(),
            "setup": type(project.setup)(),
        }
    )


def _lasting(project: ProjectSpec) -> tuple[object, object]:
    """What a session has to be built anew for."""
    optimizer = project.training.optimizer.model_copy(update={"learning_rate": 1.0})
    return _bare(project), project.training.model_copy(
        update={"optimizer": optimizer, "stop": StopSpec()}
    )
