"""What a head asks of one answer: a yes or no, one of several classes, or an amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from playground.network.heads import Head
from playground.network.losses import LOSSES, Loss
from playground.network.mistakes import Judged, Mistakes
from playground.network.signature import Signature

Floats = NDArray[np.float64]
Kind = Literal["yes_no", "one_of_many", "amount"]
Axis = Literal["prediction", "sum"]

# The losses that are set beside one another, the usual one first.
CANDIDATES: dict[Kind, tuple[str, ...]] = {
    "yes_no": ("binary_cross_entropy", "mse", "focal", "hinge", "mae", "huber"),
    "one_of_many": ("cross_entropy", "mse", "focal", "hinge", "mae"),
    "amount": ("mse", "mae", "huber", "log_cosh", "rmse"),
}
_FAR = 8.0
# So near to 0 and 1 are predictions shown.
_EDGE = 0.004
_POINTS = 97
_TINY = 1e-9


@dataclass(frozen=True)
class Question:
    """One output of a head, with whatever competes with it.

    Attributes:
        kind: of answer. head: whose final activation; its loss is left aside.
        signature: the data's. columns: K, how many outputs are judged together.
        truth: of an amount, the true value, in the network's scale; else 0.
    """

    kind: Kind
    head: Head
    signature: Signature
    columns: int
    truth: float = 0.0

    @property
    def candidates(self) -> tuple[str, ...]:
        """The losses to compare; the one in force among them."""
        names = CANDIDATES[self.kind]
        own = self.head.loss_part.name
        return names if own in names else (own, *names)

    @property
    def has_axes(self) -> bool:
        """Whether a prediction and the sum before it are two different things to look along."""
        return self.kind != "amount"

    def judges(self, loss: Loss) -> Mistakes:
        """What judges answers by a loss; weights of classes are left out."""
        # The final activation stays, also where another loss would ask for another.
        kept = {"loss": unweighted(loss), "activation": self.head.final}
        head = self.head.model_copy(update=kept)
        return Mistakes(head, self.signature, self.columns)

    def logits(self, x: Floats, axis: Axis) -> Floats:
        """(P, K) the sums that give predictions, or errors, x (P,); or that are x.

        Of several classes x is the true one's share, or by how much its sum leads all others.
        """
        x = np.asarray(x, np.float64)
        if self.kind == "amount":
            return self._before(self.truth + x)[:, None]
        rivals = max(1, self.columns - 1)
        if axis == "prediction":
            p = np.clip(x, _TINY, 1.0 - _TINY)
            x = np.log(p) - np.log1p(-p) + np.log(rivals)
        sums = np.zeros((len(x), self.columns))
        sums[:, 0] = x
        return sums

    def targets(self, yes: bool, rows: int) -> Floats:
        """(P, K) the truth: of a yes or no 1 or 0; of classes the first; of an amount its value."""
        found = np.zeros((rows, self.columns))
        if self.kind == "amount":
            found[:] = self.truth
        elif self.kind == "one_of_many" or yes:
            found[:, 0] = 1.0
        return found

    def ends(self, axis: Axis, reach: float) -> tuple[float, float]:
        """Between which x there is something to see; `reach`: the largest error."""
        if self.kind != "amount":
            return (0.0, 1.0) if axis == "prediction" else (-_FAR, _FAR)
        low, high = -reach, reach
        if self.head.final in ("bounded", "sigmoid"):
            least, most = self._bounds()
            low, high = least - self.truth, most - self.truth
        elif self.head.final == "exponential":
            low = max(low, -self.truth)
        return low, high

    def grid(self, axis: Axis, reach: float) -> Floats:
        """(P,) where curves are worked out."""
        low, high = self.ends(axis, reach)
        inset = _EDGE * (high - low) if self._is_bounded(axis) else 0.0
        places = np.linspace(low + inset, high - inset, _POINTS)
        # A corner is drawn as one, and its slope as a step, where points lie on either side of it.
        corners = [0.0, 1.0, -1.0]
        if self.kind != "amount" and axis == "prediction":
            rivals = max(1, self.columns - 1)
            corners = [np.exp(lead) / (np.exp(lead) + rivals) for lead in (1.0, -1.0)]
        corners = [place + side for place in corners for side in (-1e-9, 0.0, 1e-9)]
        inside = [c for c in corners if low + inset < c < high - inset]
        return np.unique(np.concatenate((places, inside)))

    def judge(self, loss: Loss, x: Floats, axis: Axis, *, yes: bool) -> Judged:
        """Answers at x (P,), judged by a loss."""
        return self.judges(loss).judge(self.logits(x, axis), self.targets(yes, len(x)))

    def _is_bounded(self, axis: Axis) -> bool:
        if self.kind != "amount":
            return axis == "prediction"
        return self.head.final in ("bounded", "sigmoid", "exponential")

    def _bounds(self) -> tuple[float, float]:
        return (0.0, 1.0) if self.head.final == "sigmoid" else self.head.bounds(self.signature)

    def _before(self, predictions: Floats) -> Floats:
        """The sums that give these."""
        if self.head.final in ("bounded", "sigmoid"):
            low, high = self._bounds()
            share = np.clip((predictions - low) / (high - low), _TINY, 1.0 - _TINY)
            sums: Floats = np.log(share) - np.log1p(-share)
            return sums
        if self.head.final == "exponential":
            logs: Floats = np.log(np.maximum(predictions, _TINY))
            return logs
        return predictions


def question_of(head: Head, signature: Signature, truth: float = 0.0) -> Question | str:
    """What the head asks; or in words why its answers can't be judged one by one."""
    columns = head.columns(signature)
    if head.final == "softmax":
        if columns == 1:
            return "Softmax over a single output is always 1, whatever the sum before it."
        if signature.task == "multilabel":
            return (
                "Softmax makes the labels share one 1, so no label can be judged by itself. Choose "
                "the multi-label head to see what each label's answer costs."
            )
        if signature.task == "regression":
            return "Softmax makes shares, not values: choose the regression head."
        return Question("one_of_many", head, signature, columns)
    if head.final == "sigmoid" and signature.task != "regression":
        return Question("yes_no", head, signature, 1)
    return Question("amount", head, signature, 1, truth)


def unweighted(loss: Any) -> Any:
    """The loss without weights of classes, which mean nothing for a sample alone."""
    if getattr(loss, "class_weights", None) is None:
        return loss
    return loss.model_copy(update={"class_weights": None})


def part_of(question: Question, name: str) -> Loss:
    """A candidate with its usual fields; the one in force with those it has."""
    own: Loss = question.head.loss_part
    return own if own.name == name else LOSSES[name]()
