"""What the head lab writes, from the numbers of an experiment."""

from __future__ import annotations

from playground.gui.plots import words
from playground.gui.views.heads.frame import DuelFrame
from playground.training.experiments.experiment import title_of, why_wrong
from playground.training.experiments.standing import SideStanding
from playground.training.metrics import MAIN, in_words, label_of
from playground.training.signature import signature_of

INVITATION = (
    "Press Run: both sides train together, from the same first weights, on the same samples in the "
    "same order. Only the head differs."
)


def said(quantity: str, value: float) -> str:
    """The loss or a metric: "0.0412", "97.2%"."""
    return words.number(value) if quantity == "loss" else in_words(quantity, value)


def named(quantity: str) -> str:
    """What the loss or a metric is called."""
    return "loss" if quantity == "loss" else label_of(quantity)


def title(frame: DuelFrame, number: int) -> str:
    """A side by what makes it up: "Softmax, cross-entropy"."""
    return title_of(frame.heads[number])


def measured(frame: DuelFrame, side: SideStanding) -> str:
    """What a side has come to on the validation samples."""
    names = ("loss", MAIN[frame.standing.prepared.dataset.task])
    parts = [f"{named(name)} {said(name, side.on_validation(name))}" for name in names]
    return f"Validation: {', '.join(parts)}"


def why(frame: DuelFrame) -> str:
    """Why the first side does not fit, in the words of the problem list; where both do, what the
    one that is less usual is for."""
    other = frame.heads[0] if frame.setup.experiment.alike else frame.heads[1]
    return why_wrong(frame.heads[0], signature_of(frame.standing.prepared)) or other.help


def verdict(frame: DuelFrame) -> str:
    """What the numbers say, or how to begin."""
    if frame.standing.ended:
        return frame.standing.ended
    return frame.verdict or INVITATION
