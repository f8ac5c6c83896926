"""The loops of `playground.engine.ops.convolution`.

One sample, one group of channels and some rows of windows at a time, so that the columns stay in
the cache between being laid out and being multiplied.
"""

from __future__ import annotations

from typing import Any

from playground.engine.ops.column_loops import fold, pad, unfold, unpad
from playground.engine.ops.kernel import (
    Flat,
    Image,
    as_cube,
    as_flat,
    as_matrix,
    block,
    part,
    product_add,
    product_nt_add,
    product_tn,
)
from playground.engine.ops.parts import inner
from playground.engine.ops.window_loops import fill

# Columns of at most this many numbers at a time: 256 KB in float32, half of a usual L2 cache.
_BLOCK = 1 << 16


@inner
def _rows_a_block(w: Any, y: Any) -> Any:
    """How many rows of windows make a block; w is (F, C, KH, KW), y is (…, H', W')."""
    rows = _BLOCK // (w.shape[1] * w.shape[2] * w.shape[3] * y.shape[3])
    if rows > y.shape[2]:
        return y.shape[2]
    return 1 if rows < 1 else rows


@inner
def _convolve(
    out: Any,
    x: Any,
    w: Any,
    b: Any,
    padded: Any,
    columns: Any,
    stride_height: Any,
    stride_width: Any,
    dilation_height: Any,
    dilation_width: Any,
    pad_top: Any,
    pad_bottom: Any,
    pad_left: Any,
    pad_right: Any,
    groups: Any,
) -> None:
    """y = w · columns of x, plus b if it holds anything."""
    height, width = pad_top + x.shape[2] + pad_bottom, pad_left + x.shape[3] + pad_right
    down, across = out.shape[2], out.shape[3]
    filters, cells = w.shape[0] // groups, w.shape[1] * w.shape[2] * w.shape[3]
    pads = height * width > x.shape[2] * x.shape[3]
    weights = as_matrix(w, w.shape[0], cells)
    most = _rows_a_block(w, out)
    image = x[0]
    if pads:
        image = as_cube(padded, x.shape[1], height, width)
        fill(as_flat(image), 0.0)
    for n in range(x.shape[0]):
        if pads:
            pad(image, x[n], pad_top, pad_left)
        else:
            image = x[n]
        y = as_matrix(out[n], w.shape[0], down * across)
        for f in range(w.shape[0]):
            fill(y[f], b[f] if b.size > 0 else 0.0)
        for g in range(groups):
            first = 0
            while first < down:
                rows = most if first + most < down else down - first
                unfold(
                    columns,
                    image,
                    g,
                    w,
                    first,
                    rows,
                    across,
                    stride_height,
                    stride_width,
                    dilation_height,
                    dilation_width,
                )
                product_add(
                    block(y, g * filters, filters, first * across, rows * across),
                    block(weights, g * filters, filters, 0, cells),
                    as_matrix(columns, cells, rows * across),
                )
                first += rows


def conv2d(
    out: Image,
    x: Image,
    w: Image,
    padded: Flat,
    columns: Flat,
    stride_height: int,
    stride_width: int,
    dilation_height: int,
    dilation_width: int,
    pad_top: int,
    pad_bottom: int,
    pad_left: int,
    pad_right: int,
    groups: int,
) -> None:
    """y = w · columns of x."""
    _convolve(
        out,
        x,
        w,
        part(columns, 0, 0),
        padded,
        columns,
        stride_height,
        stride_width,
        dilation_height,
        dilation_width,
        pad_top,
        pad_bottom,
        pad_left,
        pad_right,
        groups,
    )


def conv2d_bias(
    out: Image,
    x: Image,
    w: Image,
    b: Flat,
    padded: Flat,
    columns: Flat,
    stride_height: int,
    stride_width: int,
    dilation_height: int,
    dilation_width: int,
    pad_top: int,
    pad_bottom: int,
    pad_left: int,
    pad_right: int,
    groups: int,
) -> None:
    """y = w · columns of x + b."""
    _convolve(
        out,
        x,
        w,
        b,
        padded,
        columns,
        stride_height,
        stride_width,
        dilation_height,
        dilation_width,
        pad_top,
        pad_bottom,
        pad_left,
        pad_right,
        groups,
    )


