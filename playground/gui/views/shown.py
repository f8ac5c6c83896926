"""What every view shows: one moment of a run, and what is known of the run around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.gui.frame import Frame
from playground.training.history import History
from playground.training.moment import Moment

Series = Mapping[str, tuple[NDArray[np.float64], NDArray[np.float64]]]


@dataclass(frozen=True, eq=False)
class RunCurves:
    """A run's history, copies.

    Attributes:
        epochs, steps, seconds: (E,) the three ways to count; `seconds` are those spent training.
        series: "loss" and metric names, each with the (E,) curves of training and validation.
    """

    epochs: NDArray[np.float64]
    steps: NDArray[np.float64]
    seconds: NDArray[np.float64]
    series: Series

    @classmethod
    def of(cls, history: History) -> RunCurves:
        """A copy of what was measured up to now."""
        series = {name: history.series(name) for name in history.names}
        return cls(history.epochs(), history.steps(), history.seconds(), series)

    def columns(self) -> dict[str, NDArray[np.float64]]:
        """The same as `History.columns` has it."""
        found = {"epoch": self.epochs, "step": self.steps, "seconds": self.seconds}
        for name, (train, validation) in self.series.items():
            found |= {f"train {name}": train, f"validation {name}": validation}
        return found


@dataclass(frozen=True, eq=False)
class Shown:
    """What is to be seen now.

    Attributes:
        frame: the moment that views show: the newest, or an earlier one that was travelled to.
        live: whether it is the newest.
        curves: the whole run's, also beyond an earlier moment; None before the first measurement.
        moments: of the run, oldest first; replaced when there are more, never changed.
    """

    frame: Frame
    live: bool
    curves: RunCurves | None
    moments: tuple[Moment, ...]
