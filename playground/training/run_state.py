"""What training goes on from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.graph import CONTROL_SIZE
from playground.training.schedules import NOTHING_SEEN, Watch
from playground.training.start import NO_START, Start

if TYPE_CHECKING:
    from playground.data.prepare import Prepared


@dataclass(frozen=True)
class RunState:
    """A run at one moment, complete: going on from it is the same as never having stopped.

    Attributes:
        parameters: by name.
        optimizer: its memory, flat.
        control: (3,) float64: the optimizer's step, learning rate, seed.
        seed: of weights, order and dropout.
        epoch: whole epochs behind it.
        place: how many samples of the epoch in progress were used.
        steps: steps behind it.
        history: the columns of a `History`.
        watch: what the schedule of the learning rate knows.
        seconds: spent training.
        start: first weights that were given, for a reset.
        prepared: the samples it has seen; None where it comes from a file.
    """

    parameters: Mapping[str, NDArray[Any]]
    optimizer: NDArray[Any]
    control: NDArray[np.float64]
    seed: int
    epoch: int
    place: int
    steps: int
    history: Mapping[str, NDArray[np.float64]]
    watch: Watch = NOTHING_SEEN
    seconds: float = 0.0
    start: Start = NO_START
    prepared: Prepared | None = None

    def damage(self, rows: int) -> str:
        """What can't be of a run through `rows` training samples, in words, or ""."""
        counts = {
            "seed": (self.seed, 2**32),
            "epoch": (self.epoch, 2**53),
            "place in the epoch": (self.place, rows),
            "number of steps": (self.steps, 2**53),
        }
        for name, (number, end) in counts.items():
            if not 0 <= number < end:
                return f"its {name} is {number:,}, and can be from 0 to {end - 1:,}"
        if not 0.0 <= self.seconds < inf:
            return f"its time in seconds is {self.seconds}, and can be from 0"
        if self.control.shape != (CONTROL_SIZE,) or not np.isfinite(self.control).all():
            return f"its counters are not {CONTROL_SIZE} finite numbers"
        if self.optimizer.dtype.kind != "f":
            return "its optimizer's memory is not of numbers"
        if (self.control < 0).any():  # a schedule may end at a rate of 0
            return "some of its counters are below 0"
        first = self.start.parameters.values()
        if not all(each.dtype.kind in "fiu" and np.isfinite(each).all() for each in first):
            return "its first weights are not finite numbers"
        lengths = {column.shape for column in self.history.values()}
        if self.history and (len(lengths) > 1 or "epoch" not in self.history):
            return "its history is not of columns of one length, with their epochs"
        for name, column in self.history.items():
            other = name.replace("train ", "validation ", 1)
            if column.ndim != 1 or other not in self.history:
                return f"its history lacks a column beside {name!r}"
        return ""
