"""The loss of a batch along the way that its step goes, for every learning rate."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.training.stepping.objective import Objective
from playground.training.stepping.stepper import Stepper
from playground.training.stepping.upcoming import Upcoming

Array = NDArray[Any]
Floats = NDArray[np.float64]
POINTS = 61
_DOUBLINGS = 6
# Shares of the rate that goes lowest: below the first it is small, up to the second it is good.
_SMALL, _GOOD = 0.2, 1.5


@dataclass(frozen=True, eq=False)
class RateLine:
    """Losses, with penalties, at rates from 0 to `rates[-1]`.

    Attributes:
        rate: of the step.
        before: the loss at rate 0, before the step.
        rates: (K,).
        along_gradient: (K,) at w − rate · ∂L/∂w. along_step: (K,) where the optimizer would land.
        gradient_slope, step_slope: of both at rate 0: the tangents.
    """

    rate: float
    before: float
    rates: Floats
    along_gradient: Floats
    along_step: Floats
    gradient_slope: float
    step_slope: float

    @property
    def best(self) -> float:
        """The rate at which the optimizer's step goes lowest, of those that were tried."""
        finite = np.where(np.isfinite(self.along_step), self.along_step, np.inf)
        return float(self.rates[int(finite.argmin())])

    def verdict(self, rate: float, loss: float) -> str:
        """What a rate would do, in words.

        Args:
            loss: where the step would land.
        """
        best = self.best
        if not isfinite(loss):
            return "Diverges: the loss would be no finite number."
        if best == 0.0 and loss >= self.before:
            return "Goes up: this step does not lead down, however short it is."
        if loss > self.before:
            return "Too far: the step jumps across the valley and lands higher than it began."
        if rate > _GOOD * best:
            return "Overshoots: it lands beyond the lowest point, though below the beginning."
        if rate < _SMALL * best:
            return "Small: safe, and a longer step would go lower."
        if best == self.rates[-1]:
            return "Good: it goes down, and on this line a longer step would go lower still."
        return "Good: it lands near the lowest point on this line."


class RateSearch:
    """Tries rates on one batch, in float64. For one thread at a time."""

    def __init__(self, step: Upcoming) -> None:
        """Raises `UserError` where the network has errors."""
        self._objective = Objective(step)
        self._start = self._objective.parameters
        self._gradient = self._objective.gradient(self._start)
        self.rate = step.rate
        # A schedule may begin at 0; what the optimizer does is its rate times something anyway.
        probe = step.rate if step.rate > 0.0 else 1.0
        stepper = Stepper(
            Upcoming(step.moment, probe, step.rows, step.inputs), np.float64, most_bytes=0
        )
        stepper.go_to(len(stepper.instructions))
        self._step = (stepper.executor.parameters - self._start) / probe

    def landing(self, rate: float) -> float:
        """The loss where the optimizer's step would land at a rate."""
        return self._objective.at(self._start + rate * self._step)

    def along_gradient(self, rate: float) -> float:
        """The loss at w − rate · ∂L/∂w."""
        return self._objective.at(self._start - rate * self._gradient)

    def line(self, reach: float | None = None) -> RateLine:
        """The losses up to the rate `reach`; left out, up to where the step overshoots."""
        before = self._objective.at(self._start)
        rates = np.linspace(0.0, self._reach(before) if reach is None else reach, POINTS)
        return RateLine(
            self.rate,
            before,
            rates,
            np.array([self.along_gradient(float(rate)) for rate in rates]),
            np.array([self.landing(float(rate)) for rate in rates]),
            -float(np.dot(self._gradient, self._gradient)),
            float(np.dot(self._gradient, self._step)),
        )

    def _reach(self, before: float) -> float:
        reach = 2.0 * (self.rate if self.rate > 0.0 else 0.01)
        for _ in range(_DOUBLINGS):
            loss = self.landing(reach)
            if not isfinite(loss) or loss > before:
                break
            reach *= 2.0
        return reach
