"""Whether backpropagation's number is the slope: one weight, nudged up and down."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from playground.errors import UserError
from playground.training.carry import part
from playground.training.moment import Moment
from playground.training.stepping.objective import Objective

# Nudges to choose from. With the smallest, rounding rules the difference; with the largest, the
# curve's bend does.
NUDGES = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8)
USUAL = 1e-5
_AGREE, _NEARLY = 1e-5, 1e-2
# Slopes on both sides that differ by more than a share like this meet at a corner.
_CORNER = 0.05
# How far around a weight its loss is drawn: so many times itself, and at least so far.
_REACH, _LEAST_REACH, _POINTS = 1.0, 0.3, 41


@dataclass(frozen=True)
class Check:
    """What came of nudging one number of a parameter, in float64.

    Attributes:
        name, index: of the number. weight: it, before. nudge: h.
        above, at, below: the loss, with penalties, at w + h, w and w − h.
        backpropagated: the gradient by backpropagation, in float64.
    """

    name: str
    index: tuple[int, ...]
    weight: float
    nudge: float
    above: float
    at: float
    below: float
    backpropagated: float

    @property
    def quotient(self) -> float:
        """(L(w + h) − L(w − h)) / 2h."""
        return (self.above - self.below) / (2.0 * self.nudge)

    @property
    def relative(self) -> float:
        """How far apart both are, as a share of the larger; 0 where both are 0."""
        size = max(abs(self.quotient), abs(self.backpropagated))
        return abs(self.quotient - self.backpropagated) / size if size > 0.0 else 0.0

    @property
    def has_corner(self) -> bool:
        """Whether the slopes above and below w differ: a kink lies between."""
        up, down = (self.above - self.at) / self.nudge, (self.at - self.below) / self.nudge
        return abs(up - down) > _CORNER * max(abs(up), abs(down), 1e-12)

    @property
    def verdict(self) -> str:
        """In words."""
        if not isfinite(self.quotient) or not isfinite(self.backpropagated):
            return "The loss is no finite number here, so there is no slope to compare."
        if self.quotient == 0.0 and self.backpropagated == 0.0:
            return "Both are 0: nudging this number changes nothing for this batch."
        lost = abs(self.above - self.below) < 1e-12 * max(abs(self.at), 1e-300)
        if self.relative <= _AGREE:
            return "They agree: backpropagation has the slope right."
        if lost:
            return (
                "The two losses differ in their last digits only: h is so small that rounding is "
                "all there is to see. Take a larger one."
            )
        if self.has_corner:
            return (
                "There is a corner between w − h and w + h, as at the 0 of a ReLU: the slope is "
                "another on either side. Take a smaller h."
            )
        if self.relative <= _NEARLY:
            return (
                "They agree as far as this h can tell: a large one feels the bend of the loss, a "
                "very small one the rounding. Try others."
            )
        return "They do not agree. Try another h before doubting backpropagation."


@dataclass(frozen=True, eq=False)
class Valley:
    """The loss of the batch, with penalties, as one number of a parameter goes.

    Attributes:
        weights, losses: (K,) the number itself in the middle of them.
    """

    weights: NDArray[np.float64]
    losses: NDArray[np.float64]


def valley(moment: Moment, objective: Objective, name: str, index: tuple[int, ...]) -> Valley:
    """The losses around one number, as far as it is large, and no less than a little."""
    place = moment.stage.layout[name]
    weight = float(part(objective.parameters, place)[index])
    reach = max(_REACH * abs(weight), _LEAST_REACH)
    weights = weight + np.linspace(-reach, reach, _POINTS)
    losses = []
    for each in weights:
        parameters = objective.parameters.copy()
        part(parameters, place)[index] = each
        losses.append(objective.at(parameters))
    return Valley(weights, np.array(losses))


def check(
    moment: Moment, objective: Objective, name: str, index: tuple[int, ...], nudge: float = USUAL
) -> Check:
    """Nudge one number of a run's parameters by ±`nudge`.

    Args:
        objective: of the step after the moment.

    Raises:
        UserError: the number is not learned.
    """
    if name not in objective.learned:
        raise UserError(f"{name} is not learned, so it has no gradient. Choose another number.")
    place = moment.stage.layout[name]
    losses = []
    for change in (nudge, 0.0, -nudge):
        parameters = objective.parameters.copy()
        part(parameters, place)[index] += change
        losses.append(objective.at(parameters))
    gradient = objective.gradient(objective.parameters)
    return Check(
        name,
        index,
        float(part(objective.parameters, place)[index]),
        nudge,
        losses[0],
        losses[1],
        losses[2],
        float(np.asarray(part(gradient, place)[index])),
    )
