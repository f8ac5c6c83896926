"""Task heads: final units, final activation, losses and the decision, for one kind of question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from pydantic import BeforeValidator, Field, SerializeAsAny, model_serializer

from playground.frozen import Frozen
from playground.network.initializers import InitializerField, Xavier
from playground.network.losses import LOSSES, LossField
from playground.network.named import parse_name
from playground.network.pairs import FINAL_LABELS, TASK_WORDS, Final, why_not
from playground.network.problems import ChooseHead, ChooseLoss, Misfit, Problem
from playground.network.shapes import in_words
from playground.registry import Registry

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.engine.graph import Value
    from playground.network.builder import Builder
    from playground.network.signature import Signature, Task


class Head(Frozen):
    """The end of a network.

    Class attributes:
        name: as in files.
        label, help: for people.
        final: the final activation that fits.
        losses: the losses that fit, the usual one first.
        tasks: the data tasks that fit.
        tries: other tasks that can be tried, each with why it is not the right one.

    Fields left None follow the head: the final activation, the loss.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    help: ClassVar[str]
    default_final: ClassVar[Final]
    losses: ClassVar[tuple[str, ...]]
    tasks: ClassVar[tuple[Task, ...]]
    tries: ClassVar[dict[str, str]] = {}

    loss: LossField | None = Field(None, title="Loss", description="What training makes small.")
    activation: Final | None = Field(
        None, title="Final activation", description="What turns the last sums into answers."
    )
    initializer: InitializerField = Field(
        Xavier(), title="Initializer", description="What the head's weights start as."
    )
    position: tuple[float, float] | None = Field(
        None, title="Position", description="Where its card stands on the canvas."
    )

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> dict[str, Any]:
        given: dict[str, Any] = handler(self)
        fields = type(self).model_fields
        return {
            "type": self.name,
            **{
                key: value
                for key, value in given.items()
                if getattr(self, key) != fields[key].default
            },
        }

    @property
    def type(self) -> str:
        """The head's name, as in files."""
        return self.name

    @property
    def final(self) -> Final:
        """The final activation in force."""
        return self.activation or self.default_final

    @property
    def loss_part(self) -> Any:
        """The loss in force."""
        return self.loss or parse_name(LOSSES, self.losses[0])

    # Shapes

    def columns(self, signature: Signature) -> int:
        """How many outputs it has on this data."""
        return 1 if signature.task == "binary" else signature.outputs

    def encode(self, targets: NDArray[Any], signature: Signature) -> NDArray[np.float64]:
        """Targets as the loss takes them.

        Args:
            targets: (N,) class numbers, (N, L) zeros and ones, or (N, T) values, by task.
            signature: the data's.

        Returns:
            (N, columns) float64: one column of 0 and 1 for two classes, one-hot for more.
        """
        columns = self.columns(signature)
        if signature.task in ("binary", "multiclass") and columns > 1:
            return np.eye(columns)[np.asarray(targets, np.int64).reshape(-1)]
        return np.asarray(targets, np.float64).reshape(len(targets), columns)

    # Building

    def build(self, builder: Builder, x: Value, signature: Signature) -> tuple[Value, Value]:
        """The last layer: (logits, prediction), both (N, columns)."""
        if len(x.shape) != 1:
            raise Misfit(
                f"The {self.label.lower()} head takes a vector; it is given {in_words(x.shape)}.",
                "Flatten",
            )
        logits = builder.dense(x, self.columns(signature), self.initializer)
        return logits, self._finish(builder, logits, signature)

    def _finish(self, builder: Builder, logits: Value, signature: Signature) -> Value:
        match self.final:
            case "identity":
                return logits
            case "bounded":
                low, high = self.bounds(signature)
                return builder.apply(
                    "affine", builder.apply("sigmoid", logits), scale=high - low, shift=low
                )
            case final:
                return builder.apply(final, logits)

    def bounds(self, signature: Signature) -> tuple[float, float]:
        """The range a bounded final activation stretches over: the targets', and a tenth more."""
        margin = 0.05 * ((signature.high - signature.low) or 1.0)
        return signature.low - margin, signature.high + margin

    # Deciding

    def decide(self, predictions: NDArray[Any], task: Task) -> NDArray[Any]:
        """Answers to the data's question from predictions (N, columns), a half being the line.

        Returns:
            By task: class numbers (N,), zeros and ones (N, L), or the values (N, T) themselves.
        """
        if task == "regression":
            return predictions
        if task == "multilabel":
            return (predictions >= 0.5).astype(np.int64)
        if predictions.shape[1] == 1:
            return (predictions[:, 0] >= 0.5).astype(np.int64)
        chosen: NDArray[Any] = predictions.argmax(1)
        return chosen

    # Judging

    def problems(self, signature: Signature) -> list[Problem]:
        """What does not fit: the data's task, the loss, the final activation."""
        found = []
        if signature.task in self.tries:
            fitting = fitting_head(signature)
            found.append(
                Problem(
                    "warning",
                    "head",
                    self.tries[signature.task],
                    ChooseHead(fitting.name, fitting.label),
                )
            )
        elif signature.task not in self.tasks:
            return [self._refusal(signature)]
        loss, final = self.loss_part, self.final
        if loss.name not in self.losses or final != self.default_final:
            usual = LOSSES[self.losses[0]]
            found.append(
                Problem(
                    "warning",
                    "head",
                    why_not(self.name, self.default_final, loss.name, final),
                    ChooseLoss(usual.name, f"{FINAL_LABELS[self.default_final]} and {usual.label}"),
                )
            )
        return found

    def _refusal(self, signature: Signature) -> Problem:
        fitting = fitting_head(signature)
        return Problem(
            "error",
            "head",
            f"The {self.label.lower()} head can't answer {signature.name}: "
            f"{TASK_WORDS[signature.task].format(count=signature.outputs)}. "
            f"Choose {fitting.label}.",
            ChooseHead(fitting.name, fitting.label),
        )


