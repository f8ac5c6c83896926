"""Ways down a narrow valley, taken by the engine's own optimizers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from playground.engine.graph import CONTROL_SIZE, LEARNING_RATE, STEP
from playground.engine.ops import OPS
from playground.training.optimizers import OPTIMIZERS

START = (-2.3, 0.8)
STEEP = 10.0
# Rates at which each shows its ways within so many steps.
_RATES = {
    "sgd": 0.17,
    "momentum": 0.05,
    "nesterov": 0.05,
    "adagrad": 0.6,
    "adadelta": 90.0,
    "lion": 0.08,
    "rmsprop": 0.08,
}
_USUAL_RATE, _STEPS = 0.25, 30


@dataclass(frozen=True, eq=False)
class Walk:
    """The places of a walk, the start among them."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]


@cache
def walked(name: str, rate: float | None = None, steps: int = _STEPS) -> Walk:
    """The way of an optimizer down L = x²/2 + 5y², at a learning rate."""
    update = OPTIMIZERS[name]().update()
    op = OPS[update.op]
    w = np.array(START)
    states = [np.zeros(2) for _ in range(getattr(op, "states", 0))]
    working = [np.zeros(2) for _ in range(getattr(op, "working", 0))]
    control = np.zeros(CONTROL_SIZE)
    control[LEARNING_RATE] = _RATES.get(name, _USUAL_RATE) if rate is None else rate
    places = [w.copy()]
    for step in range(steps):
        control[STEP] = step
        gradient = w * np.array([1.0, STEEP])
        op.compute(
            np, w, gradient, *states, control, *working, rate_factor=1.0, **update.attributes
        )
        places.append(w.copy())
    x, y = np.array(places).T
    return Walk(x, y)
