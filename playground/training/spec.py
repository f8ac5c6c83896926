"""The training part of the document."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import Field, model_serializer

from playground.engine.program import Update
from playground.frozen import Frozen
from playground.network.regularization import Regularization
from playground.training.clipping import Clipping
from playground.training.optimizers import Adam, OptimizerField
from playground.training.schedules import Constant, ScheduleField
from playground.training.stopping import StopSpec
from playground.training.unfreezing import Unfreezing


class TrainingSpec(Frozen):
    """How the network is trained."""

    optimizer: OptimizerField = Field(
        Adam(), title="Optimizer", description="How a gradient becomes a step."
    )
    batch_size: int = Field(
        16, ge=1, le=65_536, title="Batch", description="Samples looked at before each step."
    )
    seed: int = Field(
        0,
        ge=0,
        lt=2**32,
        title="Seed",
        description="The same seed gives the same first weights and the same order of samples.",
    )
    epochs: int = Field(
        200,
        ge=1,
        le=10_000_000,
        title="Epochs",
        description="How many times a run from the command line goes through the samples, and how "
        "long schedules of the learning rate are.",
    )
    regularization: Regularization = Field(Regularization(), title="Regularize")
    clipping: Clipping = Field(Clipping(), title="Clip gradients")
    schedule: ScheduleField = Field(
        Constant(), title="Schedule", description="How the learning rate goes through a run."
    )
    unfreeze: Unfreezing = Field(
        Unfreezing(),
        title="Unfreezing pace",
        description="How frozen layers are freed in the course of a run, if they are.",
    )
    stop: StopSpec = Field(
        StopSpec(),
        title="Stop after",
        description="What ends a run by itself; all may be left out.",
    )

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> dict[str, Any]:
        given: dict[str, Any] = handler(self)
        for name in ("stop", "unfreeze"):
            if not given.get(name):
                given.pop(name, None)
        return given

    def update(self) -> Update:
        """What a step does to the gradient and then with it."""
        return replace(self.optimizer.update(), before=self.clipping.ops())