class Binary(Head):
    """One output, the probability of class 1."""

    name = "binary"
    label = "Binary"
    help = "Yes or no: one sigmoid, the probability of yes."
    default_final: ClassVar[Final] = "sigmoid"
    losses = ("binary_cross_entropy",)
    tasks = ("binary",)


class BinarySoftmax(Head):
    """Two outputs that share 1."""

    name = "binary_softmax"
    label = "Binary, two outputs"
    help = "Yes or no as two classes: a softmax over two outputs that share 1."
    default_final: ClassVar[Final] = "softmax"
    losses = ("cross_entropy",)
    tasks = ("binary",)

    def columns(self, signature: Signature) -> int:
        return 2


class Multiclass(Head):
    """A probability a class, sharing 1."""

    name = "multiclass"
    label = "Multi-class"
    help = "One of several: a softmax makes the classes share a probability of 1."
    default_final: ClassVar[Final] = "softmax"
    losses = ("cross_entropy",)
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
    label = "Multi-label"
    help = "Any number of labels at once: a sigmoid each, yes or no by itself."
    default_final: ClassVar[Final] = "sigmoid"
    losses = ("binary_cross_entropy",)
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
    label = "Regression"
    help = "A value: the last sum as it is, with no final activation."
    default_final: ClassVar[Final] = "identity"
    losses = ("mse", "rmse", "mae", "huber")
    tasks = ("regression",)
    tries: ClassVar[dict[str, str]] = {
        "binary": "Squared error on a yes or no pulls hardest on samples that are right and far "
        "from the line. Binary wants a sigmoid and cross-entropy.",
        "multiclass": "Class numbers are names, not amounts. Multi-class wants a softmax and "
        "cross-entropy.",
        "multilabel": "Labels are yes or no, not amounts. Multi-label wants a sigmoid each.",
    }


class BoundedRegression(Regression):
    """Values that can't leave a range: a sigmoid stretched over it."""

    name = "bounded_regression"
    label = "Bounded regression"
    help = "A value within a range, such as 0 to 5 stars: a sigmoid stretched over it."
    default_final: ClassVar[Final] = "bounded"

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

_FITTING: dict[str, type[Head]] = {
    "binary": Binary,
    "multiclass": Multiclass,
    "multilabel": Multilabel,
    "regression": Regression,
}


def fitting_head(signature: Signature) -> type[Head]:
    """The head that the data's task asks for."""
    return _FITTING[signature.task]


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
