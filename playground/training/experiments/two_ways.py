"""One sigmoid, and a softmax over two outputs: the same thing."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.network.head import Head
from playground.network.heads import Binary, BinarySoftmax
from playground.network.signature import Signature
from playground.training.experiments.experiment import Experiment, Sessions, hidden
from playground.training.experiments.standing import Standing
from playground.training.experiments.words import share, small

# Beyond this, rounding no longer accounts for a difference.
_ROUNDING = 1e-3


class TwoWays(Experiment):
    """softmax([a, b]) answers σ(b − a): only the difference of the two sums counts.

    Both start at the same difference: of a sigmoid's w and b, one output has minus a half and the
    other a half. A step moves both outputs, and so their difference twice: at half the rate they
    go with the sigmoid, step by step, under plain descent and under Adam.
    """

    name = "two_ways"
    label = "Sigmoid or softmax"
    question = (
        "A yes or no as one sigmoid, or as two outputs that share 1: are they the same network?"
    )
    tasks = ("binary",)
    data = {"source": "moons", "samples": 400, "noise": 0.1}  # noqa: RUF012
    nodes = hidden(8, 8)
    training = {  # noqa: RUF012
        "optimizer": {"type": "sgd", "learning_rate": 0.1},
        "batch_size": 16,
        "seed": 1,
    }
    epochs = 150
    alike = True

    def heads(self, signature: Signature) -> tuple[Head, Head]:
        return BinarySoftmax(rate_factor=0.5), Binary()

    def begin(self, sessions: Sessions) -> None:
        two, one = sessions
        first = one.parameters()
        halves: dict[str, Any] = {
            name: np.concatenate((-first[name] / 2, first[name] / 2), axis=-1)
            for name in ("head.weight", "head.bias")
            if name in first
        }
        two.start_from(halves)

    def verdict(self, standing: Standing) -> str:
        two, one = standing.sides
        apart = float(np.abs(two.answers[:, 1] - one.answers[:, 0]).max())
        right = [side.on_validation("accuracy") for side in standing.sides]
        how = (
            "The same answers, from the same start: over all validation samples they differ by at "
            f"most {small(apart)}, which is rounding."
            if apart <= _ROUNDING
            else f"The answers differ by up to {small(apart)}: what keeps weights small, or "
            "rounding that grew step by step, has led the two apart."
        )
        return (
            f"{how} Accuracy {share(right[0])} and {share(right[1])}. Softmax of a and b is the "
            "sigmoid of b − a, so a second output brings nothing new. Both outputs move at each "
            "step: here at half the rate, to keep pace with the one."
        )
