"""What training makes small, in one explicit list."""

from __future__ import annotations

from typing import Annotated

from playground.network.losses.amounts import (
    Huber,
    LogCosh,
    MeanAbsoluteError,
    MeanSquaredError,
    Poisson,
    RootMeanSquaredError,
)
from playground.network.losses.classes import BinaryCrossEntropy, CrossEntropy, Focal, Hinge
from playground.network.losses.loss import Loss
from playground.network.named import as_field, entries
from playground.registry import Registry

LOSSES: Registry[type[Loss]] = entries(
    "loss",
    [
        BinaryCrossEntropy,
        CrossEntropy,
        Focal,
        Hinge,
        MeanSquaredError,
        RootMeanSquaredError,
        MeanAbsoluteError,
        Huber,
        LogCosh,
        Poisson,
    ],
)

LossField = Annotated[Loss, *as_field(LOSSES)]

__all__ = [
    "LOSSES",
    "BinaryCrossEntropy",
    "CrossEntropy",
    "Focal",
    "Hinge",
    "Huber",
    "LogCosh",
    "Loss",
    "LossField",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "Poisson",
    "RootMeanSquaredError",
]
