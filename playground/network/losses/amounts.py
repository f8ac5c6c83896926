"""Losses of amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from playground.network.losses.loss import Loss

if TYPE_CHECKING:
    from numpy.typing import NDArray


class MeanSquaredError(Loss):
    """The mean of the squared differences."""

    name = "mse"
    label = "Mean squared error"
    help = "Squares every difference, so large mistakes count most."
    op = "mse"


class RootMeanSquaredError(Loss):
    """The square root of the mean squared error."""

    name = "rmse"
    label = "Root mean squared error"
    help = "Mean squared error brought back to the target's own units."
    op = "rmse"

    def combine(self, losses: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
        return float(np.sqrt(np.average(np.square(losses), weights=weights)))


class MeanAbsoluteError(Loss):
    """The mean of the absolute differences."""

    name = "mae"
    label = "Mean absolute error"
    help = "Every difference counts as much as it is large; outliers pull less."
    op = "mae"


class Huber(Loss):
    """Squared for small differences, straight for large ones."""

    name = "huber"
    label = "Huber"
    help = "Squared error up to delta, absolute error beyond: calm about outliers."
    op = "huber"

    delta: float = Field(
        1.0, gt=0.0, le=1e6, title="Delta", description="Where squared turns into straight."
    )


class LogCosh(Loss):
    """The logarithm of the difference's hyperbolic cosine."""

    name = "log_cosh"
    label = "Log-cosh"
    help = "Squared error for small differences turning smoothly into absolute error."
    op = "log_cosh"


class Poisson(Loss):
    """How unlikely counts are, where predictions are to be expected.

    Predictions are rates, so the last sum is taken for a rate's logarithm (`final`).
    """

    name = "poisson"
    label = "Poisson"
    help = "For counts, 0, 1, 2 and so on: how unlikely each is at the rate predicted."
    op = "poisson"
    fused: ClassVar[dict[str, str]] = {"exponential": "log_poisson"}
    final: ClassVar[Literal["", "exponential"]] = "exponential"
