"""What training goes on from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.training.schedules import NOTHING_SEEN, Watch


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
