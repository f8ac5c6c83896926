"""What windows see, laid out as columns for a matrix product, and columns added back to it.

An image is (C, H, W). Columns are flat: for each channel and each cell of a window, in order, what
that cell sees in one window after the other.
"""

from __future__ import annotations

from typing import Any

from playground.engine.ops.kernel import part
from playground.engine.ops.parts import inner


@inner
def pad(padded: Any, image: Any, top: Any, left: Any) -> None:
    """Write an image (C, H, W) into the middle of a larger one, whose rim stays."""
    height, width = image.shape[1], image.shape[2]
    for c in range(image.shape[0]):
        for y in range(height):
            source = part(image, (c * height + y) * width, width)
            at = (c * padded.shape[1] + top + y) * padded.shape[2] + left
            target = part(padded, at, width)
            for i in range(width):
                target[i] = source[i]


@inner
def unpad(image: Any, padded: Any, top: Any, left: Any) -> None:
    """Read an image (C, H, W) from the middle of a larger one."""
    height, width = image.shape[1], image.shape[2]
    for c in range(image.shape[0]):
        for y in range(height):
            target = part(image, (c * height + y) * width, width)
            at = (c * padded.shape[1] + top + y) * padded.shape[2] + left
            source = part(padded, at, width)
            for i in range(width):
                target[i] = source[i]


@inner
def unfold(
    columns: Any,
    image: Any,
    group: Any,
    w: Any,
    first: Any,
    rows: Any,
    across: Any,
    stride_height: Any,
    stride_width: Any,
    dilation_height: Any,
    dilation_width: Any,
) -> None:
    """Lay out what some rows of windows, `across` in each, see of a group of channels.

    Args:
        image: (C, H, W), padded.
        w: (F, channels of a group, KH, KW).
    """
    width = image.shape[2]
    at = 0
    for c in range(group * w.shape[1], (group + 1) * w.shape[1]):
        for k in range(w.shape[2]):
            y = first * stride_height + k * dilation_height
            for m in range(w.shape[3]):
                begin = (c * image.shape[1] + y) * width + m * dilation_width
                for _ in range(rows):
                    target = part(columns, at, across)
                    source = part(image, begin, across * stride_width)
                    if stride_width == 1:
                        for i in range(across):
                            target[i] = source[i]
                    else:
                        for i in range(across):
                            target[i] = source[i * stride_width]
                    at += across
                    begin += stride_height * width


@inner
def fold(
    image: Any,
    columns: Any,
    group: Any,
    w: Any,
    first: Any,
    rows: Any,
    across: Any,
    stride_height: Any,
    stride_width: Any,
    dilation_height: Any,
    dilation_width: Any,
) -> None:
    """Add columns to what their windows see: the other way round of `unfold`."""
    width = image.shape[2]
    at = 0
    for c in range(group * w.shape[1], (group + 1) * w.shape[1]):
        for k in range(w.shape[2]):
            y = first * stride_height + k * dilation_height
            for m in range(w.shape[3]):
                begin = (c * image.shape[1] + y) * width + m * dilation_width
                for _ in range(rows):
                    source = part(columns, at, across)
                    target = part(image, begin, across * stride_width)
                    if stride_width == 1:
                        for i in range(across):
                            target[i] += source[i]
                    else:
                        for i in range(across):
                            target[i * stride_width] += source[i]
                    at += across
                    begin += stride_height * width
