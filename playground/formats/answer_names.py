"""What the columns of a network's answers are called."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.formats.decision import Decision
from playground.training.trained import Trained

_PROBABLE = ("sigmoid", "softmax")


def answer_names(trained: Trained) -> list[str]:
    """A name for each column: "probability of iris", or a target's own name."""
    names = list(trained.target_names)
    if trained.signature.task == "regression":
        return names
    if trained.head.columns(trained.signature) == 1:
        names = names[1:]
    kind = "probability of" if trained.head.final in _PROBABLE else "answer for"
    return [f"{kind} {name}" for name in names]


def decided(trained: Trained, decision: Decision, answers: NDArray[Any]) -> list[str]:
    """What each of the answers (N, columns) comes to, by name; several labels with "; " between."""
    names = trained.target_names
    if decision.rule == "none":
        return [""] * len(answers)
    if decision.rule == "argmax":
        return [names[number] for number in answers.argmax(1)]
    yes: NDArray[np.bool_] = answers >= decision.threshold
    if trained.signature.task != "multilabel":
        return [names[int(each)] for each in yes[:, 0]]
    return ["; ".join(n for n, each in zip(names, row, strict=True) if each) for row in yes]
