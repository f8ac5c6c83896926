"""The training part of the document."""

from __future__ import annotations

from pydantic import Field

from playground.frozen import Frozen
from playground.network.regularization import Regularization
from playground.training.optimizers import Adam, OptimizerField


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
        description="How many times a run from the command line goes through the samples.",
    )
    regularization: Regularization = Field(Regularization(), title="Regularize")
