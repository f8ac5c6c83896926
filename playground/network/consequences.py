"""What a choice of loss or final activation would bring, in words, before it is made."""

from __future__ import annotations

from dataclasses import dataclass

from playground.network.head import Head
from playground.network.losses import LOSSES
from playground.network.named import parse_name
from playground.network.pairs import FINAL_LABELS, Final
from playground.network.signature import Signature


@dataclass(frozen=True)
class Consequence:
    """What comes of a choice.

    Attributes:
        fits: whether it goes with the head and the data.
        words: what it does; where it doesn't fit, why.
    """

    fits: bool
    words: str

    @property
    def mark(self) -> str:
        """A word or two for a list."""
        return "fits" if self.fits else "doesn't fit"


def of_loss(head: Head, loss: str, signature: Signature) -> Consequence:
    """What choosing the loss called `loss` would bring `head` on such data."""
    tried = head.model_copy(update={"loss": parse_name(LOSSES, loss)})
    if why := _what_is_new(tried, signature):
        return Consequence(False, why)
    words = LOSSES[loss].help
    if tried.final != head.final:
        words += f" The final activation becomes {FINAL_LABELS[tried.final].lower()}."
    return Consequence(True, words)


def of_final(head: Head, final: Final, signature: Signature) -> Consequence:
    """What choosing a final activation would bring `head` on such data."""
    tried = head.model_copy(update={"activation": final})
    if why := _what_is_new(tried, signature):
        return Consequence(False, why)
    return Consequence(True, f"{_ANSWERS[final]} Loss: {head.loss_part.label}.")


_ANSWERS: dict[Final, str] = {
    "sigmoid": "Each output becomes a probability by itself, between 0 and 1.",
    "softmax": "The outputs become probabilities that share 1.",
    "identity": "The last sum is the answer, any value at all.",
    "bounded": "The answer stays within a range: a sigmoid stretched over it.",
    "exponential": "The answer is above 0 always, as a rate is.",
}


def _what_is_new(tried: Head, signature: Signature) -> str:
    """The first problem that `tried` has and the same head with its usual pair has not, or ""."""
    usual = tried.model_copy(update={"loss": None, "activation": None})
    known = {problem.message for problem in usual.problems(signature)}
    messages = [problem.message for problem in tried.problems(signature)]
    return next((message for message in messages if message not in known), "")
