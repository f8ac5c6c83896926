"""Squared error on a yes or no, beside cross-entropy."""

from __future__ import annotations

import numpy as np

from playground.network.head import Head
from playground.network.heads import Binary, Multiclass
from playground.network.losses import LOSSES
from playground.network.named import parse_name
from playground.network.signature import Signature
from playground.training.experiments.experiment import Experiment, Sessions, hidden
from playground.training.experiments.standing import SideStanding, Standing
from playground.training.experiments.words import share, small

_SURE = 5.0
_MOSTLY = 0.8


class LossOfClasses(Experiment):
    """Two losses for the same head, both starting sure of what is wrong for half of the samples.

    Nielsen, "Neural Networks and Deep Learning" (2015), chapter 3, shows it of a single neuron: the
    derivative of the squared error has the sigmoid's own slope in it, which is next to 0 there.
    """

    name = "loss"
    label = "Squared error on classes"
    question = (
        f"Both start sure of one class: its sum begins {_SURE:g} higher. Which loss pulls a "
        "network back that is sure and wrong?"
    )
    tasks = ("binary", "multiclass")
    data = {"source": "moons", "samples": 400, "noise": 0.1}  # noqa: RUF012
    nodes = hidden(8, 8)
    training = {  # noqa: RUF012
        "optimizer": {"type": "sgd", "learning_rate": 0.1},
        "batch_size": 16,
        "seed": 3,
    }
    epochs = 150

    def heads(self, signature: Signature) -> tuple[Head, Head]:
        kind = Binary if signature.task == "binary" else Multiclass
        return kind(loss=parse_name(LOSSES, "mse")), kind()

    def begin(self, sessions: Sessions) -> None:
        for session in sessions:
            bias = session.parameters()["head.bias"]
            bias[-1] += _SURE
            session.start_from({"head.bias": bias})

    def verdict(self, standing: Standing) -> str:
        squared, entropy = standing.sides
        right = [side.on_validation("accuracy") for side in standing.sides]
        return (
            "On the training sample that both have most wrong, squared error pulls at the last sum "
            f"with {small(squared.pull)}, cross-entropy with {small(entropy.pull)}. Accuracy "
            f"passed {share(_MOSTLY)} {_when(squared)} with squared error, {_when(entropy)} with "
            f"cross-entropy; it is {share(right[0])} against {share(right[1])}."
        )


def _when(side: SideStanding) -> str:
    """From which epoch on most answers were right."""
    passed = np.flatnonzero(side.series["accuracy"][1] >= _MOSTLY)
    return f"after epoch {side.epochs[passed[0]]:,.0f}" if len(passed) else "not yet"
