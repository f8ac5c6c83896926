"""Updates that divide by a root of past squared gradients, and one that takes only their sign.

Operands are those of `update`.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from playground.engine.graph import LEARNING_RATE
from playground.engine.ops.adam import average, average_square
from playground.engine.ops.kernel import Control, Exact, Flat, sign, sqrt
from playground.engine.ops.op import Array
from playground.engine.ops.update import Update, rate_of


def _adagrad(
    out: Flat,
    gradient: Flat,
    total: Flat,
    control: Control,
    part: Flat,
    rate_factor: Exact,
    epsilon: float,
) -> None:
    part[0] = control[LEARNING_RATE] * rate_factor
    rate = part[0]
    for i in range(out.size):
        g = gradient[i]
        s = total[i] + g * g
        total[i] = s
        out[i] -= rate * (g / (sqrt(s) + epsilon))


class Adagrad(Update):
    """The further a weight has gone, the smaller its steps (Duchi et al. 2011)."""

    name = "adagrad"
    formula = "s ← s + g²;  w ← w − rate · g / (√s + ε)"
    states = 1
    kernel = staticmethod(_adagrad)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, total, control, part = arrays
        xp.multiply(gradient, gradient, part)
        xp.add(total, part, total)
        xp.sqrt(total, part)
        xp.add(part, attributes["epsilon"], part)
        xp.divide(gradient, part, part)
        xp.multiply(part, rate_of(control, attributes), part)
        xp.subtract(out, part, out)


def _rmsprop(
    out: Flat,
    gradient: Flat,
    square: Flat,
    velocity: Flat,
    control: Control,
    part: Flat,
    rate_factor: Exact,
    alpha: Exact,
    epsilon: float,
    momentum: float,
) -> None:
    part[0] = control[LEARNING_RATE] * rate_factor
    rate = part[0]
    part[0] = alpha
    old = part[0]
    part[0] = 1.0 - alpha
    new = part[0]
    for i in range(out.size):
        g = gradient[i]
        s = old * square[i] + new * (g * g)
        square[i] = s
        moving = momentum * velocity[i] + g / (sqrt(s) + epsilon)
        velocity[i] = moving
        out[i] -= rate * moving


class RMSprop(Update):
    """The gradient in units of its recent size (Tieleman and Hinton 2012), with momentum.

    In the form of PyTorch, where ε is added after the root.
    """

    name = "rmsprop"
    formula = "s ← αs + (1−α)g²;  v ← momentum · v + g / (√s + ε);  w ← w − rate · v"
    states = 2
    kernel = staticmethod(_rmsprop)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, square, velocity, control, part = arrays
        average_square(xp, square, gradient, attributes["alpha"], part)
        xp.sqrt(square, part)
        xp.add(part, attributes["epsilon"], part)
        xp.divide(gradient, part, part)
        xp.multiply(velocity, attributes["momentum"], velocity)
        xp.add(velocity, part, velocity)
        xp.multiply(velocity, rate_of(control, attributes), part)
        xp.subtract(out, part, out)


def _adadelta(
    out: Flat,
    gradient: Flat,
    square: Flat,
    moved: Flat,
    control: Control,
    part: Flat,
    other: Flat,
    rate_factor: Exact,
    rho: Exact,
    epsilon: float,
) -> None:
    part[0] = control[LEARNING_RATE] * rate_factor
    rate = part[0]
    part[0] = rho
    old = part[0]
    part[0] = 1.0 - rho
    new = part[0]
    for i in range(out.size):
        g = gradient[i]
        s = old * square[i] + new * (g * g)
        square[i] = s
        step = sqrt(moved[i] + epsilon) / sqrt(s + epsilon) * g
        moved[i] = old * moved[i] + new * (step * step)
        out[i] -= rate * step


class Adadelta(Update):
    """Steps in the units of past steps, so that no rate is needed (Zeiler 2012, algorithm 1)."""

    name = "adadelta"
    formula = "s ← ρs + (1−ρ)g²;  d = √(u+ε) / √(s+ε) · g;  u ← ρu + (1−ρ)d²;  w ← w − rate · d"
    states = 2
    working = 2
    kernel = staticmethod(_adadelta)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, square, moved, control, part, other = arrays
        rho, epsilon = attributes["rho"], attributes["epsilon"]
        average_square(xp, square, gradient, rho, part)
        xp.add(square, epsilon, part)
        xp.sqrt(part, part)
        xp.add(moved, epsilon, other)
        xp.sqrt(other, other)
        xp.divide(other, part, part)
        xp.multiply(part, gradient, part)
        average_square(xp, moved, part, rho, other)
        xp.multiply(part, rate_of(control, attributes), part)
        xp.subtract(out, part, out)


def _lion(
    out: Flat,
    gradient: Flat,
    mean: Flat,
    control: Control,
    part: Flat,
    other: Flat,
    rate_factor: Exact,
    beta_1: Exact,
    beta_2: Exact,
    weight_decay: Exact,
) -> None:
    part[0] = control[LEARNING_RATE] * rate_factor
    rate = part[0]
    part[0] = 1.0 - control[LEARNING_RATE] * rate_factor * weight_decay
    kept = part[0]
    part[0] = beta_1
    old_mean = part[0]
    part[0] = 1.0 - beta_1
    new_mean = part[0]
    part[0] = beta_2
    old_kept = part[0]
    part[0] = 1.0 - beta_2
    new_kept = part[0]
    for i in range(out.size):
        g = gradient[i]
        m = mean[i]
        out[i] = kept * out[i] - rate * sign(old_mean * m + new_mean * g)
        mean[i] = old_kept * m + new_kept * g


class Lion(Update):
    """A step of the same length for every weight, and the decay apart (Chen et al. 2023, alg. 2).

    The decay is times the learning rate, as in the paper.
    """

    name = "lion"
    formula = "w ← w − rate · (sign(β₁m + (1−β₁)g) + decay · w);  m ← β₂m + (1−β₂)g"
    states = 1
    working = 2
    kernel = staticmethod(_lion)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, mean, control, part, other = arrays
        beta_1, rate = attributes["beta_1"], rate_of(control, attributes)
        xp.multiply(mean, beta_1, part)
        xp.multiply(gradient, 1.0 - beta_1, other)
        xp.add(part, other, part)
        xp.sign(part, part)
        xp.multiply(part, rate, part)
        xp.multiply(out, 1.0 - rate * attributes["weight_decay"], out)
        xp.subtract(out, part, out)
        average(xp, mean, gradient, attributes["beta_2"], part)
