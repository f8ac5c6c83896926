"""A value within a range: a head that can't leave it, beside one that can."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from playground.network.head import Head
from playground.network.heads import BoundedRegression, Regression
from playground.network.signature import Signature
from playground.training.experiments.experiment import Experiment
from playground.training.experiments.standing import Standing
from playground.training.experiments.words import counted, decimals

LOW, HIGH = 0.5, 5.0


class Ranges(Experiment):
    """Stars from 0.5 to 5, from a head that knows of the ends and from one that does not."""

    name = "range"
    label = "Free or bounded values"
    question = (
        "The values lie within a range. What does it help to build the range into the head, as a "
        "sigmoid stretched over it?"
    )
    tasks = ("regression",)
    data = {  # noqa: RUF012
        "source": "ratings",
        "samples": 1500,
        "noise": 0.1,
        "validation": 0.2,
        "seed": 4,
        "standardise": False,
    }
    nodes = (
        {"id": "tastes", "type": "Embedding", "vocabulary": 50, "units": 4},
        {"id": "flatten_1", "type": "Flatten"},
        {"id": "dense_1", "type": "Dense", "units": 16, "activation": "relu"},
    )
    training = {  # noqa: RUF012
        "optimizer": {"type": "adam", "learning_rate": 0.01},
        "batch_size": 16,
        "seed": 1,
    }
    epochs = 120

    def heads(self, signature: Signature) -> tuple[Head, Head]:
        if signature.name == self.data["source"]:
            return Regression(), BoundedRegression(low=LOW, high=HIGH)
        return Regression(), BoundedRegression()

    def verdict(self, standing: Standing) -> str:
        low, high = ends_of(standing.prepared.dataset.targets)
        beyond = [
            int(((side.answers < low) | (side.answers > high)).any(1).sum())
            for side in standing.sides
        ]
        errors = [side.on_validation("rmse") for side in standing.sides]
        free = standing.sides[0].answers
        return (
            f"Targets lie from {decimals(low)} to {decimals(high)}. Of "
            f"{counted(len(standing.rows), 'validation sample')} the free head answers outside on "
            f"{beyond[0]:,} (from {decimals(float(free.min()))} to "
            f"{decimals(float(free.max()))}), the bounded one on {beyond[1]:,}. Root mean squared "
            f"error {decimals(errors[0], 3)} against {decimals(errors[1], 3)}."
        )


def ends_of(targets: NDArray[Any]) -> tuple[float, float]:
    """The lowest and the highest of all targets."""
    return float(targets.min()), float(targets.max())
