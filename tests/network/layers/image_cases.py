"""Draws for layers of images, and for what normalises."""

from __future__ import annotations

import numpy as np

from .case import Case, Draw, fields, size, through


def _pair(random: np.random.Generator, most: int) -> int | tuple[int, int]:
    """One number for both axes, or two."""
    if random.random() < 0.5:
        return size(random, 1, most)
    return size(random, 1, most), size(random, 1, most)


def _padding(random: np.random.Generator) -> str | int:
    return ("same", "valid", size(random, 0, 2))[random.integers(3)]


def _windows(extent: int, window: int, stride: int, padding: str | int, dilation: int = 1) -> int:
    """How many fit, as the documentation of convolutions has it."""
    if padding == "same":
        return -(-extent // stride)
    added = padding if isinstance(padding, int) else 0
    return (extent + 2 * added - dilation * (window - 1) - 1) // stride + 1


def _both(numbers: int | tuple[int, int]) -> tuple[int, int]:
    return numbers if isinstance(numbers, tuple) else (numbers, numbers)


def _convolution(layer_type: str) -> Draw:
    """Conv2D on an image, Conv1D on a sequence."""
    of_image = layer_type == "Conv2D"

    def draw(random: np.random.Generator) -> Case:
        groups = size(random, 1, 2)
        channels, filters = groups * size(random, 1, 2), groups * size(random, 1, 2)
        kernel, stride, dilation = (_pair(random, most) for most in (3, 2, 2))
        if not of_image:
            kernel, stride, dilation = (_both(each)[0] for each in (kernel, stride, dilation))
        padding = _padding(random)
        windows = tuple(zip(_both(kernel), _both(stride), _both(dilation), strict=True))
        extents = [d * (k - 1) + size(random, 1, 4) for k, _, d in windows][: 1 + of_image]
        left = [
            _windows(extent, k, s, padding, d)
            for extent, (k, s, d) in zip(extents, windows, strict=False)
        ]
        given = {"filters": filters, "kernel": kernel, "stride": stride, "padding": padding}
        node = fields(random, layer_type, **given, dilation=dilation, groups=groups)
        if of_image:
            return through((channels, *extents), node, (filters, *left))
        return through((*extents, channels), node, (*left, filters))

    return draw


def _pool(layer_type: str) -> Draw:
    def draw(random: np.random.Generator) -> Case:
        channels, of_image = size(random, 1, 2), bool(random.integers(2))
        window, stride = _pair(random, 3), (None, _pair(random, 3))[random.integers(2)]
        if not of_image:
            window, stride = _both(window)[0], stride and _both(stride)[0]
        padding = _padding(random)
        padding = min(padding, *_both(window)) - 1 if isinstance(padding, int) else padding
        padding = max(padding, 0) if isinstance(padding, int) else padding
        steps = _both(window if stride is None else stride)
        extents = [each + size(random, 0, 3) for each in _both(window)][: 1 + of_image]
        left = [
            _windows(extent, k, s, padding)
            for extent, k, s in zip(extents, _both(window), steps, strict=False)
        ]
        node = {"type": layer_type, "size": window, "stride": stride, "padding": padding}
        if of_image:
            return through((channels, *extents), node, (channels, *left))
        return through((*extents, channels), node, (*left, channels))

    return draw


def _global_average_pool(random: np.random.Generator) -> Case:
    shape = tuple(size(random) for _ in range(size(random, 2, 3)))
    channels = shape[0] if len(shape) == 3 else shape[-1]
    return through(shape, {"type": "GlobalAveragePool"}, (channels,))


def _norm(layer_type: str) -> Draw:
    """On vectors, sequences and images; with an ε that keeps the slopes of two samples gentle."""

    def draw(random: np.random.Generator) -> Case:
        shape = tuple(size(random, 2) for _ in range(size(random, 1, 3)))
        epsilon = float(random.uniform(0.05, 0.5))
        return through(shape, fields(random, layer_type, epsilon=epsilon), shape)

    return draw


IMAGE_CASES: dict[str, Draw] = {
    "Conv2D": _convolution("Conv2D"),
    "Conv1D": _convolution("Conv1D"),
    "MaxPool": _pool("MaxPool"),
    "AveragePool": _pool("AveragePool"),
    "GlobalAveragePool": _global_average_pool,
    "BatchNorm": _norm("BatchNorm"),
    "LayerNorm": _norm("LayerNorm"),
}
