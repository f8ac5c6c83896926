"""Convolution of images: windows laid out as columns, then one matrix product a block of them.

x is (N, C, H, W), w is (F, C / groups, KH, KW), y is (N, F, H', W'). This is what the field calls
convolution: w is not turned round (Goodfellow et al. 2016, eq. 9.6). As a product (Chellapilla et
al. 2006): in the matrix of columns, (C·KH·KW, H'·W'), stands beside each other what the windows
see, so that w, a filter a row, times it is y as it lies in memory.

Beside `playground.engine.ops.windows`' attributes there is `groups`: filters in as many groups,
each of which sees its own share of the channels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import prod
from types import ModuleType
from typing import Any, ClassVar

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops import convolution_kernels as kernels
from playground.engine.ops.op import Array, Attributes, Op, ShapeError
from playground.engine.ops.windows import Windows, require_windows, windows_on

# Array code lays out as many samples at a time as make this many numbers of columns: few calls for
# small images, 4 MB in float32 at most (but for a row of windows that is larger alone).
_AT_ONCE = 1 << 20
_SAMPLES = 128


@dataclass(frozen=True)
class _Geometry:
    """One convolution: its windows, channels, filters and groups."""

    windows: Windows
    channels: int
    filters: int
    groups: int

    @property
    def cells(self) -> int:
        """Rows of columns, of all channels."""
        return self.channels * self.windows.height.window * self.windows.width.window

    @property
    def samples(self) -> int:
        """How many samples array code takes at a time."""
        down, across = self.windows.extents
        weights = self.filters * self.cells // self.groups
        return min(_SAMPLES, max(1, _AT_ONCE // max(self.cells * down * across, weights)))

    @property
    def rows(self) -> int:
        """How many rows of windows it takes at a time."""
        down, across = self.windows.extents
        return min(down, max(1, _AT_ONCE // (self.cells * across)))

    def working(self) -> tuple[tuple[Shape, bool], ...]:
        """The padded images (a number alone where nothing is padded), and the columns."""
        samples = self.samples
        padded = (samples, self.channels, *self.windows.padded) if self.windows.pads else (1,)
        across = self.windows.width.extent
        return (padded, False), ((samples, self.cells, self.rows * across), False)

    def blocks(self, count: int) -> Iterator[tuple[slice, int, int]]:
        """Samples, then the first row of windows and how many rows, until all are done."""
        down = self.windows.height.extent
        for start in range(0, count, self.samples):
            for first in range(0, down, self.rows):
                yield slice(start, start + self.samples), first, min(self.rows, down - first)

    def columns(self, memory: Array, samples: int, rows: int) -> Array:
        """(samples, groups, cells of a group, rows · across), over `memory`."""
        shape = (samples, self.groups, self.cells // self.groups, rows * self.windows.width.extent)
        return memory.reshape(-1)[: shape[0] * shape[1] * shape[2] * shape[3]].reshape(shape)

    def cellwise(self, columns: Array) -> Array:
        """Columns seen as (samples, channels, window height, window width, rows, across)."""
        height, width = self.windows.height, self.windows.width
        shape = (self.channels, height.window, width.window, -1, width.extent)
        return columns.reshape(len(columns), *shape)

    def part(self, y: Array, samples: slice, first: int, rows: int) -> Array:
        """Some rows of the result, or of its derivative: (samples, groups, filters, positions)."""
        across = self.windows.width.extent
        grouped = y[samples].reshape(-1, self.groups, self.filters // self.groups, y[0, 0].size)
        return grouped[..., first * across : (first + rows) * across]

    def weights(self, w: Array) -> Array:
        """(groups, filters of a group, cells of a group)."""
        return w.reshape(self.groups, self.filters // self.groups, -1)

    def pad(self, xp: ModuleType, image: Array, padded: Array) -> Array:
        """The images with zeros round them; themselves, where nothing is padded."""
        if not self.windows.pads:
            return image
        down, across = self.windows.inside
        target = padded[: len(image)]
        target.fill(0)
        xp.copyto(target[..., down, across], image)
        return target

    def unfold(self, xp: ModuleType, image: Array, memory: Array, first: int, rows: int) -> Array:
        """What some rows of windows see, laid out as columns in `memory`."""
        columns = self.columns(memory, len(image), rows)
        xp.copyto(self.cellwise(columns), self.windows.columns(xp, image, first, rows))
        return columns

    def fold_onto(self, xp: ModuleType, image: Array, columns: Array, first: int) -> None:
        """Add columns to the cells of the padded images that they came from."""
        cellwise = self.cellwise(columns)
        height, width = self.windows.height, self.windows.width
        for row in range(height.window):
            top = first * height.stride + row * height.dilation
            down = slice(top, top + (cellwise.shape[4] - 1) * height.stride + 1, height.stride)
            for column in range(width.window):
                left = column * width.dilation
                across = slice(left, left + (width.extent - 1) * width.stride + 1, width.stride)
                target = image[..., down, across]
                xp.add(target, cellwise[:, :, row, column], target)


def _geometry(image: Shape, weights: Shape, attributes: Attributes) -> _Geometry:
    windows = windows_on(image, (weights[2], weights[3]), attributes)
    return _Geometry(windows, image[0], weights[0], attributes["groups"])


class Conv2D(Op):
    """Every filter weighs what its window sees, wherever the window stands."""

    name = "conv2d"
    formula = "y[f,i,j] = Σ w[f,c,k,l] · x[c, i·stride + k, j·stride + l]"
    onnx = "Conv"
    differentiable = True
    kernel: ClassVar[Callable[..., None] | None] = staticmethod(kernels.conv2d)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        x, w = inputs[:2]
        groups = attributes["groups"]
        fits = len(x.shape) == 3 and len(w.shape) == 4 and x.shape[0] == w.shape[1] * groups
        if not fits or not x.batched or w.batched or w.shape[0] % groups:
            raise ShapeError(
                f"{self.name} takes (N, C, H, W) and (F, C / {groups}, KH, KW), F a multiple of "
                f"{groups}; received {x} and {w}"
            )
        geometry = _geometry(x.shape, w.shape, attributes)
        require_windows(self.name, x, geometry.windows)
        return (w.shape[0], *geometry.windows.extents), True

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return _geometry(inputs[0].shape, inputs[1].shape, attributes).working()

    def multiply_adds(self, inputs: Sequence[Value], output: Value, attributes: Attributes) -> int:
        return output.size(1) * prod(inputs[1].shape[1:])

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, w, padded, columns = arrays
        geometry = _geometry(x.shape[1:], w.shape, attributes)
        weights = geometry.weights(w)
        for samples, first, rows in geometry.blocks(len(x)):
            image = geometry.pad(xp, x[samples], padded)
            seen = geometry.unfold(xp, image, columns, first, rows)
            xp.matmul(weights, seen, out=geometry.part(out, samples, first, rows))

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        x, w = node.inputs[:2]
        _, height, width = x.shape
        back = {**node.attributes, "height": height, "width": width}
        size = {**node.attributes, "window_height": w.shape[2], "window_width": w.shape[3]}
        return (
            graph.apply("conv2d_backward_x", gradient, w, **back) if needed[0] else None,
            graph.apply("conv2d_backward_w", x, gradient, **size) if needed[1] else None,
        )


class Conv2DBias(Conv2D):
    """`conv2d` with a number of its own, b (F,), added to all that a filter gives."""

    name = "conv2d_bias"
    formula = "y[f,i,j] = Σ w[f,c,k,l] · x[c, i·stride + k, j·stride + l] + b[f]"
    kernel = staticmethod(kernels.conv2d_bias)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        _, w, b = inputs
        if b.shape != w.shape[:1] or b.batched:
            raise ShapeError(f"conv2d_bias takes weights (F, …) and (F,); received {w} and {b}")
        return super().shape(inputs, attributes)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, w, b, *working = arrays
        super().compute(xp, out, x, w, *working, **attributes)
        xp.add(out, b[:, None, None], out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        bias = graph.apply("sum_channels", gradient, channels_last=0) if needed[2] else None
        return (*super().derivative(graph, node, gradient, needed), bias)


class Conv2DBackwardX(Op):
    """Each window's derivative, spread over the cells it saw; `height`, `width` are those of x."""

    name = "conv2d_backward_x"
    formula = "∂L/∂x = Σ w[f,c,k,l] · ∂L/∂y[f,i,j] at x[c, i·stride + k, j·stride + l]"
    kernel = staticmethod(kernels.conv2d_backward_x)

    def _geometry(self, w: Shape, attributes: Attributes) -> _Geometry:
        channels = w[1] * attributes["groups"]
        image = (channels, attributes["height"], attributes["width"])
        return _geometry(image, w, attributes)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        windows = self._geometry(inputs[1].shape, attributes).windows
        channels = inputs[1].shape[1] * attributes["groups"]
        return (channels, windows.height.size, windows.width.size), True

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return self._geometry(inputs[1].shape, attributes).working()

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, w, padded, memory = arrays
        geometry = self._geometry(w.shape, attributes)
        weights = geometry.weights(w).swapaxes(1, 2)
        pads, inside = geometry.windows.pads, geometry.windows.inside
        last = geometry.windows.height.extent
        for samples, first, rows in geometry.blocks(len(out)):
            target = out[samples]
            image = padded[: len(target)] if pads else target
            if first == 0:
                image.fill(0)
            columns = geometry.columns(memory, len(target), rows)
            xp.matmul(weights, geometry.part(gradient, samples, first, rows), out=columns)
            geometry.fold_onto(xp, image, columns, first)
            if pads and first + rows == last:
                xp.copyto(target, image[..., inside[0], inside[1]])


