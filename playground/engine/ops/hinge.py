"""Losses of a margin, and their derivatives. Their outputs are scores, with the line at 0."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from playground.engine.ops.kernel import Flat, Matrix
from playground.engine.ops.loss import Loss, LossBackward, mean_into
from playground.engine.ops.op import Array


def _hinge(out: Flat, z: Flat, target: Flat, terms: Flat) -> None:
    total = 0.0
    for i in range(z.size):
        short = 1.0 - (2.0 * target[i] - 1.0) * z[i]
        total += 0.0 if short < 0.0 else short
    out[0] = total / z.size


class Hinge(Loss):
    """How much each score lacks to be 1 on its right side; targets 0 and 1 stand for −1 and 1.

    Cortes and Vapnik 1995, the price of a soft margin.
    """

    name = "hinge"
    formula = "L = mean[ max(0, 1 − (2t − 1) z) ]"
    kernel = staticmethod(_hinge)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        z, target, terms = arrays
        xp.multiply(target, 2.0, terms)
        xp.subtract(terms, 1.0, terms)
        xp.multiply(terms, z, terms)
        xp.subtract(1.0, terms, terms)
        xp.maximum(terms, 0.0, out=terms)
        mean_into(xp, terms, out, terms.size)


def _hinge_backward(out: Flat, gradient: Flat, z: Flat, target: Flat, short: Flat) -> None:
    out[0] = -gradient[0] / out.size
    scale = out[0]
    for i in range(out.size):
        side = 2.0 * target[i] - 1.0
        out[i] = scale * side * (1.0 if side * z[i] < 1.0 else 0.0)


class HingeBackward(LossBackward):
    """Nothing for a score that is 1 or more on its right side."""

    name = "hinge_backward"
    formula = "∂L/∂z = −(2t − 1) / count if (2t − 1) z < 1, else 0"
    scratches = 1
    kernel = staticmethod(_hinge_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, z, target, short = arrays
        xp.multiply(target, 2.0, out)
        xp.subtract(out, 1.0, out)
        xp.multiply(out, z, short)
        xp.less(short, 1.0, short)
        xp.multiply(out, short, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, -out.size, out)


def _multiclass_hinge(
    out: Flat, z: Matrix, target: Matrix, terms: Matrix, other: Matrix, per_row: Matrix
) -> None:
    columns = z.shape[1]
    total = 0.0
    for i in range(z.shape[0]):
        wanted = 0.0
        for k in range(columns):
            wanted += target[i, k] * z[i, k]
        for k in range(columns):
            short = 1.0 + (z[i, k] - wanted)
            total += (1.0 - target[i, k]) * (0.0 if short < 0.0 else short)
    out[0] = total / z.size


class MulticlassHinge(Loss):
    """How much the true class's score lacks to lead each other by 1 (Weston and Watkins 1999).

    Over the classes, as PyTorch's multi_margin_loss has it. Targets are one-hot.
    """

    name = "multiclass_hinge"
    formula = "L = mean over rows[ Σⱼ (1 − tⱼ) max(0, 1 + zⱼ − Σₖ tₖ zₖ) ] / classes"
    scratches = 2
    row_scratches = 1
    kernel = staticmethod(_multiclass_hinge)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        z, target, terms, other, per_row = arrays
        xp.multiply(z, target, terms)
        xp.add.reduce(terms, -1, None, per_row, True)
        xp.subtract(z, per_row, terms)
        xp.add(terms, 1.0, terms)
        xp.maximum(terms, 0.0, out=terms)
        xp.subtract(1.0, target, other)
        xp.multiply(terms, other, terms)
        mean_into(xp, terms, out, terms.size)


def _multiclass_hinge_backward(
    out: Matrix, gradient: Flat, z: Matrix, target: Matrix, part: Matrix, per_row: Matrix
) -> None:
    columns = z.shape[1]
    out[0, 0] = gradient[0] / z.size
    scale = out[0, 0]
    for i in range(z.shape[0]):
        wanted = 0.0
        for k in range(columns):
            wanted += target[i, k] * z[i, k]
        pushed = 0.0
        for k in range(columns):
            push = (1.0 - target[i, k]) * (1.0 if z[i, k] - wanted > -1.0 else 0.0)
            out[i, k] = push
            pushed += push
        for k in range(columns):
            out[i, k] = scale * (out[i, k] - target[i, k] * pushed)


class MulticlassHingeBackward(LossBackward):
    """Pushes down each class that comes too near, and the true one up as often."""

    name = "multiclass_hinge_backward"
    formula = "∂L/∂zⱼ = (aⱼ − tⱼ Σₖ aₖ) / count,  aⱼ = 1 − tⱼ if 1 + zⱼ > Σₖ tₖ zₖ, else 0"
    scratches = 1
    row_scratches = 1
    kernel = staticmethod(_multiclass_hinge_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, z, target, part, per_row = arrays
        xp.multiply(z, target, part)
        xp.add.reduce(part, -1, None, per_row, True)
        xp.subtract(z, per_row, part)
        xp.greater(part, -1.0, part)
        xp.subtract(1.0, target, out)
        xp.multiply(out, part, out)
        xp.add.reduce(out, -1, None, per_row, True)
        xp.multiply(target, per_row, part)
        xp.subtract(out, part, out)
        xp.multiply(out, gradient, out)
        xp.divide(out, out.size, out)
