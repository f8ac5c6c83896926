"""Losses of classes and labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from playground.network.losses.loss import Loss

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.network.signature import Signature

Weight = Annotated[float, Field(gt=0.0, le=1e6)]

Smoothing = Annotated[float, Field(ge=0.0, lt=1.0)]
_SMOOTHING = "How much of each label is shared out evenly, so that no answer need be quite sure."


class BinaryCrossEntropy(Loss):
    """The surprise at each yes or no."""

    name = "binary_cross_entropy"
    label = "Binary cross-entropy"
    help = "How surprised the network is by each yes or no. Sure and wrong costs most."
    op = "binary_cross_entropy"
    fused: ClassVar[dict[str, str]] = {"sigmoid": "sigmoid_cross_entropy"}

    label_smoothing: Smoothing = Field(0.0, title="Label smoothing", description=_SMOOTHING)
    positive_weight: Weight = Field(
        1.0, title="Weight of a yes", description="How many times a no each yes counts."
    )

    def chosen_op(self, op: str) -> str:
        return op if self.positive_weight == 1.0 else f"weighted_{op}"

    def attributes(self) -> dict[str, Any]:
        if self.positive_weight == 1.0:
            return {}
        return {"positive_weight": self.positive_weight}

    def targets(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        return _smoothed(columns, self.label_smoothing, 2)


class CrossEntropy(Loss):
    """The surprise at the true class."""

    name = "cross_entropy"
    label = "Cross-entropy"
    help = "How surprised the network is by the true class, of classes that exclude each other."
    op = "cross_entropy"
    fused: ClassVar[dict[str, str]] = {"softmax": "softmax_cross_entropy"}

    label_smoothing: Smoothing = Field(0.0, title="Label smoothing", description=_SMOOTHING)
    class_weights: tuple[Weight, ...] | Literal["balanced"] | None = Field(
        None,
        title="Class weights",
        description="How much a sample of each class counts, one number a class; "
        '"balanced" makes rare classes count as much as common ones; empty for all alike.',
    )

    def chosen_op(self, op: str) -> str:
        return f"weighted_{op}" if self.class_weights else op

    def attributes(self) -> dict[str, Any]:
        weights = self._weights()
        if not weights:
            return {}
        return {"smoothing": self.label_smoothing, "mean_weight": float(np.mean(weights))}

    def fitted(self, signature: Signature) -> Loss:
        """With weights instead of "balanced": samples / (classes · samples of the class).

        King and Zeng 2001, as in scikit-learn. A class without samples counts as if it had one.
        """
        if self.class_weights != "balanced":
            return self
        counts = np.maximum(signature.counts, 1)
        weights = tuple((counts.sum() / (len(counts) * counts)).tolist()) if len(counts) else None
        return self.model_copy(update={"class_weights": weights})

    def misfit(self, columns: int) -> str:
        if self.class_weights == "balanced" or not self.class_weights:
            return ""
        if len(self.class_weights) == columns:
            return ""
        return (
            f"Class weights are one number an output: {columns} expected, "
            f"{len(self.class_weights)} given."
        )

    def targets(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Smoothed, then weighted."""
        smooth = _smoothed(columns, self.label_smoothing, columns.shape[1])
        weights = self._weights()
        return smooth * np.array(weights) if weights else smooth

    def weight(self, targets: NDArray[Any]) -> float:
        """The sum of the true classes' weights, which smoothing has not changed."""
        weights = self._weights()
        if not weights:
            return super().weight(targets)
        shared = len(targets) * self.label_smoothing * float(np.mean(weights))
        return (float(targets.sum()) - shared) / (1.0 - self.label_smoothing)

    def _weights(self) -> tuple[float, ...]:
        if self.class_weights == "balanced":
            raise ValueError("the data decides what is balanced: ask a loss that is fitted to it")
        return self.class_weights or ()


class Focal(Loss):
    """The surprise at each answer, the less the nearer it is to being right."""

    name = "focal"
    label = "Focal"
    help = "Cross-entropy that turns away from what is already right, towards the hard samples."
    op = "focal"
    fused: ClassVar[dict[str, str]] = {"sigmoid": "sigmoid_focal", "softmax": "softmax_focal"}

    gamma: float = Field(
        2.0,
        ge=0.0,
        le=10.0,
        title="Gamma",
        description="How strongly it turns away; 0 is the cross-entropy itself.",
    )


class Hinge(Loss):
    """How much each score lacks to be right by a margin of 1.

    Scores are what comes before the sigmoid (the score of a yes, the line at 0) or the softmax (a
    score a class, the largest wins), which leave decisions as they are.
    """

    name = "hinge"
    label = "Hinge"
    help = "Pushes every answer past the line by a margin, then leaves it alone, as an SVM does."
    op = "hinge"
    fused: ClassVar[dict[str, str]] = {"sigmoid": "hinge", "softmax": "multiclass_hinge"}
    of_scores: ClassVar[bool] = True


def _smoothed(columns: NDArray[np.float64], smoothing: float, ways: int) -> NDArray[np.float64]:
    """Each target a mixture with an even share of `ways` (Szegedy et al. 2016, section 7)."""
    return (1.0 - smoothing) * columns + smoothing / ways if smoothing else columns
