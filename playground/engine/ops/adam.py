"""Updates by running averages of the gradient and of its square: Adam and its kin.

Operands are those of `update`. In the paper's letters m is the average of the gradient, v that of
its square, t the number of steps with this one, and m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from playground.engine.graph import LEARNING_RATE, STEP
from playground.engine.ops.kernel import Control, Exact, Flat, sqrt
from playground.engine.ops.op import Array
from playground.engine.ops.parts import inner
from playground.engine.ops.update import Update, rate_of


def average(xp: ModuleType, kept: Array, new: Array, beta: float, part: Array) -> None:
    """kept ← β kept + (1 − β) new, by way of the working array `part`."""
    xp.multiply(kept, beta, kept)
    xp.multiply(new, 1.0 - beta, part)
    xp.add(kept, part, kept)


def average_square(xp: ModuleType, kept: Array, new: Array, beta: float, part: Array) -> None:
    """kept ← β kept + (1 − β) new², by way of the working array `part`."""
    xp.multiply(new, new, part)
    average(xp, kept, part, beta, part)


def root_into(xp: ModuleType, square: Array, correction: float, epsilon: float, out: Array) -> None:
    """√(square / correction) + ε, written to `out`."""
    xp.sqrt(square, out)
    xp.divide(out, correction**0.5, out)
    xp.add(out, epsilon, out)


@inner
def _adam_step(
    out: Flat,
    gradient: Flat,
    mean: Flat,
    square: Flat,
    control: Control,
    part: Flat,
    rate_factor: Exact,
    beta_1: Exact,
    beta_2: Exact,
    epsilon: float,
    weight_decay: float,
) -> None:
    taken = control[STEP] + 1.0
    part[0] = beta_1
    old_mean = part[0]
    part[0] = 1.0 - beta_1
    new_mean = part[0]
    part[0] = beta_2
    old_square = part[0]
    part[0] = 1.0 - beta_2
    new_square = part[0]
    part[0] = 1.0 / sqrt(1.0 - beta_2**taken)
    root_scale = part[0]
    part[0] = control[LEARNING_RATE] * rate_factor / (1.0 - beta_1**taken)
    rate = part[0]
    part[0] = 1.0 - control[LEARNING_RATE] * rate_factor * weight_decay
    kept = part[0]
    for i in range(out.size):
        g = gradient[i]
        m = old_mean * mean[i] + new_mean * g
        v = old_square * square[i] + new_square * (g * g)
        mean[i] = m
        square[i] = v
        out[i] = kept * out[i] - rate * (m / (sqrt(v) * root_scale + epsilon))


def _adam(
    out: Flat,
    gradient: Flat,
    mean: Flat,
    square: Flat,
    control: Control,
    part: Flat,
    rate_factor: Exact,
    beta_1: Exact,
    beta_2: Exact,
    epsilon: float,
) -> None:
    _adam_step(
        out, gradient, mean, square, control, part, rate_factor, beta_1, beta_2, epsilon, 0.0
    )


class AdamStep(Update):
    """The step that Adam and AdamW share."""

    states = 2

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, mean, square, control, part = arrays
        beta_1, beta_2 = attributes["beta_1"], attributes["beta_2"]
        taken = float(control[STEP]) + 1.0
        average(xp, mean, gradient, beta_1, part)
        average_square(xp, square, gradient, beta_2, part)
        root_into(xp, square, 1.0 - beta_2**taken, attributes["epsilon"], part)
        xp.divide(mean, part, part)
        xp.multiply(part, rate_of(control, attributes) / (1.0 - beta_1**taken), part)
        xp.subtract(out, part, out)


class Adam(AdamStep):
    """A rate of its own for every parameter (Kingma and Ba 2015, algorithm 1).

    `epsilon` is added after the bias correction, as in the paper and in PyTorch.
    """

    name = "adam"
    formula = "m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  w ← w − rate · m̂ / (√v̂ + ε)"
    kernel = staticmethod(_adam)


def _adamw(
    out: Flat,
    gradient: Flat,
    mean: Flat,
    square: Flat,
    control: Control,
    part: Flat,
    rate_factor: Exact,
    beta_1: Exact,
    beta_2: Exact,
    epsilon: float,
    weight_decay: Exact,
) -> None:
    _adam_step(
        out,
        gradient,
        mean,
        square,
        control,
        part,
        rate_factor,
        beta_1,
        beta_2,
        epsilon,
        weight_decay,
    )


class AdamW(AdamStep):
    """Adam with the decay of weights apart from the gradient (Loshchilov and Hutter 2019, alg. 2).

    The decay is times the learning rate, as in PyTorch.
    """

    name = "adamw"
    formula = (
        "m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  w ← w − rate · decay · w − rate · m̂ / (√v̂ + ε)"
    )
    kernel = staticmethod(_adamw)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        *_, control, _part = arrays
        xp.multiply(out, 1.0 - rate_of(control, attributes) * attributes["weight_decay"], out)
        super().compute(xp, out, *arrays, **attributes)


@inner
def _nadam_product(beta_1: Exact, momentum_decay: Exact, taken: Exact) -> float:
    """μ₁ · … · μₜ.

    What is below 1e-17 is taken for 0, since it is only ever subtracted from 1; so the loop ends
    after fifty factors or so at the usual settings, however long the run.
    """
    ratio = 0.96**momentum_decay
    product = 1.0
    power = 1.0
    step = 1.0
    while step <= taken and product > 1e-17:
        power *= ratio
        product *= beta_1 * (1.0 - 0.5 * power)
        step += 1.0
    return product


def _nadam(
    out: Flat,
    gradient: Flat,
    mean: Flat,
    square: Flat,
    control: Control,
    part: Flat,
    other: Flat,
    rate_factor: Exact,
    beta_1: Exact,
    beta_2: Exact,
    epsilon: float,
    momentum_decay: Exact,
) -> None:
    taken = control[STEP] + 1.0
    now = beta_1 * (1.0 - 0.5 * 0.96 ** (taken * momentum_decay))
    then = beta_1 * (1.0 - 0.5 * 0.96 ** ((taken + 1.0) * momentum_decay))
    product = _nadam_product(beta_1, momentum_decay, taken)
    part[0] = beta_1
    old_mean = part[0]
    part[0] = 1.0 - beta_1
    new_mean = part[0]
    part[0] = beta_2
    old_square = part[0]
    part[0] = 1.0 - beta_2
    new_square = part[0]
    part[0] = 1.0 / sqrt(1.0 - beta_2**taken)
    root_scale = part[0]
    part[0] = control[LEARNING_RATE] * rate_factor * (1.0 - now) / (1.0 - product)
    gradient_rate = part[0]
    part[0] = control[LEARNING_RATE] * rate_factor * then / (1.0 - product * then)
    mean_rate = part[0]
    for i in range(out.size):
        g = gradient[i]
        m = old_mean * mean[i] + new_mean * g
        v = old_square * square[i] + new_square * (g * g)
        mean[i] = m
        square[i] = v
        out[i] -= (gradient_rate * g + mean_rate * m) / (sqrt(v) * root_scale + epsilon)


class NAdam(Update):
    """Adam that looks ahead as Nesterov's momentum does (Dozat 2016, algorithm 2).

    The momentum warms up as in PyTorch: μₜ = β₁ (1 − ½ · 0.96^(t · momentum_decay)).
    """

    name = "nadam"
    formula = (
        "m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  "
        "w ← w − rate · ((1−μₜ) g / (1−Πμ) + μₜ₊₁ m / (1−μₜ₊₁Πμ)) / (√v̂ + ε)"
    )
    states = 2
    working = 2
    kernel = staticmethod(_nadam)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, mean, square, control, part, other = arrays
        beta_1, beta_2 = attributes["beta_1"], attributes["beta_2"]
        decay = attributes["momentum_decay"]
        rate, taken = rate_of(control, attributes), float(control[STEP]) + 1.0
        now, then = (beta_1 * (1.0 - 0.5 * 0.96 ** (t * decay)) for t in (taken, taken + 1.0))
        product = _nadam_product(beta_1, decay, taken)
        average(xp, mean, gradient, beta_1, part)
        average_square(xp, square, gradient, beta_2, part)
        xp.multiply(gradient, rate * (1.0 - now) / (1.0 - product), part)
        xp.multiply(mean, rate * then / (1.0 - product * then), other)
        xp.add(part, other, part)
        root_into(xp, square, 1.0 - beta_2**taken, attributes["epsilon"], other)
        xp.divide(part, other, part)
        xp.subtract(out, part, out)
