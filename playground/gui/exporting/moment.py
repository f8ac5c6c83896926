"""What a report is of: one moment of a run, and all that was known then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from playground.gui.runs import Runs
from playground.gui.views.shown import Shown
from playground.project.spec import ProjectSpec


@dataclass(frozen=True, eq=False)
class ReportMoment:
    """Frozen, so that training and editing may go on while a report is made of it.

    Attributes:
        project: the document.
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
    ) -> ReportMoment:
        """The moment that is shown now."""
        frame = replace(
            shown.frame, running=False, steps_per_second=0.0, sample=None, in_batch=(0, 0)
        )
        return cls(project, replace(shown, frame=frame), runs, at)
