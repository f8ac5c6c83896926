"""The loops of `playground.engine.ops.pooling`, one channel of one sample at a time.

The cells of a window are gone through one by one, and for each cell all windows that see it, so
that the loop that runs most goes along a row.
"""

from __future__ import annotations

import math
from typing import Any

from playground.engine.ops.kernel import Cube, Flat, Image, Matrix, as_flat, part
from playground.engine.ops.parts import inner
from playground.engine.ops.window_loops import beyond_inside, fill, first_inside

_LOWEST = -math.inf


@inner
def _larger(a: Any, b: Any) -> Any:
    """Of two numbers; NaN if either is."""
    return a if a >= b or a != a else b


@inner
def _max_of_pairs(y: Any, x: Any) -> None:
    """Windows of 2×2 side by side, inside the image (H, W)."""
    width, across = x.shape[1], y.shape[1]
    for row in range(y.shape[0]):
        target = part(y, row * across, across)
        upper = part(x, 2 * row * width, width)
        lower = part(x, (2 * row + 1) * width, width)
        for i in range(across):
            above = _larger(upper[2 * i], upper[2 * i + 1])
            below = _larger(lower[2 * i], lower[2 * i + 1])
            target[i] = _larger(above, below)


@inner
def _first_of_pairs(g_x: Any, rest: Any, g_y: Any, x: Any, y: Any) -> None:
    """Along one row: of each two numbers the first that is y gets the derivative; what nobody gets
    is the rest."""
    for i in range(y.size):
        # Ones and zeros instead of choices: with branches the loop would not vectorise.
        left = g_y[i] * (1.0 if x[2 * i] == y[i] else 0.0)
        left_over = g_y[i] - left
        right = left_over * (1.0 if x[2 * i + 1] == y[i] else 0.0)
        g_x[2 * i] = left
        g_x[2 * i + 1] = right
        rest[i] = left_over - right


@inner
def _max_of_pairs_backward(
    g_x: Any, rest: Any, rest_of_rest: Any, g_y: Any, x: Any, y: Any
) -> None:
    width, across = x.shape[1], y.shape[1]
    for row in range(y.shape[0]):
        largest = part(y, row * across, across)
        given = part(g_y, row * across, across)
        upper, lower = 2 * row * width, (2 * row + 1) * width
        onto = part(g_x, upper, width)
        _first_of_pairs(onto, rest, given, part(x, upper, width), largest)
        onto = part(g_x, lower, width)
        _first_of_pairs(onto, rest_of_rest, rest, part(x, lower, width), largest)


def max_pool(
    out: Image,
    x: Image,
    window_height: int,
    window_width: int,
    stride_height: int,
    stride_width: int,
    dilation_height: int,
    dilation_width: int,
    pad_top: int,
    pad_left: int,
) -> None:
    """The largest so far, cell by cell."""
    height, width, down, across = x.shape[2], x.shape[3], out.shape[2], out.shape[3]
    square = window_height == 2 and window_width == 2 and stride_height == 2 and stride_width == 2
    inside = pad_top + pad_left == 0 and 2 * down <= height and 2 * across <= width
    pairs = square and inside and dilation_height * dilation_width == 1
    for n in range(out.shape[0]):
        for c in range(out.shape[1]):
            image = x[n, c]
            largest = out[n, c]
            if pairs:
                _max_of_pairs(largest, image)
                continue
            fill(as_flat(largest), _LOWEST)
            for k in range(window_height):
                top = k * dilation_height - pad_top
                beyond_row = beyond_inside(top, stride_height, height, down)
                for m in range(window_width):
                    left = m * dilation_width - pad_left
                    first = first_inside(left, stride_width)
                    count = beyond_inside(left, stride_width, width, across) - first
                    for row in range(first_inside(top, stride_height), beyond_row):
                        at = (row * stride_height + top) * width + first * stride_width + left
                        target = part(largest, row * across + first, count)
                        source = part(image, at, count * stride_width)
                        for i in range(count):
                            target[i] = _larger(target[i], source[i * stride_width])


def max_pool_backward(
    out: Image,
    gradient: Image,
    x: Image,
    y: Image,
    rest: Flat,
    going: Flat,
    window_height: int,
    window_width: int,
    stride_height: int,
    stride_width: int,
    dilation_height: int,
    dilation_width: int,
    pad_top: int,
    pad_left: int,
) -> None:
    """What is left of each window's derivative goes to the first cell that is its largest."""
    height, width, down, across = x.shape[2], x.shape[3], y.shape[2], y.shape[3]
    square = window_height == 2 and window_width == 2 and stride_height == 2 and stride_width == 2
    inside = pad_top + pad_left == 0 and 2 * down <= height and 2 * across <= width
    pairs = square and inside and dilation_height * dilation_width == 1
    for n in range(y.shape[0]):
        for c in range(y.shape[1]):
            image = x[n, c]
            largest = y[n, c]
            target = out[n, c]
            given = as_flat(gradient[n, c])
            if not pairs or height > 2 * down or width > 2 * across:
                fill(as_flat(target), 0.0)
            if pairs:
                _max_of_pairs_backward(target, rest, going, gradient[n, c], image, largest)
                continue
            for i in range(given.size):
                rest[i] = given[i]
            for k in range(window_height):
                top = k * dilation_height - pad_top
                beyond_row = beyond_inside(top, stride_height, height, down)
                for m in range(window_width):
                    left = m * dilation_width - pad_left
                    first = first_inside(left, stride_width)
                    count = beyond_inside(left, stride_width, width, across) - first
                    for row in range(first_inside(top, stride_height), beyond_row):
                        at = (row * stride_height + top) * width + first * stride_width + left
                        seen = part(image, at, count * stride_width)
                        onto = part(target, at, count * stride_width)
                        wanted = part(largest, row * across + first, count)
                        some = part(rest, row * across + first, count)
                        for i in range(count):
                            found = 1.0 if seen[i * stride_width] == wanted[i] else 0.0
                            given_here = some[i] * found
                            onto[i * stride_width] += given_here
                            some[i] -= given_here


