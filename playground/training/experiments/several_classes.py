"""Independent sigmoids where exactly one class is true."""

from __future__ import annotations

from playground.network.head import Head
from playground.network.heads import Multiclass, Multilabel
from playground.network.signature import Signature
from playground.training.experiments.experiment import Experiment, hidden
from playground.training.experiments.standing import Standing
from playground.training.experiments.words import counted, decimals, share


class SeveralClasses(Experiment):
    """A yes or no each, where the answer is one of several."""

    name = "classes"
    label = "Sigmoids on several classes"
    question = "Exactly one class is true. What if sigmoids answer that don't know of each other?"
    tasks = ("multiclass",)
    data = {"source": "spirals", "samples": 400, "noise": 0.15, "classes": 4}  # noqa: RUF012
    nodes = hidden(8, 8)
    training = {  # noqa: RUF012
        "optimizer": {"type": "adam", "learning_rate": 0.01},
        "batch_size": 16,
        "seed": 1,
    }

    def heads(self, signature: Signature) -> tuple[Head, Head]:
        return Multilabel(), Multiclass()

    def verdict(self, standing: Standing) -> str:
        own, shared = standing.sides
        yes = (own.answers >= 0.5).sum(1)
        sums = own.answers.sum(1)
        together = shared.answers.sum(1)
        right = [side.on_validation("accuracy") for side in standing.sides]
        return (
            f"Of {counted(len(yes), 'sample')} the sigmoids say yes to no class on "
            f"{int((yes == 0).sum()):,} and to several on {int((yes > 1).sum()):,}; they add up to "
            f"{decimals(float(sums.min()))} to {decimals(float(sums.max()))}, softmax's to "
            f"{decimals(float(together.mean()))} on each. Accuracy by the largest: "
            f"{share(right[0])} against {share(right[1])}."
        )
