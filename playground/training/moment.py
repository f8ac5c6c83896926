"""A run at one moment, kept so that it can be looked at, and gone on from, later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import Prepared
from playground.engine.program import Operand
from playground.network.edits import freeze
from playground.network.heads import Head
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.training.history import Pair
from playground.training.schedules import Watch
from playground.training.spec import TrainingSpec


@dataclass(frozen=True, eq=False)
class Stage:
    """What a run's numbers are the numbers of. Shared by all its moments between two edits.

    Attributes:
        network, head, training, signature, prepared: what is trained, how, on what.
        layout: where each parameter lies in the flat buffer.
        version: the session's; another with every edit.
        thawed: the frozen layers that gradual unfreezing has freed.
    """

    network: NetworkSpec
    head: Head
    training: TrainingSpec
    signature: Signature
    prepared: Prepared
    layout: Mapping[str, Operand]
    version: int
    thawed: frozenset[str] = frozenset()

    @property
    def in_force(self) -> NetworkSpec:
        """The network with those layers frozen that are so now."""
        return freeze(self.network, self.thawed, False)

    def same_loss(self, other: Stage) -> bool:
        """Whether losses of both can be compared: the same data, judged alike."""
        return self.prepared is other.prepared and self.head.loss_part == other.head.loss_part


@dataclass(frozen=True, eq=False)
class Moment:
    """A run at one moment, complete: going on from it is the same as never having stopped.

    Attributes:
        stage: what the numbers are of.
        parameters: the flat buffer, a copy.
        optimizer: its memory, flat, a copy.
        control: (3,) float64: the optimizer's step, learning rate, seed.
        seed: of weights, order and dropout.
        epoch: whole epochs behind it.
        place: how many samples of the epoch in progress were used.
        steps: steps behind it.
        seconds: spent training before it.
        batch_loss: of the last step's batch; NaN before the first.
        watch: what the schedule of the learning rate knows.
        last: the newest measurements, (training, validation) by name.
    """

    stage: Stage
    parameters: NDArray[Any]
    optimizer: NDArray[Any]
    control: NDArray[np.float64]
    seed: int
    epoch: int
    place: int
    steps: int
    seconds: float
    batch_loss: float
    watch: Watch
    last: Mapping[str, Pair]

    @property
    def validation_loss(self) -> float:
        """As it was last measured; infinite where it was not, or is not finite."""
        loss = self.last["loss"][1] if "loss" in self.last else inf
        return loss if isfinite(loss) else inf

    def misfit(self, stage: Stage, optimizer: int) -> str:
        """Why a run can't go on from here, and what to do, in words, or "".

        Args:
            stage: what is trained now.
            optimizer: how many numbers its optimizer remembers.
        """
        then, since = self.stage, f"since epoch {self.epoch:,}, so a run can't go on from there"
        shapes = [(name, place.shape) for name, place in then.layout.items()]
        if shapes != [(name, place.shape) for name, place in stage.layout.items()]:
            return f"The network has been edited {since}. Undo the edits of the network first."
        before, now = then.training.optimizer, stage.training.optimizer
        if before.name != now.name:
            change = f"changed from {before.label} to {now.label}"
            return f"The optimizer has been {change} {since}. Choose {before.label} first."
        if self.optimizer.size != optimizer:
            return f"The optimizer's settings have been changed {since}. Undo that first."
        return ""

    @property
    def n_bytes(self) -> int:
        """How much memory its numbers take."""
        return self.parameters.nbytes + self.optimizer.nbytes + self.control.nbytes
