"""What every task head is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from pydantic import Field, model_serializer

from playground.frozen import Frozen
from playground.network.canvas_parts import Place
from playground.network.initializers import InitializerField, Xavier
from playground.network.losses import LOSSES, LossField
from playground.network.named import parse_name
from playground.network.node import rate_factor_field
from playground.network.pairs import (
    FINAL_LABELS,
    FITTING_HEADS,
    HEAD_LABELS,
    TASK_WORDS,
    Final,
    why_not,
)
from playground.network.problems import ChooseHead, ChooseLoss, Misfit, Problem
from playground.network.shapes import in_words

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
        default_final: the final activation that fits.
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
    position: Place | None = Field(
        None, title="Position", description="Where its card stands on the canvas."
    )

    rate_factor: float = rate_factor_field("the head's weights move at")

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
        return self.activation or self.fitting_final

    @property
    def fitting_final(self) -> Final:
        """The final activation that fits: the head's, or that which a fitting loss asks for."""
        loss = self.loss_part
        return (loss.final if loss.name in self.losses else "") or self.default_final

    @property
    def loss_part(self) -> Any:
        """The loss in force."""
        return self.loss or parse_name(LOSSES, self.losses[0])

    def loss_for(self, signature: Signature) -> Any:
        """The loss in force, with everything filled in that it takes from the data."""
        return self.loss_part.fitted(signature)

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
            (N, columns) float64: one column of 0 and 1 for two classes, one-hot for more, smoothed
            and weighted as the loss would have them.
        """
        return self.prepare(self.spread(targets, signature), signature)

    def spread(self, targets: NDArray[Any], signature: Signature) -> NDArray[np.float64]:
        """Targets as columns, before the loss makes anything of them; see `encode`."""
        columns = self.columns(signature)
        if signature.task in ("binary", "multiclass") and columns > 1:
            one_hot: NDArray[np.float64] = np.eye(columns)[
                np.asarray(targets, np.int64).reshape(-1)
            ]
            return one_hot
        return np.asarray(targets, np.float64).reshape(len(targets), columns)

    def prepare(self, columns: NDArray[np.float64], signature: Signature) -> NDArray[np.float64]:
        """Targets that are columns already, smoothed and weighted as the loss would have them."""
        prepared: NDArray[np.float64] = self.loss_for(signature).targets(columns)
        return prepared

    # Building

    def build(self, builder: Builder, x: Value, signature: Signature) -> tuple[Value, Value]:
        """The last layer: (logits, prediction), both (N, columns)."""
        if len(x.shape) != 1:
            raise Misfit(
                f"The {self.label.lower()} head takes a vector; it is given {in_words(x.shape)}.",
                "Flatten",
            )
        logits = builder.dense(x, self.columns(signature), self.initializer)
        return logits, self.finish(builder, logits, signature)

    def finish(self, builder: Builder, logits: Value, signature: Signature) -> Value:
        """The final activation of logits (N, columns)."""
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
        if signature.task not in (*self.tasks, *self.tries):
            return [self._refusal(signature)]
        misfit = self.loss_for(signature).misfit(self.columns(signature))
        found = [Problem("error", "head", misfit)] if misfit else []
        if signature.task in self.tries:
            why = self.tries[signature.task]
            found.append(Problem("warning", "head", why, _choose_head(signature)))
        loss = self.loss_part.name
        if loss not in self.losses or self.final != self.fitting_final:
            why = why_not(self.name, self.fitting_final, loss, self.final)
            found.append(Problem("warning", "head", why, self._choose_loss()))
        return found

    def _choose_loss(self) -> ChooseLoss:
        """The loss in force, if it fits, or the usual one; with the final activation to it."""
        name = self.loss_part.name
        name = name if name in self.losses else self.losses[0]
        final = LOSSES[name].final or self.default_final
        return ChooseLoss(name, f"{FINAL_LABELS[final]} and {LOSSES[name].label}")

    def _refusal(self, signature: Signature) -> Problem:
        choice = _choose_head(signature)
        return Problem(
            "error",
            "head",
            f"The {self.label.lower()} head can't answer {signature.name}: "
            f"{TASK_WORDS[signature.task].format(count=signature.outputs)}. "
            f"Choose {choice.title}.",
            choice,
        )


def _choose_head(signature: Signature) -> ChooseHead:
    name = FITTING_HEADS[signature.task]
    return ChooseHead(name, HEAD_LABELS[name])
