"""The undoable edit that brings weights in, and perhaps the network that they are of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from weakref import ref

from numpy.typing import NDArray
from PySide6.QtGui import QUndoCommand

from playground.gui.document import Document
from playground.gui.kept_standing import KeptStanding
from playground.gui.trainer_thread import TrainerThread
from playground.project.spec import ProjectSpec


class ImportEdit(QUndoCommand):
    """A run begins from given weights. Undone, the run is wholly as it was: weights, optimizer,
    history and moments; done again, as it was before it was undone.

    Args:
        text: what it does, to follow "Undo".
        document: whose project becomes `after`.
        trainer: whose run begins anew.
        parameters: the weights, by name. Where the network changes, all others are drawn anew;
            else they stay.
    """

    def __init__(
        self,
        text: str,
        document: Document,
        trainer: TrainerThread,
        after: ProjectSpec,
        parameters: Mapping[str, NDArray[Any]],
    ) -> None:
        super().__init__(text)
        # WORKAROUND: a command that holds its document makes a ring, and PySide 6.11 crashes when
        # the garbage collector takes it apart.
        self._document = ref(document)
        self._trainer = ref(trainer)
        self._before, self._after = document.project, after
        self._parameters: Mapping[str, NDArray[Any]] | None = parameters
        self._former, self._latter = KeptStanding(), KeptStanding()

    def redo(self) -> None:
        document, trainer = self._document(), self._trainer()
        if document is None or trainer is None:
            return
        document.arrive(self._before)
        trainer.keep_standing.emit(self._former)
        document.arrive(self._after)
        if self._parameters is None:
            trainer.stand_at.emit(self._latter)
            return
        if self._before.network != self._after.network:
            trainer.forget_start.emit()
            trainer.reset.emit(None)
        trainer.start_from.emit(self._parameters)
        self._parameters = None

    def undo(self) -> None:
        document, trainer = self._document(), self._trainer()
        if document is None or trainer is None:
            return
        document.arrive(self._after)
        trainer.keep_standing.emit(self._latter)
        document.arrive(self._before)
        if not document.traced.errors:  # else there was no run of it
            trainer.stand_at.emit(self._former)
