"""The ReLU whose slope below 0 is learned, and its derivatives.

Attribute `span`: how many numbers in a row share one slope. It is 1 where the slopes go with the
last axis, and a channel's height · width where they go with the channels of an image. The operands
are then seen as (groups, K, span).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.kernel import Flat, as_cube, as_matrix
from playground.engine.ops.op import Array, Attributes, Op, ShapeError


def _prelu(out: Flat, x: Flat, slope: Flat, below: Flat, span: int) -> None:
    slopes = slope.size
    groups = x.size // (slopes * span)
    if span == 1:
        rows = as_matrix(x, groups, slopes)
        bent_rows = as_matrix(out, groups, slopes)
        for i in range(groups):
            for k in range(slopes):
                bent_rows[i, k] = rows[i, k] * (1.0 if rows[i, k] > 0.0 else slope[k])
    else:
        maps = as_cube(x, groups, slopes, span)
        bent_maps = as_cube(out, groups, slopes, span)
        for i in range(groups):
            for k in range(slopes):
                factor = slope[k]
                for j in range(span):
                    bent_maps[i, k, j] = maps[i, k, j] * (1.0 if maps[i, k, j] > 0.0 else factor)


class PRelu(Op):
    """Like a leaky ReLU, but each slope is learned (He et al. 2015, eq. 1).

    x is batched, of any shape that has K numbers along the axis after which `span` numbers are
    left; slope is (K,).
    """

    name = "prelu"
    formula = "y = x if x > 0, else slope · x"
    onnx = "PRelu"
    differentiable = True
    kernel = staticmethod(_prelu)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        x, slope = inputs
        places = [(x.shape[axis], prod(x.shape[axis + 1 :])) for axis in range(len(x.shape))]
        fits = len(slope.shape) == 1 and (*slope.shape, attributes["span"]) in places
        if not fits or not x.batched or slope.batched:
            raise ShapeError(
                f"prelu takes a slope for each of K runs of {attributes['span']} numbers; "
                f"received {x} and {slope}"
            )
        return x.shape, True

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return ((output.shape, True),)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, slope, below = arrays
        xp.minimum(x, 0.0, out=below)
        parts = below.reshape(-1, slope.size, attributes["span"])
        xp.multiply(parts, slope[:, None], parts)
        xp.maximum(x, 0.0, out=out)
        xp.add(out, below, out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        x, slope = node.inputs
        span = node.attributes["span"]
        return (
            graph.apply("prelu_backward_x", gradient, x, slope, span=span) if needed[0] else None,
            graph.apply("prelu_backward_slope", gradient, x, slope, span=span)
            if needed[1]
            else None,
        )


def _prelu_backward_x(
    out: Flat, gradient: Flat, x: Flat, slope: Flat, above: Flat, span: int
) -> None:
    slopes = slope.size
    groups = x.size // (slopes * span)
    if span == 1:
        rows = as_matrix(x, groups, slopes)
        arriving_rows = as_matrix(gradient, groups, slopes)
        out_rows = as_matrix(out, groups, slopes)
        for i in range(groups):
            for k in range(slopes):
                out_rows[i, k] = arriving_rows[i, k] * (1.0 if rows[i, k] > 0.0 else slope[k])
    else:
        maps = as_cube(x, groups, slopes, span)
        arriving_maps = as_cube(gradient, groups, slopes, span)
        out_maps = as_cube(out, groups, slopes, span)
        for i in range(groups):
            for k in range(slopes):
                factor = slope[k]
                for j in range(span):
                    out_maps[i, k, j] = arriving_maps[i, k, j] * (
                        1.0 if maps[i, k, j] > 0.0 else factor
                    )


class PReluBackwardX(Op):
    """1 above 0, the slope below."""

    name = "prelu_backward_x"
    formula = "∂L/∂x = ∂L/∂y · (1 if x > 0, else slope)"
    kernel = staticmethod(_prelu_backward_x)

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return ((output.shape, True),)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x, slope, above = arrays
        xp.less_equal(x, 0.0, out)
        parts = out.reshape(-1, slope.size, attributes["span"])
        xp.multiply(parts, slope[:, None], parts)
        xp.greater(x, 0.0, above)
        xp.add(out, above, out)
        xp.multiply(out, gradient, out)


def _prelu_backward_slope(
    out: Flat, gradient: Flat, x: Flat, slope: Flat, below: Flat, span: int
) -> None:
    slopes = slope.size
    groups = x.size // (slopes * span)
    for k in range(slopes):
        out[k] = 0.0
    if span == 1:
        rows = as_matrix(x, groups, slopes)
        arriving_rows = as_matrix(gradient, groups, slopes)
        for i in range(groups):
            for k in range(slopes):
                out[k] += arriving_rows[i, k] * (0.0 if rows[i, k] > 0.0 else rows[i, k])
    else:
        maps = as_cube(x, groups, slopes, span)
        arriving_maps = as_cube(gradient, groups, slopes, span)
        for i in range(groups):
            for k in range(slopes):
                total = 0.0
                for j in range(span):
                    total += arriving_maps[i, k, j] * (
                        0.0 if maps[i, k, j] > 0.0 else maps[i, k, j]
                    )
                out[k] += total


class PReluBackwardSlope(Op):
    """What lies below 0, weighed by the derivative that arrives (He et al. 2015, eq. 3)."""

    name = "prelu_backward_slope"
    formula = "∂L/∂slope = Σ ∂L/∂y · min(x, 0)"
    kernel = staticmethod(_prelu_backward_slope)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return inputs[2].shape, False

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return ((inputs[1].shape, True),)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x, slope, below = arrays
        xp.minimum(x, 0.0, out=below)
        xp.multiply(below, gradient, below)
        parts = below.reshape(-1, slope.size, attributes["span"])
        xp.add.reduce(parts, (0, 2), None, out)
