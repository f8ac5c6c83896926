"""What training makes small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from playground.engine.ops import OPS
from playground.network.named import NamedPart, as_field, entries

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.engine.graph import Value
    from playground.network.builder import Builder


class Loss(NamedPart):
    """A loss of predictions and targets.

    Class attributes:
        op: the op on final predictions.
        fused: for each final activation that has one, the op on what comes before it: the same
            number, computed without a logarithm of 0.
    """

    op: ClassVar[str]
    fused: ClassVar[dict[str, str]] = {}

    def build(
        self, builder: Builder, logits: Value, prediction: Value, final: str, target: Value
    ) -> Value:
        """One number for the batch.

        Args:
            builder: where to add.
            logits: (N, K) before the final activation.
            prediction: (N, K) after it.
            final: the final activation's name.
            target: (N, K).
        """
        attributes: dict[str, Any] = self.model_dump()
        if final in self.fused:
            return builder.apply(self.fused[final], logits, target, **attributes)
        return builder.apply(self.op, prediction, target, **attributes)

    def combine(self, losses: NDArray[np.float64], rows: NDArray[np.int64]) -> float:
        """The loss of many rows from that of their parts: here, the mean weighted by rows."""
        return float(np.average(losses, weights=rows))

    @property
    def formula(self) -> str:
        """L as a formula of predictions and targets."""
        return OPS[self.op].formula


class BinaryCrossEntropy(Loss):
    """The surprise at each yes or no."""

    name = "binary_cross_entropy"
    label = "Binary cross-entropy"
    help = "How surprised the network is by each yes or no. Sure and wrong costs most."
    op = "binary_cross_entropy"
    fused: ClassVar[dict[str, str]] = {"sigmoid": "sigmoid_cross_entropy"}


class CrossEntropy(Loss):
    """The surprise at the true class."""

    name = "cross_entropy"
    label = "Cross-entropy"
    help = "How surprised the network is by the true class, of classes that exclude each other."
    op = "cross_entropy"
    fused: ClassVar[dict[str, str]] = {"softmax": "softmax_cross_entropy"}


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

    def combine(self, losses: NDArray[np.float64], rows: NDArray[np.int64]) -> float:
        return float(np.sqrt(np.average(np.square(losses), weights=rows)))


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


LOSSES = entries(
    "loss",
    [
        BinaryCrossEntropy,
        CrossEntropy,
        MeanSquaredError,
        RootMeanSquaredError,
        MeanAbsoluteError,
        Huber,
    ],
)

LossField = Annotated[Loss, *as_field(LOSSES)]
