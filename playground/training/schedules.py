"""How the learning rate goes through a run."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from playground.network.named import NamedPart, as_field, entries
from playground.registry import Registry

Factors = NDArray[np.float64]


@dataclass(frozen=True)
class Watch:
    """What reduce on plateau knows of the validation losses so far.

    Attributes:
        best: the lowest.
        waited: for how many epochs none was lower.
        factor: what it has made of the rate.
        epoch: the one that ended with the last loss it knows of.
    """

    best: float = inf
    waited: int = 0
    factor: float = 1.0
    epoch: int = 0


NOTHING_SEEN = Watch()


@dataclass(frozen=True)
class Course:
    """The run that a schedule is asked about.

    Attributes:
        per_epoch: steps in an epoch.
        epochs: how many epochs the run is meant to have; it may go on after them.
        watch: what the validation losses up to now have come to.
    """

    per_epoch: int
    epochs: int
    watch: Watch = NOTHING_SEEN

    @property
    def steps(self) -> int:
        """How many steps the run is meant to have."""
        return self.per_epoch * self.epochs


class Schedule(NamedPart):
    """What the optimizer's learning rate is times, step by step.

    A schedule keeps nothing: what it gives depends on the steps' numbers and the course alone, so a
    run that is stopped and resumed goes on as if it had not been.

    Steps are counted in whole epochs and in what is done of the one in progress. A batch of another
    size in the middle of a run leaves the schedule at its epoch.
    """

    def factors(self, steps: NDArray[np.int64], course: Course) -> Factors:
        """The factor of each step.

        Args:
            steps: (K,) their numbers, from 0.
            course: the run they are of.

        Returns:
            (K,) float64, from 0 to 1.
        """
        raise NotImplementedError

    def seen(self, watch: Watch, epoch: int, loss: float) -> Watch:
        """What is known after an epoch, counted from 1, that ended with this validation loss."""
        return watch


class Constant(Schedule):
    """The rate stays."""

    name = "constant"
    label = "Constant"
    help = "The learning rate stays as it is."

    def factors(self, steps: NDArray[np.int64], course: Course) -> Factors:
        return np.ones(len(steps))


class Step(Schedule):
    """The rate falls in stairs."""

    name = "step"
    label = "Step"
    help = "Every few epochs the learning rate falls to a fraction."

    every: int = Field(
        30, ge=1, le=10_000_000, title="Every", description="Epochs from one fall to the next."
    )
    gamma: float = Field(
        0.1, gt=0.0, le=1.0, title="γ", description="What is left of the rate after a fall."
    )

    def factors(self, steps: NDArray[np.int64], course: Course) -> Factors:
        return np.power(self.gamma, steps // course.per_epoch // self.every)


class Exponential(Schedule):
    """The rate falls by the same share every epoch."""

    name = "exponential"
    label = "Exponential"
    help = "Each epoch the learning rate falls by the same share."

    gamma: float = Field(
        0.99, gt=0.0, le=1.0, title="γ", description="What is left of the rate after an epoch."
    )

    def factors(self, steps: NDArray[np.int64], course: Course) -> Factors:
        return np.power(self.gamma, steps // course.per_epoch)


class Cosine(Schedule):
    """Half a wave of the cosine from the rate down, after a straight climb to it.

    Loshchilov and Hutter 2017, eq. 5, without restarts; the warm-up is that of Goyal et al. 2017.
    """

    name = "cosine"
    label = "Cosine"
    help = "A climb to the learning rate, then a smooth fall to the end of the run."

    warm_up: float = Field(
        0.0, ge=0.0, le=10_000_000.0, title="Warm-up", description="Epochs of the climb."
    )
    final: float = Field(
        0.01,
        ge=0.0,
        le=1.0,
        title="Final",
        description="What is left of the rate at the end, and after it.",
    )

    def factors(self, steps: NDArray[np.int64], course: Course) -> Factors:
        climb = min(round(self.warm_up * course.per_epoch), course.steps)
        fall = course.steps - climb
        done = np.clip((steps - climb) / fall, 0.0, 1.0) if fall else np.ones(len(steps))
        falling = self.final + (1.0 - self.final) * _half_wave(done)
        return np.where(steps < climb, (steps + 1.0) / max(climb, 1), falling)


class OneCycle(Schedule):
    """From a small rate up to the rate, and down to a much smaller one.

    Smith and Topin 2018, in the form of PyTorch's OneCycleLR: two half waves of the cosine. The
    momentum stays.
    """

    name = "one_cycle"
    label = "One cycle"
    help = "From a small rate up to the learning rate, then far below it, once in the run."

    rise: float = Field(
        0.3, gt=0.0, lt=1.0, title="Rise", description="The part of the run that goes up."
    )
    first: float = Field(
        0.04, gt=0.0, le=1.0, title="First", description="What part of the rate it begins with."
    )
    last: float = Field(
        4e-6, gt=0.0, le=1.0, title="Last", description="What part of the rate it ends with."
    )

    def factors(self, steps: NDArray[np.int64], course: Course) -> Factors:
        top, end = self.rise * course.steps - 1.0, course.steps - 1.0
        up = np.clip(steps / top, 0.0, 1.0) if top > 0.0 else np.ones(len(steps))
        down = np.clip((steps - top) / (end - top), 0.0, 1.0)
        rising = 1.0 + (self.first - 1.0) * _half_wave(up)
        falling = self.last + (1.0 - self.last) * _half_wave(down)
        return np.where(steps <= top, rising, falling)


class ReduceOnPlateau(Schedule):
    """The rate falls when the validation loss no longer does.

    In the form of PyTorch's ReduceLROnPlateau with a relative threshold and no cooldown.
    """

    name = "reduce_on_plateau"
    label = "Reduce on plateau"
    help = "Whenever the validation loss stops falling, the learning rate does."

    factor: float = Field(
        0.1, gt=0.0, lt=1.0, title="Factor", description="What is left of the rate after a fall."
    )
    patience: int = Field(
        10,
        ge=0,
        le=10_000_000,
        title="Patience",
        description="Epochs without a lower validation loss that are let pass.",
    )
    threshold: float = Field(
        1e-4,
        ge=0.0,
        lt=1.0,
        title="Threshold",
        description="By what part of itself a loss must be lower to count.",
    )
    least: float = Field(
        0.0, ge=0.0, le=1.0, title="Least", description="What is left of the rate at least."
    )

    def factors(self, steps: NDArray[np.int64], course: Course) -> Factors:
        return np.full(len(steps), course.watch.factor)

    def seen(self, watch: Watch, epoch: int, loss: float) -> Watch:
        waited = watch.waited + epoch - watch.epoch
        if loss < watch.best * (1.0 - self.threshold):
            return Watch(loss, 0, watch.factor, epoch)
        if waited <= self.patience:
            return Watch(watch.best, waited, watch.factor, epoch)
        return Watch(watch.best, 0, max(watch.factor * self.factor, self.least), epoch)


def _half_wave(part: Factors) -> Factors:
    """From 1 at 0 to 0 at 1, flat at both ends: (1 + cos π·part) / 2."""
    waves: Factors = (1.0 + np.cos(np.pi * part)) / 2.0
    return waves


SCHEDULES: Registry[type[Schedule]] = entries(
    "schedule", [Constant, Step, Exponential, Cosine, OneCycle, ReduceOnPlateau]
)

ScheduleField = Annotated[Schedule, *as_field(SCHEDULES)]
