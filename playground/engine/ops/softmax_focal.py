"""The focal loss of classes that exclude each other, and its derivative; see `focal`."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from playground.engine.ops.kernel import Flat, Matrix, exp, expm1, log
from playground.engine.ops.loss import Loss, LossBackward, mean_into, rows_of
from playground.engine.ops.op import Array

# A softmax's ln p is kept this far below 0, so that ln p / (1 − p) comes to its limit, −1.
LEAST = 1e-30


def _softmax_focal(
    out: Flat,
    z: Matrix,
    target: Matrix,
    log_share: Matrix,
    part: Matrix,
    per_row: Matrix,
    gamma: float,
) -> None:
    columns = z.shape[1]
    total = 0.0
    for i in range(z.shape[0]):
        largest = z[i, 0]
        for k in range(columns):
            largest = z[i, k] if z[i, k] > largest else largest
        share_sum = 0.0
        for k in range(columns):
            share_sum += exp(z[i, k] - largest)
        log_sum = log(share_sum)
        for k in range(columns):
            held = (z[i, k] - largest) - log_sum
            held = -1e-30 if held > -1e-30 else held
            total -= target[i, k] * exp(gamma * log(-expm1(held))) * held
    out[0] = total / z.shape[0]


class SoftmaxFocal(Loss):
    """The focal loss of softmax(z), from z, for classes that exclude each other."""

    name = "softmax_focal"
    formula = "L = mean over rows[ −Σₖ tₖ (1 − pₖ)^γ ln pₖ ],  p = softmax(z)"
    scratches = 2
    row_scratches = 1
    kernel = staticmethod(_softmax_focal)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        z, target, log_share, part, per_row = arrays
        _log_share_into(xp, z, log_share, part, per_row)
        xp.expm1(log_share, part)
        xp.multiply(part, -1.0, part)
        xp.log(part, part)
        xp.multiply(part, attributes["gamma"], part)
        xp.exp(part, part)
        xp.multiply(part, log_share, part)
        xp.multiply(part, target, part)
        mean_into(xp, part, out, -rows_of(z))


def _softmax_focal_backward(
    out: Matrix,
    gradient: Flat,
    z: Matrix,
    target: Matrix,
    log_share: Matrix,
    part: Matrix,
    per_row: Matrix,
    gamma: float,
) -> None:
    columns = z.shape[1]
    out[0, 0] = gradient[0] / z.shape[0]
    scale = out[0, 0]
    for i in range(z.shape[0]):
        largest = z[i, 0]
        for k in range(columns):
            largest = z[i, k] if z[i, k] > largest else largest
        share_sum = 0.0
        for k in range(columns):
            share_sum += exp(z[i, k] - largest)
        log_sum = log(share_sum)
        pulled = 0.0
        for k in range(columns):
            held = (z[i, k] - largest) - log_sum
            held = -1e-30 if held > -1e-30 else held
            rest = -expm1(held)
            pull = target[i, k] * exp(gamma * log(rest)) * (gamma * exp(held) * (held / rest) - 1.0)
            out[i, k] = pull
            pulled += pull
        for k in range(columns):
            out[i, k] = scale * (out[i, k] - pulled * exp((z[i, k] - largest) - log_sum))


class SoftmaxFocalBackward(LossBackward):
    """As through the softmax: hₖ is what each tₖ pulls at its own zₖ."""

    name = "softmax_focal_backward"
    formula = (
        "∂L/∂zⱼ = (hⱼ − pⱼ Σₖ hₖ) / rows,  hₖ = tₖ (1 − pₖ)^γ (γ pₖ ln pₖ / (1 − pₖ) − 1),  "
        "p = softmax(z)"
    )
    scratches = 2
    row_scratches = 1
    kernel = staticmethod(_softmax_focal_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, z, target, pull, rest, per_row = arrays
        gamma = attributes["gamma"]
        _log_share_into(xp, z, pull, rest, per_row)
        xp.exp(pull, out)
        xp.expm1(pull, rest)
        xp.multiply(rest, -1.0, rest)
        xp.divide(pull, rest, pull)
        xp.multiply(pull, out, pull)
        xp.multiply(pull, gamma, pull)
        xp.subtract(pull, 1.0, pull)
        xp.log(rest, rest)
        xp.multiply(rest, gamma, rest)
        xp.exp(rest, rest)
        xp.multiply(pull, rest, pull)
        xp.multiply(pull, target, pull)
        xp.add.reduce(pull, -1, None, per_row, True)
        xp.multiply(out, per_row, out)
        xp.subtract(pull, out, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, rows_of(z), out)


def _log_share_into(
    xp: ModuleType, z: Array, log_share: Array, part: Array, per_row: Array
) -> None:
    """ln softmax(z), at most −`LEAST`."""
    xp.maximum.reduce(z, -1, None, per_row, True)
    xp.subtract(z, per_row, log_share)
    xp.exp(log_share, part)
    xp.add.reduce(part, -1, None, per_row, True)
    xp.log(per_row, per_row)
    xp.subtract(log_share, per_row, log_share)
    xp.minimum(log_share, -LEAST, out=log_share)
