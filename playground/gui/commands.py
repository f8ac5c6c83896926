"""The undoable edit."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from weakref import WeakMethod

from PySide6.QtGui import QUndoCommand

from playground.project.spec import ProjectSpec

_COMMAND_ID = 1
# Spins of one field closer together than this are one edit.
MERGE_WITHIN_S = 1.0
# Edits of a key that begins so are one, however long the hand rests in between.
STROKE = "stroke:"


class ProjectEdit(QUndoCommand):
    """From one project to another.

    The project is immutable and shares its unchanged parts, so an edit is the two of them; undo is
    exact whatever the edit was.

    Attributes:
        merge_key: edits of one key that follow each other at once become one ("spin of units"), or
            "" for an edit of its own.
    """

    def __init__(
        self,
        text: str,
        before: ProjectSpec,
        after: ProjectSpec,
        apply: Callable[[ProjectSpec], None],
        merge_key: str = "",
    ) -> None:
        super().__init__(text)
        self.merge_key = merge_key
        self._before = before
        self._after = after
        # WORKAROUND: a command that holds its document makes a ring, and PySide 6.11 crashes when
        # the garbage collector takes it apart.
        self._apply = WeakMethod(apply)
        self._when = monotonic()

    @property
    def before(self) -> ProjectSpec:
        """The project as an undo has it."""
        return self._before

    @property
    def after(self) -> ProjectSpec:
        """The project as a redo has it."""
        return self._after

    def redo(self) -> None:
        self._give(self._after)

    def undo(self) -> None:
        self._give(self._before)

    def id(self) -> int:
        return _COMMAND_ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ProjectEdit) or not self.merge_key:
            return False
        if other.merge_key != self.merge_key:
            return False
        if not self.merge_key.startswith(STROKE) and other._when - self._when > MERGE_WITHIN_S:
            return False
        self._after = other._after
        self.setText(other.text())
        self._when = other._when
        self.setObsolete(self._after == self._before)
        return True

    def _give(self, project: ProjectSpec) -> None:
        apply = self._apply()
        if apply is not None:
            apply(project)
