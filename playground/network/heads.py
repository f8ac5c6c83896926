"""Task heads: final units, final activation, losses and the decision, for one kind of question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from pydantic import BeforeValidator, Field, SerializeAsAny

from playground.network.head import Head
from playground.network.pairs import FITTING_HEADS, HEAD_LABELS, Final
from playground.network.problems import Problem
from playground.registry import Registry

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.network.signature import Signature, Task


class Binary(Head):
    """One output, the probability of class 1."""

    name = "binary"
    label = HEAD_LABELS["binary"]
    help = "Yes or no: one sigmoid, the probability of yes."
    default_final: ClassVar[Final] = "sigmoid"
    losses = ("binary_cross_entropy", "focal", "hinge")
    tasks = ("binary",)


class BinarySoftmax(Head):
    """Two outputs that share 1."""

    name = "binary_softmax"
    label = "Binary, two outputs"
    help = "Yes or no as two classes: a softmax over two outputs that share 1."
    default_final: ClassVar[Final] = "softmax"
    losses = ("cross_entropy", "focal", "hinge")
    tasks = ("binary",)

    def columns(self, signature: Signature) -> int:
        return 2


class Multiclass(Head):
    """A probability a class, sharing 1."""

    name = "multiclass"
    label = HEAD_LABELS["multiclass"]
    help = "One of several: a softmax makes the classes share a probability of 1."
    default_final: ClassVar[Final] = "softmax"
    losses = ("cross_entropy", "focal", "hinge")
    tasks = ("multiclass", "binary")
    tries: ClassVar[dict[str, str]] = {
        "multilabel": "Softmax makes the labels share one probability of 1, so two true labels can "
        "never both be near 1. Multi-label wants a sigmoid each."
    }

    def columns(self, signature: Signature) -> int:
        return signature.outputs

    def decide(self, predictions: NDArray[Any], task: Task) -> NDArray[Any]:
        if task == "multilabel":
            single: NDArray[Any] = np.eye(predictions.shape[1], dtype=np.int64)[
                predictions.argmax(1)
            ]
            return single
        return super().decide(predictions, task)


class Multilabel(Head):
    """A probability a label, each by itself."""

    name = "multilabel"
    label = HEAD_LABELS["multilabel"]
    help = "Any number of labels at once: a sigmoid each, yes or no by itself."
    default_final: ClassVar[Final] = "sigmoid"
    losses = ("binary_cross_entropy", "focal", "hinge")
    tasks = ("multilabel",)
    tries: ClassVar[dict[str, str]] = {
        "multiclass": "Each sample has exactly one class, but a sigmoid each may say yes to "
        "several or to none. Multi-class wants a softmax.",
        "binary": "Two classes that exclude each other need one yes or no, not two.",
    }

    def columns(self, signature: Signature) -> int:
        return signature.outputs


class Regression(Head):
    """Values, unbounded."""

    name = "regression"
    label = HEAD_LABELS["regression"]
    help = "A value: the last sum as it is, with no final activation."
    default_final: ClassVar[Final] = "identity"
    losses: ClassVar[tuple[str, ...]] = ("mse", "rmse", "mae", "huber", "log_cosh", "poisson")
    tasks = ("regression",)
    tries: ClassVar[dict[str, str]] = {
        "binary": "Squared error on a yes or no pulls hardest on samples that are right and far "
        "from the line. Binary wants a sigmoid and cross-entropy.",
        "multiclass": "Class numbers are names, not amounts. Multi-class wants a softmax and "
        "cross-entropy.",
        "multilabel": "Labels are yes or no, not amounts. Multi-label wants a sigmoid each.",
    }

    def problems(self, signature: Signature) -> list[Problem]:
        found = super().problems(signature)
        counting = self.loss_part.name == "poisson" and "poisson" in self.losses
        if counting and signature.low < 0:
            found.append(
                Problem(
                    "warning",
                    "head",
                    "The Poisson loss is for counts, which are 0 or more; the targets go down to "
                    f"{signature.low:g}. If they are standardised, switch that off.",
                )
            )
        return found


class BoundedRegression(Regression):
    """Values that can't leave a range: a sigmoid stretched over it."""

    name = "bounded_regression"
    label = "Bounded regression"
    help = "A value within a range, such as 0 to 5 stars: a sigmoid stretched over it."
    default_final: ClassVar[Final] = "bounded"
    losses = ("mse", "rmse", "mae", "huber", "log_cosh")

    low: float | None = Field(
        None, title="Lowest", description="The low end; empty: a little below the lowest target."
    )
    high: float | None = Field(
        None, title="Highest", description="The high end; empty: a little above the highest."
    )

    def bounds(self, signature: Signature) -> tuple[float, float]:
        low, high = super().bounds(signature)
        return self.low if self.low is not None else low, (
            self.high if self.high is not None else high
        )

    def problems(self, signature: Signature) -> list[Problem]:
        low, high = self.bounds(signature)
        found = super().problems(signature)
        if low >= high:
            found.append(
                Problem(
                    "error",
                    "head",
                    f"The lowest value, {low:g}, must be below the highest, {high:g}.",
                )
            )
        elif signature.task == "regression" and (low > signature.low or high < signature.high):
            found.append(
                Problem(
                    "warning",
                    "head",
                    f"The targets run from {signature.low:g} to "
                    f"{signature.high:g}; answers can't leave {low:g} to {high:g}.",
                )
            )
        return found


HEADS: Registry[type[Head]] = Registry(
    "head",
    [Binary, BinarySoftmax, Multiclass, Multilabel, Regression, BoundedRegression],
)


def fitting_head(signature: Signature) -> type[Head]:
    """The head that the data's task asks for."""
    return HEADS[FITTING_HEADS[signature.task]]


def _parse_head(given: Any) -> Head:
    if isinstance(given, Head):
        return given
    fields = {"type": given} if isinstance(given, str) else given
    if not isinstance(fields, dict) or not isinstance(fields.get("type"), str):
        raise ValueError(f"Expected a head by its type. Received: {given!r}.")
    if fields["type"] not in HEADS:
        raise ValueError(HEADS.unknown(fields["type"]))
    return HEADS[fields["type"]](**{k: v for k, v in fields.items() if k != "type"})


HeadField = Annotated[SerializeAsAny[Head], BeforeValidator(_parse_head)]

__all__ = [
    "HEADS",
    "Binary",
    "BinarySoftmax",
    "BoundedRegression",
    "Final",
    "Head",
    "HeadField",
    "Multiclass",
    "Multilabel",
    "Regression",
    "fitting_head",
]
