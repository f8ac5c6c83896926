"""Optimizers' updates, over flat buffers however deep the network.

Operands: gradients, then the op's own state arrays (all zero before the first step), then control
(step, learning rate, seed), then one working array. `out` is the parameters, changed in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from types import ModuleType
from typing import Any, ClassVar

from playground.engine.graph import LEARNING_RATE, STEP, Shape, Value
from playground.engine.ops.op import Array, Attributes, Op


class Update(Op):
    """One optimizer step. Class attribute `states`: how many state arrays it keeps."""

    states: ClassVar[int] = 0

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return ((output.shape, False),)


class Sgd(Update):
    """Downhill along the gradient."""

    name = "sgd"
    formula = "w ← w − rate · g"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, control, step = arrays
        xp.multiply(gradient, float(control[LEARNING_RATE]), step)
        xp.subtract(out, step, out)


class Momentum(Update):
    """A heavy ball: past gradients keep pushing (Polyak 1964, in the form of PyTorch's SGD)."""

    name = "momentum"
    formula = "v ← momentum · v + g;  w ← w − rate · v"
    states = 1

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, velocity, control, step = arrays
        xp.multiply(velocity, attributes["momentum"], velocity)
        xp.add(velocity, gradient, velocity)
        xp.multiply(velocity, float(control[LEARNING_RATE]), step)
        xp.subtract(out, step, out)


class Nesterov(Update):
    """Momentum that looks ahead (Sutskever et al. 2013, in the form of PyTorch's SGD)."""

    name = "nesterov"
    formula = "v ← momentum · v + g;  w ← w − rate · (g + momentum · v)"
    states = 1

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, velocity, control, step = arrays
        momentum = attributes["momentum"]
        xp.multiply(velocity, momentum, velocity)
        xp.add(velocity, gradient, velocity)
        xp.multiply(velocity, momentum, step)
        xp.add(step, gradient, step)
        xp.multiply(step, float(control[LEARNING_RATE]), step)
        xp.subtract(out, step, out)


class Adam(Update):
    """A rate of its own for every parameter (Kingma and Ba 2015, algorithm 1).

    `epsilon` is added after the bias correction, as in the paper and in PyTorch.
    """

    name = "adam"
    formula = "m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  w ← w − rate · m̂ / (√v̂ + ε)"
    states = 2

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, mean, square, control, part = arrays
        beta_1, beta_2 = attributes["beta_1"], attributes["beta_2"]
        taken = float(control[STEP]) + 1.0
        mean_correction = 1.0 - beta_1**taken
        square_correction = sqrt(1.0 - beta_2**taken)
        xp.multiply(mean, beta_1, mean)
        xp.multiply(gradient, 1.0 - beta_1, part)
        xp.add(mean, part, mean)
        xp.multiply(square, beta_2, square)
        xp.multiply(gradient, gradient, part)
        xp.multiply(part, 1.0 - beta_2, part)
        xp.add(square, part, square)
        xp.sqrt(square, part)
        xp.divide(part, square_correction, part)
        xp.add(part, attributes["epsilon"], part)
        xp.divide(mean, part, part)
        xp.multiply(part, float(control[LEARNING_RATE]) / mean_correction, part)
        xp.subtract(out, part, out)
