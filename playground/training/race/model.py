"""Why a step takes as long as it does: a sum of three parts, fitted to what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from playground.training.race.cost import StepCost

# So many cells at least, for three numbers.
LEAST_CELLS = 6
_NEXT_TO_NOTHING = 1e-3


@dataclass(frozen=True)
class Shares:
    """What the model makes of a step.

    Attributes:
        launch, memory, products: seconds for beginning instructions, for moving bytes, and for
            multiply-adds.
    """

    launch: float
    memory: float
    products: float

    @property
    def seconds(self) -> float:
        """All of it."""
        return self.launch + self.memory + self.products


@dataclass(frozen=True)
class Model:
    """seconds = instructions · launch + bytes / bandwidth + multiply-adds / rate.

    Attributes:
        launch: seconds an instruction, whatever its size.
        a_byte, a_product: seconds each; next to 0 where the fit has no use for it.
        error: the median over all cells of |model − measured| / measured.
    """

    launch: float
    a_byte: float
    a_product: float
    error: float

    def shares(self, cost: StepCost) -> Shares:
        """The three parts of a step."""
        return Shares(
            cost.instructions * self.launch,
            cost.bytes * self.a_byte,
            cost.multiply_adds * self.a_product,
        )


def fitted(costs: Sequence[StepCost], seconds: Sequence[float]) -> Model | None:
    """The model with the least squares of the logarithms' errors: twice as long and half as long
    are as wrong. None of its parts is below 0.

    Returns:
        None where too little was measured.
    """
    if len(costs) < LEAST_CELLS:
        return None
    from scipy.optimize import least_squares, nnls

    counts = np.array([(c.instructions, c.bytes, c.multiply_adds) for c in costs], float)
    measured = np.array(seconds)
    # A first guess, by relative errors, is linear; what it has no use for begins small.
    guess, _ = nnls(counts / measured[:, None], np.ones(len(measured)))
    smallest = _NEXT_TO_NOTHING * (measured[:, None] / counts).min(0)
    first = np.log(np.maximum(guess, smallest))

    def errors_of(logs: NDArray[np.float64]) -> NDArray[np.float64]:
        found: NDArray[np.float64] = np.log(counts @ np.exp(logs)) - np.log(measured)
        return found

    parts = np.exp(least_squares(errors_of, first, bounds=(first.min() - 30.0, 0.0)).x)
    launch, a_byte, a_product = (float(each) for each in parts)
    model = Model(launch, a_byte, a_product, 0.0)
    found = [model.shares(cost).seconds for cost in costs]
    errors = [abs(f - m) / m for f, m in zip(found, seconds, strict=True)]
    return Model(launch, a_byte, a_product, median(errors))
