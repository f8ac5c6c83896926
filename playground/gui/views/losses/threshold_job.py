"""What each threshold would make of a split's answers, by class or label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.gui.plots.names import named
from playground.gui.views.answers import ClassesAnswersJob, Words
from playground.training.answered import Answered
from playground.training.thresholds import ThresholdLines, threshold_lines

# Where the run itself draws the line.
IN_FORCE = 0.5
_OF_MANY = (
    "Of several classes that exclude each other the largest share wins, whatever it is: there is "
    "no threshold to move. Choose data with two classes, or with labels."
)


@dataclass(frozen=True, eq=False)
class Label:
    """One yes or no that is asked of every sample.

    Attributes:
        name: of the class or label. truth: (N,) zeros and ones. scores: (N,) how much each is taken
            for a yes. lines: the metrics at every threshold; None where a score is not finite.
    """

    name: str
    truth: NDArray[np.int64]
    scores: NDArray[Any]
    lines: ThresholdLines | None


@dataclass(frozen=True, eq=False)
class Answers:
    """A split that can be cut anew.

    Attributes:
        labels: one for two classes, one each for labels. task: the data's.
        split: its name. low, high: between which thresholds lie.
    """

    labels: tuple[Label, ...]
    task: str
    split: str
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class ThresholdJob(ClassesAnswersJob):
    """Sorts the scores of each label."""

    def unfit(self) -> str:
        if self.frame.signature.task == "multiclass":
            return _OF_MANY
        return super().unfit()

    def judge(self, answered: Answered) -> Answers | Words:
        signature = answered.signature
        multi = signature.task == "multilabel"
        kind = "label" if multi else "class"
        names = named(answered.prepared.dataset.target_names, kind, signature.outputs)
        numbers = list(range(signature.outputs)) if multi else [1]
        labels = []
        for number in numbers:
            truth = answered.truth[:, number] if multi else answered.truth == 1
            scores = answered.scores(number)
            labels.append(
                Label(
                    names[number],
                    np.asarray(truth, np.int64).reshape(-1),
                    scores,
                    threshold_lines(truth, scores),
                )
            )
        every = np.concatenate([label.scores for label in labels])
        low, high = min(0.0, float(every.min())), max(1.0, float(every.max()))
        return Answers(tuple(labels), signature.task, self.split, low, high)
