"""What a lesson can know of the window: where it stands now, and what came since a step began."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

from playground.lessons.noticed import NOTHING, Noticed
from playground.project.spec import ProjectSpec
from playground.training.history import Pair


@dataclass(frozen=True, eq=False)
class Situation:
    """The window at one moment.

    Attributes:
        project: the document.
        learned: how many numbers each layer learns, by its id.
        values: the parameters by name, not to be written to; empty before there is a run.
        epoch, steps: behind the run.
        batch_loss: of the last step's batch; NaN before the first.
        running: whether it goes on by itself. live: whether the newest moment is shown.
        diverged: whether the run ended since its numbers were no longer finite.
        device: what it trains on, as it was chosen: "auto", "cpu", "numpy", "cuda".
        measured: (training, validation) by name: "loss" and the metrics.
        pinned: how many runs are pinned.
        views: the names of the views that can be seen. tabs: the tabs that are chosen.
        selected: the ids of the layers that are selected.
        noticed: what the views that can be seen tell.
    """

    project: ProjectSpec
    learned: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, NDArray[np.floating]] = field(default_factory=dict)
    epoch: int = 0
    steps: int = 0
    batch_loss: float = nan
    running: bool = False
    live: bool = True
    diverged: bool = False
    device: str = "auto"
    measured: Mapping[str, Pair] = field(default_factory=dict)
    pinned: int = 0
    views: frozenset[str] = frozenset()
    tabs: frozenset[str] = frozenset()
    selected: tuple[str, ...] = ()
    noticed: Noticed = NOTHING


class Since:
    """What has come since a step of a lesson began.

    Attributes:
        epochs, steps: how many were trained, resets or not.
        sights: everything that was pointed at.
        diverged: whether the run ended so at any time.
    """

    def __init__(self) -> None:
        self.epochs = self.steps = 0
        self.sights: set[str] = set()
        self.diverged = False
        self._last: Situation | None = None
        self._range: dict[str, tuple[float, float]] = {}

    def note(self, now: Situation) -> None:
        """This is how it stands now."""
        before = self._last
        if before is not None:
            self.epochs += _more(before.epoch, now.epoch)
            self.steps += _more(before.steps, now.steps)
        self.sights |= now.noticed.sights
        self.diverged |= now.diverged
        self._last = now

    def range_of(self, quantity: str, value: float) -> tuple[float, float]:
        """The lowest and the highest that was asked about under this name, `value` included."""
        low, high = self._range.get(quantity, (value, value))
        if isfinite(value):
            low, high = (min(low, value), max(high, value)) if isfinite(low) else (value, value)
            self._range[quantity] = low, high
        return low, high


def _more(before: int, now: int) -> int:
    """How many came; after a reset, all there are."""
    return now - before if now >= before else now
