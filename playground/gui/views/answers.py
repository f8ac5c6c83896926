"""Asking the network about a split: once a moment, however many views want to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.gui.frame import Frame
from playground.gui.views.bench import Bench
from playground.gui.views.reasons import classes_reason
from playground.training.answered import Answered, Answerer, SplitName

SPLIT_NAMES: dict[SplitName, str] = {"validation": "validation", "train": "training"}
DIVERGED = (
    "The predictions are not finite numbers: the training has diverged. "
    "Lower the learning rate and reset."
)


@dataclass(frozen=True)
class Words:
    """Why there is nothing to draw, and what to do."""

    text: str


@dataclass(frozen=True, eq=False)
class AnswersJob:
    """Answers of one split at a frame's moment, and what a view makes of them.

    Attributes:
        frame, split: what is asked.
    """

    frame: Frame
    split: SplitName

    def run(self, bench: Bench) -> Any:
        """What the view draws, or `Words`."""
        sentence = self.unfit()
        if sentence:
            return Words(sentence)
        answered = answered_of(bench, self.frame, self.split)
        sentence = why_nothing(answered)
        return Words(sentence) if sentence else self.judge(answered)

    def unfit(self) -> str:
        """Why such data has nothing to judge in this manner, or ""."""
        return ""

    def judge(self, answered: Answered) -> Any:
        """What the view draws of these answers, which are there and finite."""
        raise NotImplementedError


class ClassesAnswersJob(AnswersJob):
    """One that counts right and wrong."""

    def unfit(self) -> str:
        return classes_reason(self.frame.prepared, self.frame.head)


def answered_of(bench: Bench, frame: Frame, split: SplitName) -> Answered:
    """The answers of a split; views that ask about the same moment share them."""
    answerer = bench.keep(
        "answers", frame, lambda: Answerer(frame.network, frame.head, frame.signature)
    )
    return answerer.ask(frame.parameters, frame.prepared, split)


def why_nothing(answered: Answered) -> str:
    """Why a split can't be judged, or ""."""
    if len(answered) == 0:
        if answered.split == "train":
            return "There is no training sample. Lower the validation share to train on some."
        return "No sample is kept aside for validation. Raise the validation share to judge by."
    if answered.n_lost == len(answered):
        return DIVERGED
    if answered.n_lost:
        return (
            f"The predictions of {answered.n_lost:,} of {len(answered):,} samples are not finite "
            "numbers: the training is about to diverge. Lower the learning rate and reset."
        )
    return ""
