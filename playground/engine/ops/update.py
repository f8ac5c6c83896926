"""Optimizers' updates, over flat buffers however deep the network; here those of SGD.

Operands: gradients, then the op's own state arrays (all zero before the first step), then control
(step, learning rate, seed), then the working arrays. `out` is the parameters, changed in place.
The attribute `rate_factor` is how many times the learning rate these parameters move at.

In the kernels each scalar is worked out in float64 and laid in the first place of the working array
and read back from there, which makes it of the run's dtype, so that the loop runs in that alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any, ClassVar

from playground.engine.graph import LEARNING_RATE, Shape, Value
from playground.engine.ops.kernel import Control, Exact, Flat
from playground.engine.ops.op import Array, Attributes, Op


class Update(Op):
    """One optimizer step.

    Attributes:
        states: how many state arrays it keeps.
        working: how many working arrays it needs.
    """

    states: ClassVar[int] = 0
    working: ClassVar[int] = 1

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return ((output.shape, False),) * self.working


def rate_of(control: Array, attributes: Attributes) -> float:
    """The learning rate of the parameters that an update moves."""
    return float(control[LEARNING_RATE]) * float(attributes["rate_factor"])


def _sgd(out: Flat, gradient: Flat, control: Control, step: Flat, rate_factor: Exact) -> None:
    step[0] = control[LEARNING_RATE] * rate_factor
    rate = step[0]
    for i in range(out.size):
        out[i] -= rate * gradient[i]


class Sgd(Update):
    """Downhill along the gradient."""

    name = "sgd"
    formula = "w ← w − rate · g"
    kernel = staticmethod(_sgd)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, control, step = arrays
        xp.multiply(gradient, rate_of(control, attributes), step)
        xp.subtract(out, step, out)


def _momentum(
    out: Flat,
    gradient: Flat,
    velocity: Flat,
    control: Control,
    step: Flat,
    rate_factor: Exact,
    momentum: float,
) -> None:
    step[0] = control[LEARNING_RATE] * rate_factor
    rate = step[0]
    for i in range(out.size):
        moving = momentum * velocity[i] + gradient[i]
        velocity[i] = moving
        out[i] -= rate * moving


class Momentum(Update):
    """A heavy ball: past gradients keep pushing (Polyak 1964, in the form of PyTorch's SGD)."""

    name = "momentum"
    formula = "v ← momentum · v + g;  w ← w − rate · v"
    states = 1
    kernel = staticmethod(_momentum)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, velocity, control, step = arrays
        xp.multiply(velocity, attributes["momentum"], velocity)
        xp.add(velocity, gradient, velocity)
        xp.multiply(velocity, rate_of(control, attributes), step)
        xp.subtract(out, step, out)


def _nesterov(
    out: Flat,
    gradient: Flat,
    velocity: Flat,
    control: Control,
    step: Flat,
    rate_factor: Exact,
    momentum: float,
) -> None:
    step[0] = control[LEARNING_RATE] * rate_factor
    rate = step[0]
    for i in range(out.size):
        moving = momentum * velocity[i] + gradient[i]
        velocity[i] = moving
        out[i] -= rate * (momentum * moving + gradient[i])


class Nesterov(Update):
    """Momentum that looks ahead (Sutskever et al. 2013, in the form of PyTorch's SGD)."""

    name = "nesterov"
    formula = "v ← momentum · v + g;  w ← w − rate · (g + momentum · v)"
    states = 1
    kernel = staticmethod(_nesterov)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, velocity, control, step = arrays
        momentum = attributes["momentum"]
        xp.multiply(velocity, momentum, velocity)
        xp.add(velocity, gradient, velocity)
        xp.multiply(velocity, momentum, step)
        xp.add(step, gradient, step)
        xp.multiply(step, rate_of(control, attributes), step)
        xp.subtract(out, step, out)
