"""Focal losses of yes or no: what is already right counts less. And their derivatives.

Lin et al. 2017, eq. 4: −(1 − p)^γ ln p, with p the probability given to what is true. Attribute
`gamma`: γ, 0 for the cross-entropy itself.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from playground.engine.ops.cross_entropy import MARGIN, kept_inside
from playground.engine.ops.kernel import Flat, exp, log, log1p
from playground.engine.ops.loss import Loss, LossBackward, mean_into
from playground.engine.ops.op import Array


def _sigmoid_focal(
    out: Flat, z: Flat, target: Flat, up: Flat, down: Flat, terms: Flat, part: Flat, gamma: float
) -> None:
    total = 0.0
    for i in range(z.size):
        tail = log1p(exp(-abs(z[i])))
        above = tail + (0.0 if z[i] < 0.0 else z[i])
        below = tail - (0.0 if z[i] > 0.0 else z[i])
        total += target[i] * exp(-gamma * above) * below
        total += (1.0 - target[i]) * exp(-gamma * below) * above
    out[0] = total / z.size


class SigmoidFocal(Loss):
    """The focal loss of sigmoid(z), from z, label by label."""

    name = "sigmoid_focal"
    formula = "L = mean[ −t (1 − p)^γ ln p − (1 − t) p^γ ln(1 − p) ],  p = 1 / (1 + e⁻ᶻ)"
    scratches = 4
    kernel = staticmethod(_sigmoid_focal)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        z, target, up, down, terms, part = arrays
        gamma = attributes["gamma"]
        _surprises_into(xp, z, up, down, part)
        xp.multiply(up, -gamma, terms)
        xp.exp(terms, terms)
        xp.multiply(terms, down, terms)
        xp.multiply(terms, target, terms)
        xp.multiply(down, -gamma, part)
        xp.exp(part, part)
        xp.multiply(part, up, part)
        xp.subtract(1.0, target, down)
        xp.multiply(part, down, part)
        xp.add(terms, part, terms)
        mean_into(xp, terms, out, terms.size)


def _sigmoid_focal_backward(
    out: Flat,
    gradient: Flat,
    z: Flat,
    target: Flat,
    up: Flat,
    down: Flat,
    rise: Flat,
    part: Flat,
    gamma: float,
) -> None:
    out[0] = gradient[0] / out.size
    scale = out[0]
    for i in range(out.size):
        tail = log1p(exp(-abs(z[i])))
        above = tail + (0.0 if z[i] < 0.0 else z[i])
        below = tail - (0.0 if z[i] > 0.0 else z[i])
        p = exp(-below)
        q = exp(-above)
        fall = target[i] * exp(-gamma * above) * (q + gamma * p * below)
        rising = (1.0 - target[i]) * exp(-gamma * below) * (p + gamma * q * above)
        out[i] = scale * (rising - fall)


class SigmoidFocalBackward(LossBackward):
    """Written with p, q = 1 − p and their logarithms, each of them exact at both ends."""

    name = "sigmoid_focal_backward"
    formula = "∂L/∂z = ((1 − t) p^γ (p − γ q ln q) − t q^γ (q − γ p ln p)) / count,  q = 1 − p"
    scratches = 4
    kernel = staticmethod(_sigmoid_focal_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, z, target, up, down, rise, part = arrays
        gamma = attributes["gamma"]
        _surprises_into(xp, z, up, down, part)
        # Falling, for what is true: t q^γ (q + γ p · down).
        xp.multiply(down, -1.0, part)
        xp.exp(part, part)
        xp.multiply(part, down, out)
        xp.multiply(out, gamma, out)
        xp.multiply(up, -1.0, rise)
        xp.exp(rise, rise)
        xp.add(out, rise, out)
        xp.multiply(out, target, out)
        # Rising, for what is not: (1 − t) p^γ (p + γ q · up).
        xp.multiply(rise, up, rise)
        xp.multiply(rise, gamma, rise)
        xp.add(rise, part, rise)
        xp.multiply(down, -gamma, part)
        xp.exp(part, part)
        xp.multiply(rise, part, rise)
        xp.subtract(1.0, target, part)
        xp.multiply(rise, part, rise)
        xp.multiply(up, -gamma, part)
        xp.exp(part, part)
        xp.multiply(out, part, out)
        xp.subtract(rise, out, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, out.size, out)


def _focal(
    out: Flat, p: Flat, target: Flat, inside: Flat, yes: Flat, no: Flat, gamma: float
) -> None:
    total = 0.0
    for i in range(p.size):
        kept = kept_inside(p[i])
        yes_log = log(kept)
        no_log = log1p(-kept)
        total -= target[i] * exp(gamma * no_log) * yes_log
        total -= (1.0 - target[i]) * exp(gamma * yes_log) * no_log
    out[0] = total / p.size


class Focal(Loss):
    """The focal loss of probabilities p, kept `MARGIN` away from 0 and 1, label by label."""

    name = "focal"
    formula = "L = mean[ −t (1 − p)^γ ln p − (1 − t) p^γ ln(1 − p) ]"
    scratches = 3
    kernel = staticmethod(_focal)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        p, target, inside, yes, no = arrays
        gamma = attributes["gamma"]
        _inside_into(xp, p, inside)
        xp.log(inside, yes)
        xp.multiply(inside, -1.0, inside)
        xp.log1p(inside, no)
        xp.multiply(no, gamma, inside)
        xp.exp(inside, inside)
        xp.multiply(inside, yes, inside)
        xp.multiply(inside, target, inside)
        xp.multiply(yes, gamma, yes)
        xp.exp(yes, yes)
        xp.multiply(yes, no, yes)
        xp.subtract(1.0, target, no)
        xp.multiply(yes, no, yes)
        xp.add(inside, yes, inside)
        mean_into(xp, inside, out, -inside.size)


def _focal_backward(
    out: Flat,
    gradient: Flat,
    p: Flat,
    target: Flat,
    inside: Flat,
    rest: Flat,
    yes: Flat,
    no: Flat,
    part: Flat,
    gamma: float,
) -> None:
    out[0] = gradient[0] / out.size
    scale = out[0]
    for i in range(out.size):
        kept = kept_inside(p[i])
        left = 1.0 - kept
        yes_log = log(kept)
        no_log = log1p(-kept)
        rising = target[i] * exp(gamma * no_log) * (gamma * kept * yes_log - left)
        falling = (1.0 - target[i]) * exp(gamma * yes_log) * (kept - gamma * left * no_log)
        slope = (rising + falling) / kept / left
        out[i] = scale * slope * (1.0 if kept == p[i] else 0.0)


class FocalBackward(LossBackward):
    """0 where p lies outside its margins."""

    name = "focal_backward"
    formula = (
        "∂L/∂p = (t q^γ (γ p ln p − q) + (1 − t) p^γ (p − γ q ln q)) / (p q) / count,  q = 1 − p"
    )
    scratches = 5
    kernel = staticmethod(_focal_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, p, target, inside, rest, yes, no, part = arrays
        gamma = attributes["gamma"]
        _inside_into(xp, p, inside)
        xp.subtract(1.0, inside, rest)
        xp.log(inside, yes)
        xp.multiply(inside, -1.0, no)
        xp.log1p(no, no)
        xp.multiply(yes, gamma, out)
        xp.multiply(out, inside, out)
        xp.subtract(out, rest, out)
        xp.multiply(no, gamma, part)
        xp.exp(part, part)
        xp.multiply(out, part, out)
        xp.multiply(out, target, out)
        xp.multiply(no, gamma, part)
        xp.multiply(part, rest, part)
        xp.subtract(inside, part, part)
        xp.multiply(yes, gamma, yes)
        xp.exp(yes, yes)
        xp.multiply(part, yes, part)
        xp.subtract(1.0, target, yes)
        xp.multiply(part, yes, part)
        xp.add(out, part, out)
        xp.divide(out, inside, out)
        xp.divide(out, rest, out)
        xp.equal(inside, p, part)
        xp.multiply(out, part, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, out.size, out)


def _surprises_into(xp: ModuleType, z: Array, up: Array, down: Array, part: Array) -> None:
    """−ln(1 − p) = ln(1 + eᶻ) and −ln p = ln(1 + e⁻ᶻ), of p = sigmoid(z)."""
    xp.abs(z, part)
    xp.multiply(part, -1.0, part)
    xp.exp(part, part)
    xp.log1p(part, part)
    xp.maximum(z, 0.0, out=up)
    xp.add(up, part, up)
    xp.minimum(z, 0.0, out=down)
    xp.subtract(part, down, down)


def _inside_into(xp: ModuleType, p: Array, out: Array) -> None:
    xp.maximum(p, MARGIN, out=out)
    xp.minimum(out, 1.0 - MARGIN, out=out)
