"""Softmax where several labels may be true at once."""

from __future__ import annotations

import numpy as np

from playground.network.head import Head
from playground.network.heads import Multiclass, Multilabel
from playground.network.signature import Signature
from playground.training.experiments.experiment import Experiment, hidden
from playground.training.experiments.standing import Standing
from playground.training.experiments.words import counted, decimals, share


class SeveralLabels(Experiment):
    """The common mistake: one probability of 1 for all labels together."""

    name = "labels"
    label = "Softmax on several labels"
    question = (
        "A sample may have any number of labels. Can shares of one probability say so, "
        "or does it take a yes or no each?"
    )
    tasks = ("multilabel",)
    data = {"source": "regions", "samples": 500, "noise": 0.02}  # noqa: RUF012
    nodes = hidden(8, 8)
    training = {  # noqa: RUF012
        "optimizer": {"type": "adam", "learning_rate": 0.01},
        "batch_size": 16,
        "seed": 1,
    }

    def heads(self, signature: Signature) -> tuple[Head, Head]:
        return Multiclass(), Multilabel()

    def verdict(self, standing: Standing) -> str:
        shared, own = standing.sides
        true = standing.targets == 1
        several = true.sum(1) >= 2
        right = [side.on_validation("subset_accuracy") for side in standing.sides]
        scores = f"All labels right: {share(right[0])} against {share(right[1])}."
        if not several.any():
            return f"Softmax shares one probability of 1 among the labels. {scores}"
        least = [
            float(np.where(true[several], side.answers[several], np.inf).min(1).max())
            for side in (shared, own)
        ]
        return (
            f"Softmax shares one probability of 1: on the "
            f"{counted(int(several.sum()), 'sample')} with two labels or more, one of the true "
            f"ones always stays at {decimals(least[0])} or less; with a sigmoid each, both "
            f"reach {decimals(least[1])}. {scores}"
        )
