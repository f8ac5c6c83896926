"""The same data under two heads, trained together, to see what a head is for."""

from __future__ import annotations

from playground.registry import Registry
from playground.training.experiments.experiment import Experiment
from playground.training.experiments.loss_of_classes import LossOfClasses
from playground.training.experiments.ranges import Ranges
from playground.training.experiments.several_classes import SeveralClasses
from playground.training.experiments.several_labels import SeveralLabels
from playground.training.experiments.two_ways import TwoWays

__all__ = ["EXPERIMENTS", "Experiment"]

EXPERIMENTS: Registry[Experiment] = Registry(
    "experiment",
    [SeveralLabels(), TwoWays(), SeveralClasses(), LossOfClasses(), Ranges()],
)
