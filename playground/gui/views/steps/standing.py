"""Where the run stands beside the step that is stepped through."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.gui.frame import Frame
from playground.gui.plots import words
from playground.gui.views.shown import Shown
from playground.training.stepping.stepper import Stepper
from playground.training.stepping.upcoming import Present


@dataclass(frozen=True, eq=False)
class Standing:
    """The run as it is shown, and a step.

    Attributes:
        stepper: the step. present: what the run went by when it was begun.
        shown: the run. rate: the learning rate in the document.
    """

    stepper: Stepper
    present: Present | None
    shown: Shown
    rate: float

    @cached_property
    def here(self) -> bool:
        """Whether the run stands where the step begins."""
        moment, frame = self.stepper.step.moment, self.shown.frame
        if frame.steps != moment.steps or frame.version != moment.stage.version:
            return False
        present = self.present
        if present is not None and self.shown.live and present.learning_rate != self.rate:
            return False
        return frame.parameters.tobytes() == moment.parameters.tobytes()

    @property
    def why_not_take(self) -> str:
        """Why the run can't take this step now, or ""."""
        if self.shown.frame.running:
            return "The run goes on. Pause it first."
        if not self.shown.live:
            return "This is an earlier moment. Go back to the newest first."
        if not self.here:
            return "The run stands elsewhere by now. Begin at its present step."
        return ""

    @property
    def words(self) -> str:
        """Where the run has gone, or ""."""
        if self.here:
            return ""
        number, frame = self.stepper.step.number, self.shown.frame
        moment = self.stepper.step.moment
        if frame.version != moment.stage.version:
            return f"The network was edited since; this is step {number:,} of before."
        if frame.steps == moment.steps:
            return "The run's weights or its rate were changed since."
        return f"This is step {number:,}; the run has taken {frame.steps:,}."


@dataclass(frozen=True, eq=False)
class Expected:
    """What a step that the run was asked to take is to come to.

    Attributes:
        steps: how many the run has taken then. parameters: (P,) its weights.
    """

    steps: int
    parameters: NDArray[Any]

    def words(self, frame: Frame) -> str:
        """Whether the run has come to the same weights."""
        count = f"all {len(self.parameters):,} weights are equal to those here"
        if frame.parameters.tobytes() == self.parameters.tobytes():
            return f"The run has taken this step: {count}, to the last bit."
        apart = float(np.abs(frame.parameters - self.parameters).max(initial=0.0))
        size = float(np.abs(self.parameters).max(initial=0.0))
        if not apart <= 1e-3 * max(size, 1.0):
            return (
                "The run has taken a step, but its weights differ from those here by up to "
                f"{words.number(apart, 2)}."
            )
        return (
            f"The run has taken this step on its {frame.executor} executor: {count} within "
            f"rounding, at most {words.number(apart, 2)} apart."
        )
