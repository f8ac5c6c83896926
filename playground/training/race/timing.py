"""The time of a training step, as the median of a few short stretches."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from time import perf_counter, thread_time

import numpy as np

from playground.engine.executors import GPU_DEVICES, Executor
from playground.errors import UserError
from playground.training.carry import part
from playground.training.race.course import RATE, Lane

STRETCH_S = 0.004
STRETCHES = 7
# A stretch in which the thread had the processor for a smaller share of the time was disturbed, and
# another is taken in its place, up to so many times as many in all. Where every one was disturbed,
# it is the processor's time that counts.
_UNDISTURBED = 0.95
_PATIENCE = 4
_MOST_STEPS = 20_000


@dataclass(frozen=True)
class Timing:
    """How long a step takes.

    Attributes:
        seconds: the median of the stretches that nothing disturbed; where there are none, that of
            the time which the thread had the processor.
        least, most: the shortest and the longest of those.
        steps: of a stretch.
        disturbed: the share of stretches that something else took the processor from.
    """

    seconds: float
    least: float
    most: float
    steps: int
    disturbed: float = 0.0

    @property
    def per_second(self) -> float:
        """Steps a second."""
        return 1.0 / self.seconds


def begin(executor: Executor, lane: Lane) -> None:
    """First weights, and a rate at which they hardly change."""
    for parameter in lane.compiled.parameters:
        place = lane.program.parameters[parameter.name]
        part(executor.parameters, place)[...] = parameter.initializer.draw(parameter, 0)
    executor.state.fill(0)
    executor.set_control(step=0, learning_rate=RATE, seed=0)


def time_of(
    executor: Executor, lane: Lane, stretch_s: float = STRETCH_S, stretches: int = STRETCHES
) -> Timing:
    """Time training steps.

    Raises:
        UserError: a number was not finite.
    """
    begin(executor, lane)
    _take(executor, lane, 1)  # what the first step sets up is no part of the others
    steps = _steps_of(executor, lane, stretch_s)
    # One that computes elsewhere leaves the processor to others by itself.
    least_share = 0.0 if executor.name in GPU_DEVICES else _UNDISTURBED
    calm: list[float] = []
    disturbed: list[float] = []
    while len(calm) < stretches and len(calm) + len(disturbed) < _PATIENCE * stretches:
        before = thread_time()
        seconds = _take(executor, lane, steps)
        busy = thread_time() - before
        if busy >= least_share * seconds:
            calm.append(seconds / steps)
        else:
            disturbed.append(busy / steps)
    taken = calm or disturbed
    share = len(disturbed) / (len(calm) + len(disturbed))
    return Timing(median(taken), min(taken), max(taken), steps, share)


def _steps_of(executor: Executor, lane: Lane, stretch_s: float) -> int:
    """How many steps fill a stretch."""
    steps = 1
    while True:
        seconds = min(_take(executor, lane, steps) for _ in range(2))
        if seconds * 4.0 > stretch_s or steps >= _MOST_STEPS:
            return max(1, min(_MOST_STEPS, round(steps * stretch_s / max(seconds, 1e-9))))
        steps *= 4


def _take(executor: Executor, lane: Lane, steps: int) -> float:
    """The seconds that so many steps take."""
    samples = len(lane.data[0])
    whole = max(1, samples // lane.batch) * lane.batch
    epochs = -(-steps * lane.batch // whole)
    order = np.tile(np.arange(whole), epochs)
    began = perf_counter()
    outcome = executor.train(lane.data, order, 0, lane.batch, steps, None, whole)
    seconds = perf_counter() - began
    if outcome.diverged is not None or outcome.steps < steps:
        raise UserError("A number was not finite, so its steps could not be timed.")
    return seconds
