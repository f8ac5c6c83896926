"""What every loss is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np

from playground.engine.ops import OPS
from playground.network.named import NamedPart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.engine.graph import Value
    from playground.network.builder import Builder
    from playground.network.signature import Signature


class Loss(NamedPart):
    """A loss of predictions and targets.

    Class attributes:
        op: the op on final predictions.
        fused: for each final activation that has one, the op on what comes before it, with which no
            logarithm of 0 can happen, or which wants scores to begin with.
        final: the final activation it asks for where it fits, "" for the head's own.
        of_scores: whether a fused op judges what comes before the final activation for itself, and
            no derivative with respect to the final predictions is ever taken.
    """

    op: ClassVar[str]
    fused: ClassVar[dict[str, str]] = {}
    final: ClassVar[Literal["", "exponential"]] = ""
    of_scores: ClassVar[bool] = False

    def build(
        self, builder: Builder, logits: Value, prediction: Value, final: str, target: Value
    ) -> Value:
        """One number for the batch.

        Args:
            builder: where to add.
            logits: (N, K) before the final activation.
            prediction: (N, K) after it.
            final: the final activation's name.
            target: (N, K), as `targets` has made them.
        """
        if final in self.fused:
            op = self.chosen_op(self.fused[final])
            return builder.apply(op, logits, target, **self.attributes())
        return builder.apply(self.chosen_op(self.op), prediction, target, **self.attributes())

    def chosen_op(self, op: str) -> str:
        """The variant of `op` that its fields ask for; here, `op` itself."""
        return op

    def attributes(self) -> dict[str, Any]:
        """The op's attributes: here, this loss's fields."""
        return self.model_dump()

    # Data

    def fitted(self, signature: Signature) -> Loss:
        """This loss with everything filled in that it takes from the data; here, itself."""
        return self

    def misfit(self, columns: int) -> str:
        """What keeps it from judging that many outputs, in words; "" for nothing."""
        return ""

    def targets(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Targets (N, K) as its op takes them, of the same shape; here, as they are."""
        return columns

    def weight(self, targets: NDArray[Any]) -> float:
        """How much the loss of these targets counts in that of a whole; here, their rows."""
        return float(len(targets))

    def combine(self, losses: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
        """The loss of a whole from those of its parts: here, their mean, weighted by `weight`."""
        return float(np.average(losses, weights=weights))

    @property
    def formula(self) -> str:
        """L as a formula of predictions and targets."""
        return OPS[self.chosen_op(self.op)].formula