@inner
def _count(
    counts: Any,
    height: Any,
    width: Any,
    window_height: Any,
    window_width: Any,
    stride_height: Any,
    stride_width: Any,
    dilation_height: Any,
    dilation_width: Any,
    pad_top: Any,
    pad_left: Any,
) -> None:
    """One by how many cells of each window lie inside an image."""
    fill(as_flat(counts), 0.0)
    for k in range(window_height):
        top = k * dilation_height - pad_top
        beyond_row = beyond_inside(top, stride_height, height, counts.shape[0])
        for m in range(window_width):
            left = m * dilation_width - pad_left
            beyond = beyond_inside(left, stride_width, width, counts.shape[1])
            for row in range(first_inside(top, stride_height), beyond_row):
                for i in range(first_inside(left, stride_width), beyond):
                    counts[row, i] += 1.0
    for row in range(counts.shape[0]):
        for i in range(counts.shape[1]):
            counts[row, i] = 1.0 / counts[row, i]


def average_pool(
    out: Image,
    x: Image,
    counts: Matrix,
    window_height: int,
    window_width: int,
    stride_height: int,
    stride_width: int,
    dilation_height: int,
    dilation_width: int,
    pad_top: int,
    pad_left: int,
) -> None:
    """The sum, cell by cell, then shared out."""
    height, width, down, across = x.shape[2], x.shape[3], out.shape[2], out.shape[3]
    _count(
        counts,
        height,
        width,
        window_height,
        window_width,
        stride_height,
        stride_width,
        dilation_height,
        dilation_width,
        pad_top,
        pad_left,
    )
    shares = as_flat(counts)
    for n in range(out.shape[0]):
        for c in range(out.shape[1]):
            image = x[n, c]
            mean = as_flat(out[n, c])
            fill(mean, 0.0)
            for k in range(window_height):
                top = k * dilation_height - pad_top
                beyond_row = beyond_inside(top, stride_height, height, down)
                for m in range(window_width):
                    left = m * dilation_width - pad_left
                    first = first_inside(left, stride_width)
                    count = beyond_inside(left, stride_width, width, across) - first
                    for row in range(first_inside(top, stride_height), beyond_row):
                        at = (row * stride_height + top) * width + first * stride_width + left
                        target = part(mean, row * across + first, count)
                        source = part(image, at, count * stride_width)
                        for i in range(count):
                            target[i] += source[i * stride_width]
            for i in range(mean.size):
                mean[i] *= shares[i]


def average_pool_backward(
    out: Image,
    gradient: Image,
    counts: Matrix,
    share: Flat,
    window_height: int,
    window_width: int,
    stride_height: int,
    stride_width: int,
    dilation_height: int,
    dilation_width: int,
    pad_top: int,
    pad_left: int,
) -> None:
    """Each window's share, added cell by cell."""
    height, width, down, across = out.shape[2], out.shape[3], gradient.shape[2], gradient.shape[3]
    _count(
        counts,
        height,
        width,
        window_height,
        window_width,
        stride_height,
        stride_width,
        dilation_height,
        dilation_width,
        pad_top,
        pad_left,
    )
    shares = as_flat(counts)
    for n in range(out.shape[0]):
        for c in range(out.shape[1]):
            image = out[n, c]
            given = as_flat(gradient[n, c])
            fill(as_flat(image), 0.0)
            for i in range(given.size):
                share[i] = given[i] * shares[i]
            for k in range(window_height):
                top = k * dilation_height - pad_top
                beyond_row = beyond_inside(top, stride_height, height, down)
                for m in range(window_width):
                    left = m * dilation_width - pad_left
                    first = first_inside(left, stride_width)
                    count = beyond_inside(left, stride_width, width, across) - first
                    for row in range(first_inside(top, stride_height), beyond_row):
                        at = (row * stride_height + top) * width + first * stride_width + left
                        source = part(share, row * across + first, count)
                        target = part(image, at, count * stride_width)
                        for i in range(count):
                            target[i * stride_width] += source[i]


def global_average(out: Matrix, x: Cube, channels_last: int) -> None:
    """Over (T, C) of each sample, or over (H, W) of each channel."""
    mean = as_flat(out)
    if channels_last:
        share = 1.0 / x.shape[1]
        for n in range(x.shape[0]):
            total = out[n]
            fill(total, 0.0)
            for t in range(x.shape[1]):
                row = x[n, t]
                for c in range(row.size):
                    total[c] += row[c]
    else:
        share = 1.0 / (x.shape[1] * x.shape[2])
        for channel in range(x.shape[0]):
            numbers = as_flat(x[channel])
            sum_of_all = 0.0
            for i in range(numbers.size):
                sum_of_all += numbers[i]
            mean[channel] = sum_of_all
    for i in range(mean.size):
        mean[i] *= share


def global_average_backward(out: Cube, gradient: Matrix, channels_last: int) -> None:
    """The same share for all."""
    given = as_flat(gradient)
    if channels_last:
        for n in range(out.shape[0]):
            share = out[n, 0]
            for c in range(share.size):
                share[c] = gradient[n, c] / out.shape[1]
            for t in range(1, out.shape[1]):
                target = out[n, t]
                for c in range(target.size):
                    target[c] = share[c]
    else:
        for channel in range(out.shape[0]):
            target = as_flat(out[channel])
            fill(target, given[channel] / target.size)
