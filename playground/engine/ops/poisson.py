"""Counts: the Poisson loss, of rates and of their logarithms, and its derivatives.

Both leave out ln t!, which no weight can change.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from playground.engine.ops.activation import STEEPEST
from playground.engine.ops.cross_entropy import MARGIN, kept_positive
from playground.engine.ops.kernel import Flat, exp, log
from playground.engine.ops.loss import Loss, LossBackward, mean_into
from playground.engine.ops.op import Array


def _poisson(out: Flat, p: Flat, target: Flat, terms: Flat) -> None:
    total = 0.0
    for i in range(p.size):
        total += p[i] - target[i] * log(kept_positive(p[i]))
    out[0] = total / p.size


class Poisson(Loss):
    """How unlikely counts are where p are expected; its logarithm takes p for `MARGIN` or more."""

    name = "poisson"
    formula = "L = mean[ p − t ln p ]"
    kernel = staticmethod(_poisson)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        p, target, terms = arrays
        xp.maximum(p, MARGIN, out=terms)
        xp.log(terms, terms)
        xp.multiply(terms, target, terms)
        xp.subtract(p, terms, terms)
        mean_into(xp, terms, out, terms.size)


def _poisson_backward(out: Flat, gradient: Flat, p: Flat, target: Flat, inside: Flat) -> None:
    out[0] = gradient[0] / out.size
    scale = out[0]
    for i in range(out.size):
        kept = kept_positive(p[i])
        out[i] = scale * (1.0 - target[i] / kept * (1.0 if kept == p[i] else 0.0))


class PoissonBackward(LossBackward):
    """1 where p lies below its margin."""

    name = "poisson_backward"
    formula = "∂L/∂p = (1 − t / p) / count"
    scratches = 1
    kernel = staticmethod(_poisson_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, p, target, inside = arrays
        xp.maximum(p, MARGIN, out=inside)
        xp.divide(target, inside, out)
        xp.equal(inside, p, inside)
        xp.multiply(out, inside, out)
        xp.subtract(1.0, out, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, out.size, out)


def _log_poisson(out: Flat, z: Flat, target: Flat, terms: Flat, part: Flat) -> None:
    total = 0.0
    for i in range(z.size):
        held = 50.0 if z[i] > 50.0 else z[i]
        total += exp(held) * (1.0 + (z[i] - held)) - target[i] * z[i]
    out[0] = total / z.size


class LogPoisson(Loss):
    """The Poisson loss of the rate eᶻ, from z; beyond e⁵⁰ it goes on straight."""

    name = "log_poisson"
    formula = "L = mean[ eᶻ − t z ]"
    scratches = 2
    kernel = staticmethod(_log_poisson)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        z, target, terms, part = arrays
        xp.minimum(z, STEEPEST, out=part)
        xp.subtract(z, part, terms)
        xp.add(terms, 1.0, terms)
        xp.exp(part, part)
        xp.multiply(terms, part, terms)
        xp.multiply(z, target, part)
        xp.subtract(terms, part, terms)
        mean_into(xp, terms, out, terms.size)


def _log_poisson_backward(out: Flat, gradient: Flat, z: Flat, target: Flat) -> None:
    out[0] = gradient[0] / out.size
    scale = out[0]
    for i in range(out.size):
        out[i] = scale * (exp(50.0 if z[i] > 50.0 else z[i]) - target[i])


class LogPoissonBackward(LossBackward):
    """The exponential and the Poisson loss together leave only the difference."""

    name = "log_poisson_backward"
    formula = "∂L/∂z = (e to the power of min(z, 50) − t) / count"
    kernel = staticmethod(_log_poisson_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, z, target = arrays
        xp.minimum(z, STEEPEST, out=out)
        xp.exp(out, out)
        xp.subtract(out, target, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, out.size, out)
