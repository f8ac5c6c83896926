"""What is exported: one moment of a run, and all that was known then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from math import isfinite

from playground.formats.material import Material
from playground.gui.runs import Runs
from playground.gui.views.shown import Shown
from playground.project.spec import ProjectSpec


@dataclass(frozen=True, eq=False)
class ExportMoment:
    """Frozen, so that training and editing may go on while it is written.

    Attributes:
        project: the document, with the network and the head that the run is of.
        shown: the run; its frame is at rest.
        runs: those that were pinned; None in a window without them.
        at: when it was.
    """

    project: ProjectSpec
    shown: Shown
    runs: Runs | None
    at: datetime

    @classmethod
    def of(
        cls, project: ProjectSpec, shown: Shown, runs: Runs | None, at: datetime
    ) -> ExportMoment:
        """The moment that is shown now."""
        frame = replace(
            shown.frame, running=False, steps_per_second=0.0, sample=None, in_batch=(0, 0)
        )
        own = project.model_copy(update={"network": frame.network, "head": frame.head})
        return cls(own, replace(shown, frame=frame), runs, at)

    @cached_property
    def material(self) -> Material:
        """What files are made of."""
        curves, project = self.shown.curves, self.project
        history = curves.columns() if curves is not None else {}
        return self.shown.frame.material(project.name, project.training, history)

    def is_like(self, other: ExportMoment) -> bool:
        """Whether what would be written is of the same kind, if not of the same numbers."""
        ours, theirs = self.shown.frame, other.shown.frame
        same = self.project == other.project and ours.prepared is theirs.prepared
        begun = (ours.epoch > 0) == (theirs.epoch > 0)
        return same and begun and isfinite(ours.batch_loss) == isfinite(theirs.batch_loss)

    @property
    def epoch(self) -> int:
        """Whole epochs behind it."""
        return self.shown.frame.epoch