def conv2d_backward_x(
    out: Image,
    gradient: Image,
    w: Image,
    padded: Flat,
    columns: Flat,
    stride_height: int,
    stride_width: int,
    dilation_height: int,
    dilation_width: int,
    pad_top: int,
    pad_bottom: int,
    pad_left: int,
    pad_right: int,
    groups: int,
) -> None:
    """The columns wᵀ · g, added to what their windows saw."""
    height, width = pad_top + out.shape[2] + pad_bottom, pad_left + out.shape[3] + pad_right
    down, across = gradient.shape[2], gradient.shape[3]
    filters, cells = w.shape[0] // groups, w.shape[1] * w.shape[2] * w.shape[3]
    pads = height * width > out.shape[2] * out.shape[3]
    weights = as_matrix(w, w.shape[0], cells)
    most = _rows_a_block(w, gradient)
    image = out[0]
    if pads:
        image = as_cube(padded, out.shape[1], height, width)
    for n in range(out.shape[0]):
        if not pads:
            image = out[n]
        fill(as_flat(image), 0.0)
        g_y = as_matrix(gradient[n], w.shape[0], down * across)
        for g in range(groups):
            first = 0
            while first < down:
                rows = most if first + most < down else down - first
                product_tn(
                    as_matrix(columns, cells, rows * across),
                    block(weights, g * filters, filters, 0, cells),
                    block(g_y, g * filters, filters, first * across, rows * across),
                )
                fold(
                    image,
                    columns,
                    g,
                    w,
                    first,
                    rows,
                    across,
                    stride_height,
                    stride_width,
                    dilation_height,
                    dilation_width,
                )
                first += rows
        if pads:
            unpad(out[n], image, pad_top, pad_left)


def conv2d_backward_w(
    out: Image,
    x: Image,
    gradient: Image,
    padded: Flat,
    columns: Flat,
    parts: Flat,
    total: Flat,
    stride_height: int,
    stride_width: int,
    dilation_height: int,
    dilation_width: int,
    pad_top: int,
    pad_bottom: int,
    pad_left: int,
    pad_right: int,
    groups: int,
) -> None:
    """g · columnsᵀ, summed over the batch."""
    height, width = pad_top + x.shape[2] + pad_bottom, pad_left + x.shape[3] + pad_right
    down, across = gradient.shape[2], gradient.shape[3]
    filters, cells = out.shape[0] // groups, out.shape[1] * out.shape[2] * out.shape[3]
    pads = height * width > x.shape[2] * x.shape[3]
    weights = as_matrix(out, out.shape[0], cells)
    most = _rows_a_block(out, gradient)
    fill(as_flat(out), 0.0)
    image = x[0]
    if pads:
        image = as_cube(padded, x.shape[1], height, width)
        fill(as_flat(image), 0.0)
    for n in range(x.shape[0]):
        if pads:
            pad(image, x[n], pad_top, pad_left)
        else:
            image = x[n]
        g_y = as_matrix(gradient[n], out.shape[0], down * across)
        for g in range(groups):
            first = 0
            while first < down:
                rows = most if first + most < down else down - first
                unfold(
                    columns,
                    image,
                    g,
                    out,
                    first,
                    rows,
                    across,
                    stride_height,
                    stride_width,
                    dilation_height,
                    dilation_width,
                )
                product_nt_add(
                    block(weights, g * filters, filters, 0, cells),
                    block(g_y, g * filters, filters, first * across, rows * across),
                    as_matrix(columns, cells, rows * across),
                )
                first += rows


def sum_channels(out: Flat, x: Image, channels_last: int) -> None:
    """Over the batch and each channel's numbers."""
    channels = out.size
    positions = 1 if channels_last else x.shape[2] * x.shape[3]
    fill(out, 0.0)
    for n in range(x.size // (channels * positions)):
        if channels_last:
            row = part(x, n * channels, channels)
            for c in range(channels):
                out[c] += row[c]
        else:
            for c in range(channels):
                numbers = part(x, (n * channels + c) * positions, positions)
                total = 0.0
                for i in range(positions):
                    total += numbers[i]
                out[c] += total