class Conv2DBackwardW(Op):
    """What each window saw, weighed by its derivative; summed over windows and batch."""

    name = "conv2d_backward_w"
    formula = "∂L/∂w[f,c,k,l] = Σ ∂L/∂y[f,i,j] · x[c, i·stride + k, j·stride + l]"
    kernel = staticmethod(kernels.conv2d_backward_w)

    def _geometry(self, x: Shape, gradient: Shape, attributes: Attributes) -> _Geometry:
        return _geometry(x, self._weights(x, gradient, attributes), attributes)

    def _weights(self, x: Shape, gradient: Shape, attributes: Attributes) -> Shape:
        window = attributes["window_height"], attributes["window_width"]
        return (gradient[0], x[0] // attributes["groups"], *window)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        x, gradient = inputs
        return self._weights(x.shape, gradient.shape, attributes), False

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        x, gradient = inputs
        geometry = self._geometry(x.shape, gradient.shape, attributes)
        parts = (geometry.samples, *output.shape)
        return (*geometry.working(), (parts, False), (output.shape, False))

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, gradient, padded, columns, parts, total = arrays
        geometry = self._geometry(x.shape[1:], gradient.shape[1:], attributes)
        out.fill(0)
        for samples, first, rows in geometry.blocks(len(x)):
            image = geometry.pad(xp, x[samples], padded)
            seen = geometry.unfold(xp, image, columns, first, rows).swapaxes(2, 3)
            each = parts[: len(image)]
            grouped = each.reshape(len(each), *geometry.weights(out).shape)
            xp.matmul(geometry.part(gradient, samples, first, rows), seen, out=grouped)
            xp.add.reduce(each, 0, None, total)
            xp.add(out, total, out)


class SumChannels(Op):
    """The sum of each channel, over its numbers and over the batch.

    Attribute `channels_last`: whether channels are the last axis, not the first of (C, H, W).
    """

    name = "sum_channels"
    formula = "∂L/∂b[c] = Σ ∂L/∂y[c,i,j]"
    kernel = staticmethod(kernels.sum_channels)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return (inputs[0].shape[-1 if attributes["channels_last"] else 0],), False

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        (x,) = arrays
        axes = tuple(range(x.ndim - 1)) if attributes["channels_last"] else (0, 2, 3)
        xp.add.reduce(x, axes, None, out)
