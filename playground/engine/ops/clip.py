"""Limits on the gradient, before the update.

`out` is the whole gradient buffer, changed in place; the operands are that same buffer, control and
one working array. (A kernel reads from `out` alone, since what is one buffer must not be reached
by two names.) Attribute `limit`.

A limit never hides a divergence: what is not finite, in the gradient or as its length, becomes NaN.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Shape, Value
from playground.engine.ops.kernel import Control, Exact, Flat, sqrt
from playground.engine.ops.op import Array, Attributes, Op


class Clip(Op):
    """A limit on the gradient."""

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return ((output.shape, False),)


def _clip_value(out: Flat, gradient: Flat, control: Control, part: Flat, limit: float) -> None:
    for i in range(out.size):
        g = out[i]
        out[i] = (limit if g > limit else (-limit if g < -limit else g)) + 0.0 * g


class ClipValue(Clip):
    """No number of the gradient is larger than the limit; its direction changes."""

    name = "clip_value"
    formula = "g ← min(max(g, −limit), limit)"
    kernel = staticmethod(_clip_value)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        *_, part = arrays
        limit = attributes["limit"]
        xp.multiply(out, 0.0, part)
        xp.minimum(out, limit, out=out)
        xp.maximum(out, -limit, out=out)
        xp.add(out, part, out)


def _clip_norm(out: Flat, gradient: Flat, control: Control, part: Flat, limit: Exact) -> None:
    # In units of the limit, a float64, so that squares of float32 numbers don't overflow.
    unit = 1.0 / limit
    total = 0.0
    for i in range(out.size):
        g = unit * out[i]
        total += g * g
    norm = limit * sqrt(total)
    if norm + 1e-6 > limit:
        part[0] = limit / (norm + 1e-6) + 0.0 * norm
        factor = part[0]
        for i in range(out.size):
            out[i] *= factor


class ClipNorm(Clip):
    """The gradient as a whole is no longer than the limit; its direction stays.

    Pascanu et al. 2013, algorithm 1, with PyTorch's 1e-6.
    """

    name = "clip_norm"
    formula = "g ← g · min(1, limit / (‖g‖ + 10⁻⁶))"
    kernel = staticmethod(_clip_norm)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        *_, part = arrays
        limit = attributes["limit"]
        xp.abs(out, part)
        largest = float(part.max())
        if largest == 0.0:
            return
        # In units of the largest, so that squares of float32 numbers don't overflow.
        xp.divide(part, largest, part)
        norm = largest * float(xp.dot(part, part)) ** 0.5
        if norm + 1e-6 > limit:
            xp.multiply(out, limit / (norm + 1e-6), out)
