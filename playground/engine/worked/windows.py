"""Convolutions and pooling, with the numbers that one window sees."""

from __future__ import annotations

from collections.abc import Iterator

from playground.engine.ops.windows import Axis, windows_on
from playground.engine.worked.at import At, Index, Writer, constant, dot, sum_of
from playground.engine.worked.equation import Equation
from playground.engine.worked.expression import Expression, call


def _seen(axis: Axis, place: int) -> Iterator[tuple[int, int]]:
    """(cell of the window, cell of the image) of the window at a place, padding left out."""
    for cell in range(axis.window):
        at = place * axis.stride + cell * axis.dilation - axis.before
        if 0 <= at < axis.size:
            yield cell, at


def _seeing(axis: Axis, at: int) -> Iterator[tuple[int, int]]:
    """(cell of the window, place of the window) of all windows that see a cell of the image."""
    for cell in range(axis.window):
        place, rest = divmod(at + axis.before - cell * axis.dilation, axis.stride)
        if rest == 0 and 0 <= place < axis.extent:
            yield cell, place


def _convolution(at: At) -> Expression:
    n, f, i, j = at.index
    x, w = at.inputs[0].shape, at.inputs[1].shape
    windows = windows_on(x[1:], w[2:], at.attributes)
    group = f // (w[0] // int(at.attributes["groups"]))
    images: list[Index] = []
    weights: list[Index] = []
    for c in range(w[1]):
        for k, row in _seen(windows.height, i):
            for m, column in _seen(windows.width, j):
                images.append((n, group * w[1] + c, row, column))
                weights.append((f, c, k, m))
    return dot(at, (0, images), (1, weights)) if images else constant(0.0)


def _conv2d(at: At) -> list[Equation]:
    return at.is_(_convolution(at))


def _conv2d_bias(at: At) -> list[Equation]:
    return at.is_(_convolution(at) + at.x(2, (at.index[1],)))


def _conv2d_backward_x(at: At) -> list[Equation]:
    n, channel, row, column = at.index
    w = at.inputs[1].shape
    image = (0, int(at.attributes["height"]), int(at.attributes["width"]))
    windows = windows_on(image, w[2:], at.attributes)
    group, c = divmod(channel, w[1])
    filters = w[0] // int(at.attributes["groups"])
    gradients: list[Index] = []
    weights: list[Index] = []
    for f in range(group * filters, (group + 1) * filters):
        for k, i in _seeing(windows.height, row):
            for m, j in _seeing(windows.width, column):
                gradients.append((n, f, i, j))
                weights.append((f, c, k, m))
    right = dot(at, (0, gradients), (1, weights)) if gradients else constant(0.0)
    return at.is_(right, "" if gradients else "no window sees it")


def _conv2d_backward_w(at: At) -> list[Equation]:
    f, c, k, m = at.index
    x, gradient, w = at.inputs[0].shape, at.inputs[1].shape, at.output.shape
    windows = windows_on(x[1:], w[2:], at.attributes)
    group = f // (w[0] // int(at.attributes["groups"]))
    images: list[Index] = []
    gradients: list[Index] = []
    for n in range(x[0]):
        for i in range(gradient[2]):
            row = i * windows.height.stride + k * windows.height.dilation - windows.height.before
            for j in range(gradient[3]):
                column = j * windows.width.stride + m * windows.width.dilation
                column -= windows.width.before
                if 0 <= row < x[2] and 0 <= column < x[3]:
                    images.append((n, group * w[1] + c, row, column))
                    gradients.append((n, f, i, j))
    return at.is_(dot(at, (0, images), (1, gradients)) if images else constant(0.0))


def _pooled(at: At) -> list[Index]:
    n, c, i, j = at.index
    size = int(at.attributes["window_height"]), int(at.attributes["window_width"])
    windows = windows_on(at.inputs[0].shape[1:], size, at.attributes)
    down, across = list(_seen(windows.height, i)), list(_seen(windows.width, j))
    return [(n, c, row, column) for _, row in down for _, column in across]


def _max_pool(at: At) -> list[Equation]:
    return at.is_(call("max", *(at.x(0, place) for place in _pooled(at))))


def _average_pool(at: At) -> list[Equation]:
    places, x = _pooled(at), at.inputs[0]
    at.read(0, places)
    right = sum_of(len(places), lambda n: at.x(0, places[n]), lambda: [x[p] for p in places])
    return at.is_(right / constant(len(places)))


WRITERS: dict[str, Writer] = {
    "conv2d": _conv2d,
    "conv2d_bias": _conv2d_bias,
    "conv2d_backward_x": _conv2d_backward_x,
    "conv2d_backward_w": _conv2d_backward_w,
    "max_pool": _max_pool,
    "average_pool": _average_pool,
}
