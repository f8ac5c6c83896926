"""What is left of each window: its largest number, or its mean.

x is (N, C, H, W), y is (N, C, H', W'). Beside `playground.engine.ops.windows`' attributes there are
`window_height` and `window_width`. Padding never counts: it is no number that could be the largest,
and a mean is that of the cells inside the image.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops import pooling_kernels as kernels
from playground.engine.ops.op import Array, Attributes, Op, ShapeError
from playground.engine.ops.windows import Windows, require_windows, windows_on


def _windows(image: Shape, attributes: Attributes) -> Windows:
    window = attributes["window_height"], attributes["window_width"]
    return windows_on(image, window, attributes)


def _pooled(op: str, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
    """The shape of one number a window.

    Raises:
        ShapeError: x is no image, or some windows would see only padding.
    """
    (x,) = inputs
    if len(x.shape) != 3 or not x.batched:
        raise ShapeError(f"{op} takes (N, C, H, W); received {x}")
    windows = _windows(x.shape, attributes)
    require_windows(op, x, windows)
    for axis in (windows.height, windows.width):
        seen = {place for cell in range(axis.window) for place in _places(axis.seen(cell)[0])}
        if len(seen) < axis.extent:
            raise ShapeError(f"{op} has windows that see only padding of {x}")
    return (x.shape[0], *windows.extents), True


def _places(windows: slice) -> range:
    return range(windows.start, windows.stop)


class MaxPool(Op):
    """The largest number of every window."""

    name = "max_pool"
    formula = "y[c,i,j] = max x[c, i·stride + k, j·stride + l]"
    onnx = "MaxPool"
    differentiable = True
    kernel = staticmethod(kernels.max_pool)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return _pooled(self.name, inputs, attributes)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        (x,) = arrays
        out.fill(-math.inf)
        for windows, image in _windows(x.shape, attributes).cells():
            target = out[(..., *windows)]
            xp.maximum(target, x[(..., *image)], out=target)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        (x,) = node.inputs
        return (graph.apply("max_pool_backward", gradient, x, node.output, **node.attributes),)


class MaxPoolBackward(Op):
    """Goes to the largest number; of several as large, to the first, row by row."""

    name = "max_pool_backward"
    formula = "∂L/∂x = Σ ∂L/∂y[c,i,j] where x is the first to be y[c,i,j]"
    kernel = staticmethod(kernels.max_pool_backward)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return inputs[1].shape, True

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        windows = inputs[0].shape
        return (windows, True), (windows, True)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x, y, rest, part = arrays
        out.fill(0)
        xp.copyto(rest, gradient)
        for windows, image in _windows(x.shape, attributes).cells():
            place = (..., *windows)
            target, left, going = out[(..., *image)], rest[place], part[place]
            xp.equal(x[(..., *image)], y[place], going)
            xp.multiply(going, left, going)
            xp.add(target, going, target)
            xp.subtract(left, going, left)


class AveragePool(Op):
    """The mean of every window, over the cells that are no padding."""

    name = "average_pool"
    formula = "y[c,i,j] = mean x[c, i·stride + k, j·stride + l]"
    onnx = "AveragePool"
    differentiable = True
    kernel = staticmethod(kernels.average_pool)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return _pooled(self.name, inputs, attributes)

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return ((output.shape[1:], False),)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, counts = arrays
        windows = _windows(x.shape, attributes)
        _count(counts, windows)
        out.fill(0)
        for seeing, image in windows.cells():
            target = out[(..., *seeing)]
            xp.add(target, x[(..., *image)], target)
        xp.divide(out, counts, out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        _, height, width = node.inputs[0].shape
        size = {"height": height, "width": width}
        return (graph.apply("average_pool_backward", gradient, **node.attributes, **size),)


class AveragePoolBackward(Op):
    """Every cell that was counted gets the same share; `height` and `width` are those of x."""

    name = "average_pool_backward"
    formula = "∂L/∂x = Σ ∂L/∂y[c,i,j] / count[i,j]"
    kernel = staticmethod(kernels.average_pool_backward)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return (inputs[0].shape[0], attributes["height"], attributes["width"]), True

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        gradient = inputs[0].shape
        return (gradient[1:], False), (gradient, True)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, counts, share = arrays
        windows = _windows(out.shape, attributes)
        _count(counts, windows)
        xp.divide(gradient, counts, share)
        out.fill(0)
        for seeing, image in windows.cells():
            target = out[(..., *image)]
            xp.add(target, share[(..., *seeing)], target)


def _count(counts: Array, windows: Windows) -> None:
    """How many cells of each window lie inside the image."""
    counts.fill(0)
    for seeing, _ in windows.cells():
        counts[seeing] += 1


class GlobalAverage(Op):
    """The mean of each channel: (N, C, H, W), or (N, T, C) with `channels_last`, gives (N, C)."""

    name = "global_average"
    formula = "y[c] = mean x[c,i,j]"
    onnx = "ReduceMean"
    differentiable = True
    kernel = staticmethod(kernels.global_average)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        (x,) = inputs
        last = attributes["channels_last"]
        if len(x.shape) != (2 if last else 3) or not x.batched:
            wanted = "(N, T, C)" if last else "(N, C, H, W)"
            raise ShapeError(f"global_average takes {wanted}; received {x}")
        return (x.shape[-1] if last else x.shape[0],), True

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        (x,) = arrays
        axes = 1 if attributes["channels_last"] else (2, 3)
        xp.add.reduce(x, axes, None, out)
        xp.divide(out, x[0].size // out[0].size, out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        (x,) = node.inputs
        last = node.attributes["channels_last"]
        height, width = (x.shape[0], 1) if last else x.shape[1:]
        sizes = {"height": height, "width": width}
        return (graph.apply("global_average_backward", gradient, channels_last=last, **sizes),)


class GlobalAverageBackward(Op):
    """The same share for all: x was (N, C, height, width), or (N, height, C)."""

    name = "global_average_backward"
    formula = "∂L/∂x[c,i,j] = ∂L/∂y[c] / count"
    kernel = staticmethod(kernels.global_average_backward)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        (channels,) = inputs[0].shape
        height, width = attributes["height"], attributes["width"]
        return (height, channels) if attributes["channels_last"] else (
            channels,
            height,
            width,
        ), True

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        (gradient,) = arrays
        place = (slice(None), None) if attributes["channels_last"] else (..., None, None)
        xp.divide(gradient[place], out[0].size // gradient[0].size, out)
