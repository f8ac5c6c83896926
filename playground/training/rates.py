"""The learning rates of a run's steps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from playground.training.schedules import NOTHING_SEEN, Constant, Course, Factors, Schedule, Watch


class Rates:
    """What a schedule makes of the learning rate, epoch by epoch.

    Factors are worked out for an epoch as a whole, so that they are the same to the last bit
    however its steps are sliced.

    Args:
        schedule: the schedule.
        epochs: how many epochs the run is meant to have.
        watch: what is known of the validation losses so far.
    """

    def __init__(self, schedule: Schedule, epochs: int, watch: Watch = NOTHING_SEEN) -> None:
        self.watch = watch
        self._schedule = schedule
        self._epochs = epochs
        self._known: tuple[int, int, float] | None = None
        self._factors: Factors = np.ones(0)

    def edited(self, schedule: Schedule, epochs: int, epoch: int, *, same_loss: bool) -> Rates:
        """The rates after an edit in an epoch.

        Args:
            same_loss: whether validation losses can still be compared with those before it.
        """
        if schedule != self._schedule:
            return Rates(schedule, epochs, Watch(epoch=epoch))
        if not same_loss:
            return Rates(schedule, epochs, Watch(factor=self.watch.factor, epoch=epoch))
        return Rates(schedule, epochs, self.watch)

    def see(self, epoch: int, loss: float) -> None:
        """Take note of the validation loss at an epoch's end; of a second one at the same, not."""
        if epoch > self.watch.epoch:
            watch = self._schedule.seen(self.watch, epoch, loss)
            self.watch = replace(watch, epoch=epoch)

    def ahead(
        self, base: float, epoch: int, per_epoch: int, start: int, steps: int
    ) -> NDArray[np.float64] | None:
        """The rates of the next steps, or None where all are `base`.

        Args:
            base: the learning rate that the schedule is times.
            epoch: whole epochs behind the steps.
            per_epoch: how many steps an epoch has.
            start: how many of them are taken.
            steps: how many to tell the rates of; the end of the epoch ends them too.
        """
        if isinstance(self._schedule, Constant):
            return None
        wanted = (epoch, per_epoch, self.watch.factor)
        if self._known != wanted:
            numbers = epoch * per_epoch + np.arange(per_epoch)
            course = Course(per_epoch, self._epochs, self.watch)
            self._factors, self._known = self._schedule.factors(numbers, course), wanted
        rates: NDArray[np.float64] = base * self._factors[start : start + steps]
        return rates
