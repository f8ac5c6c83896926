"""What the loss lab says of one answer, in sentences with its own numbers."""

from __future__ import annotations

from collections.abc import Mapping

from playground.gui.plots import words
from playground.gui.views.losses.mistakes_job import off_words
from playground.gui.views.losses.question import Question
from playground.network.losses import LOSSES
from playground.network.mistakes import Judged
from playground.network.pairs import FINAL_LABELS

_MANY = 1.5
# From here on how many times more is said in whole numbers.
_WHOLE = 10.0


def says_words(question: Question, prediction: float, error: float, *, yes: bool) -> str:
    """ "The network says 0.02, the truth is 1"."""
    if question.kind == "one_of_many":
        return f"The true class gets a share of {words.number(prediction)}"
    if question.kind == "amount":
        return f"The network is {off_words(error)}"
    return f"The network says {words.number(prediction)}, the truth is {int(yes)}"


def point_words(question: Question, says: str, looked: str, judged: Mapping[str, Judged]) -> str:
    """What the loss looked at makes of it, and how another compares."""
    compared = _compared(question, says, looked, judged)
    outputs = question.head.columns(question.signature)
    if question.kind == "one_of_many" or outputs == 1:
        return compared
    return f"{compared} In the loss of all {outputs} outputs each counts 1/{outputs}."


def _compared(question: Question, says: str, looked: str, judged: Mapping[str, Judged]) -> str:
    own = judged[looked]
    back = float(own.by_logits[0, 0])
    final = FINAL_LABELS[question.head.final].lower()
    where = "" if question.head.final == "identity" else f" through the {final}"
    said = (
        f"{says}. {LOSSES[looked].label} is {words.number(float(own.losses[0]))} and sends "
        f"{words.number(back)} back{where}."
    )
    other = next((name for name in _rivals(looked) if name in judged and name != looked), "")
    if not other:
        return said
    also = float(judged[other].by_logits[0, 0])
    label = LOSSES[other].label
    if not back or not also:
        return f"{said} {label} sends {words.number(also)}."
    ratio = abs(also / back)
    if 1.0 / _MANY < ratio < _MANY:
        return f"{said} {label} sends {words.number(also)}, about as much."
    if ratio > 1.0:
        return f"{said} {label} sends {words.number(also)}, {_times(ratio)} times more."
    less = f"{said} {label} sends {words.number(also)}, {_times(1.0 / ratio)} times less"
    flat = question.head.final in ("sigmoid", "softmax", "bounded") and ratio < 0.5
    is_fused = question.head.final in LOSSES[looked].fused
    return f"{less}: the {final} is flat there." if flat and is_fused else f"{less}."


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= _WHOLE else words.number(ratio, 2)


def _rivals(looked: str) -> tuple[str, ...]:
    """What a loss is set beside, the first of these that is drawn."""
    if looked == "mse":
        return ("binary_cross_entropy", "cross_entropy", "mae", "huber")
    return ("mse", "mae", "binary_cross_entropy", "cross_entropy")
