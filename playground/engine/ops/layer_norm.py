"""Layer normalisation (Ba et al. 2016, eq. 4): each sample by itself, over its last axis.

x is (N, F) or (N, T, F); weight and bias are (F,). Mean and variance are worked out again in the
derivative: a row lies in the nearest cache, and its statistics would have to be kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.kernel import Flat, Matrix, sqrt
from playground.engine.ops.op import Array, Attributes, Op, ShapeError
from playground.engine.ops.window_loops import fill


def _layer_norm(
    out: Matrix,
    x: Matrix,
    weight: Flat,
    bias: Flat,
    middle: Flat,
    scale: Flat,
    work: Flat,
    epsilon: float,
) -> None:
    width = x.shape[1]
    for r in range(x.shape[0]):
        row = x[r]
        target = out[r]
        total = 0.0
        for i in range(width):
            total += row[i]
        middle[0] = total / width
        mean = middle[0]
        total = 0.0
        for i in range(width):
            total += (row[i] - mean) * (row[i] - mean)
        scale[0] = 1.0 / sqrt(total / width + epsilon)
        inverse = scale[0]
        for i in range(width):
            target[i] = (row[i] - mean) * inverse * weight[i] + bias[i]


def _layer_norm_backward_x(
    out: Matrix,
    gradient: Matrix,
    x: Matrix,
    weight: Flat,
    middle: Flat,
    scale: Flat,
    slope: Flat,
    work: Flat,
    epsilon: float,
) -> None:
    width = x.shape[1]
    for r in range(x.shape[0]):
        row = x[r]
        given = gradient[r]
        target = out[r]
        total = 0.0
        for i in range(width):
            total += row[i]
        middle[0] = total / width
        mean = middle[0]
        squares = 0.0
        shifts = 0.0
        slopes = 0.0
        for i in range(width):
            distance = row[i] - mean
            weighted = given[i] * weight[i]
            squares += distance * distance
            shifts += weighted
            slopes += weighted * distance
        scale[0] = 1.0 / sqrt(squares / width + epsilon)
        inverse = scale[0]
        slope[0] = slopes / width * inverse * inverse
        tilt = slope[0]
        slope[0] = shifts / width
        shift = slope[0]
        for i in range(width):
            target[i] = (given[i] * weight[i] - shift - (row[i] - mean) * tilt) * inverse


def _layer_norm_backward_weight(
    out: Flat,
    gradient: Matrix,
    x: Matrix,
    middle: Flat,
    scale: Flat,
    work: Flat,
    standard: Flat,
    epsilon: float,
) -> None:
    width = x.shape[1]
    fill(out, 0.0)
    for r in range(x.shape[0]):
        row = x[r]
        given = gradient[r]
        total = 0.0
        for i in range(width):
            total += row[i]
        middle[0] = total / width
        mean = middle[0]
        total = 0.0
        for i in range(width):
            total += (row[i] - mean) * (row[i] - mean)
        scale[0] = 1.0 / sqrt(total / width + epsilon)
        inverse = scale[0]
        for i in range(width):
            out[i] += given[i] * (row[i] - mean) * inverse


def _standardise(
    xp: ModuleType, out: Array, x: Array, middle: Array, scale: Array, work: Array, epsilon: float
) -> None:
    """(x − mean) / √(variance + ε) along the last axis; `scale` gets the second factor."""
    width = x.shape[-1]
    xp.add.reduce(x, -1, None, middle, True)
    xp.divide(middle, width, middle)
    xp.subtract(x, middle, out)
    xp.multiply(out, out, work)
    xp.add.reduce(work, -1, None, scale, True)
    xp.divide(scale, width, scale)
    xp.add(scale, epsilon, scale)
    xp.sqrt(scale, scale)
    xp.reciprocal(scale, scale)
    xp.multiply(out, scale, out)


class _ByRow(Op):
    """An op with working arrays: one number a row, as often as `numbers` says, and all of x."""

    numbers = 2

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        x = inputs[0].shape
        return (((*x[:-1], 1), True),) * self.numbers + ((x, True),)


class LayerNorm(_ByRow):
    """Every row with mean 0 and variance 1, then scaled by weight and moved by bias."""

    name = "layer_norm"
    formula = "y = w (x − μ) / √(σ² + ε) + b,  μ and σ² of the row"
    onnx = "LayerNormalization"
    differentiable = True
    kernel = staticmethod(_layer_norm)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        x, *others = inputs
        for other in others:
            if not x.shape or other.shape != x.shape[-1:] or other.batched:
                raise ShapeError(f"layer_norm takes (F,) beside (…, F), {x}; received {other}")
        return x.shape, x.batched

    def multiply_adds(self, inputs: Sequence[Value], output: Value, attributes: Attributes) -> int:
        """One a number, as batch normalisation's; its statistics are not counted."""
        return output.size(1)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, weight, bias, middle, scale, work = arrays
        _standardise(xp, out, x, middle, scale, work, attributes["epsilon"])
        xp.multiply(out, weight, out)
        xp.add(out, bias, out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        x, weight, _ = node.inputs
        by_x = by_weight = by_bias = None
        if needed[0]:
            by_x = graph.apply("layer_norm_backward_x", gradient, x, weight, **node.attributes)
        if needed[1]:
            by_weight = graph.apply("layer_norm_backward_weight", gradient, x, **node.attributes)
        if needed[2]:
            by_bias = graph.apply("sum_channels", gradient, channels_last=1)
        return by_x, by_weight, by_bias


class LayerNormBackwardX(_ByRow):
    """The derivative by x, through each row's mean and variance too. Operands: it by y, x, w."""

    name = "layer_norm_backward_x"
    formula = "∂L/∂x = (g − mean g − x̂ · mean (g x̂)) / √(σ² + ε),  g = w ∂L/∂y"
    kernel = staticmethod(_layer_norm_backward_x)
    numbers = 3

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x, weight, middle, scale, slope, work = arrays
        width = x.shape[-1]
        _standardise(xp, out, x, middle, scale, work, attributes["epsilon"])
        xp.multiply(gradient, weight, work)
        xp.add.reduce(work, -1, None, middle, True)
        xp.divide(middle, width, middle)
        xp.multiply(work, out, work)
        xp.add.reduce(work, -1, None, slope, True)
        xp.divide(slope, width, slope)
        xp.multiply(out, slope, out)
        xp.multiply(gradient, weight, work)
        xp.subtract(work, out, out)
        xp.subtract(out, middle, out)
        xp.multiply(out, scale, out)


class LayerNormBackwardWeight(_ByRow):
    """Operands: the result's derivative, x."""

    name = "layer_norm_backward_weight"
    formula = "∂L/∂w = Σ ∂L/∂y (x − μ) / √(σ² + ε)"
    kernel = staticmethod(_layer_norm_backward_weight)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return inputs[0].shape[-1:], False

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        x = inputs[0].shape
        return (*super().scratch(inputs, output, attributes), (x, True))

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x, middle, scale, work, standard = arrays
        _standardise(xp, standard, x, middle, scale, work, attributes["epsilon"])
        xp.multiply(standard, gradient, work)
        xp.add.reduce(work, tuple(range(x.ndim - 1)), None, out)
