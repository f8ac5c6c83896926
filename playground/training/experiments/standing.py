"""Where both sides of an experiment stand: frozen numbers, for the window and for words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import Prepared
from playground.network.head import Head
from playground.training.history import Pair

# Of more validation samples the first so many are answered for words and bars.
MOST_ROWS = 2000


@dataclass(frozen=True, eq=False)
class SideStanding:
    """One side at one moment.

    Attributes:
        head: of this side.
        measured: (training, validation) of the loss and of every metric, at this very step.
        epochs: (E,) when it was measured.
        series: for the loss and every metric, the (E,) curves of training and validation.
        answers: (R, columns) predictions for `Standing.rows`, in the targets' own units.
        decided: what the head decides from them, as `Head.decide` has it.
        pull: the absolute derivative of this side's loss with respect to the last sum that the
            target asks most of, for the training sample `Standing.mistaken` alone.
        ended: why it can't go on, in words, or "".
    """

    head: Head
    measured: Mapping[str, Pair]
    epochs: NDArray[np.float64]
    series: Mapping[str, tuple[NDArray[np.float64], NDArray[np.float64]]]
    answers: NDArray[Any]
    decided: NDArray[Any]
    pull: float
    ended: str = ""

    def on_validation(self, name: str) -> float:
        """A measurement on the validation samples."""
        return self.measured[name][1]


@dataclass(frozen=True, eq=False)
class Standing:
    """Both sides at one moment.

    Attributes:
        prepared: the samples of both.
        rows: (R,) the validation samples that are answered, as rows of the whole data.
        epoch, steps: behind both.
        mistaken: the training sample that `pull` is of, as a row of the whole data.
        sides: the one that does not fit, and the one that does.
    """

    prepared: Prepared
    rows: NDArray[np.int64]
    epoch: int
    steps: int
    mistaken: int
    sides: tuple[SideStanding, SideStanding]

    @property
    def targets(self) -> NDArray[Any]:
        """The true targets of `rows`, as in `Dataset`."""
        found: NDArray[Any] = self.prepared.dataset.targets[self.rows]
        return found

    @property
    def ended(self) -> str:
        """Why it can't go on, in words, or ""."""
        return self.sides[0].ended or self.sides[1].ended
