"""Pooling of images with one, two or three axes.

Ours has two. One is an image of one row; with three, the first is pooled by itself after the other
two, which is the same for a maximum, and for a mean where each counts its own cells.
"""

from __future__ import annotations

from dataclasses import replace
from math import prod

from playground.engine.graph import Value

from ..computation import Array, Computation
from ..moves import padded, reshaped
from ..node import NotSupported, OnnxNode
from .windows import NONE, Windows, attributes_of, windows_of


def max_pool(node: OnnxNode, c: Computation) -> list[Array]:
    if node.wants(1):
        raise NotSupported("max_pool does not say where the largest numbers lie")
    return _pooled("max_pool", node, c)


def average_pool(node: OnnxNode, c: Computation) -> list[Array]:
    """Ours never counts padding; where it is to be counted it is made of zeros first."""
    return _pooled("average_pool", node, c, counts_pads=node.attribute("count_include_pad", 0))


def global_max_pool(node: OnnxNode, c: Computation) -> list[Array]:
    """One window, as large as the image."""
    x = c.rows(node.tensor(0))
    _, height, width = x.shape
    return c.run(_pool(c, "max_pool", x, replace(NONE, window=height), replace(NONE, window=width)))


def global_average_pool(node: OnnxNode, c: Computation) -> list[Array]:
    x = c.rows(node.tensor(0))
    return c.run(reshaped(c, c.apply("global_average", x, channels_last=0), (x.shape[0], 1, 1)))


def _pooled(op: str, node: OnnxNode, c: Computation, counts_pads: int = 0) -> list[Array]:
    x = c.rows(node.tensor(0))
    axes = windows_of(node, x.shape[1:], node.attribute("kernel_shape", []))
    if counts_pads:
        for axis, windows in enumerate(axes, start=1):
            x = padded(c, x, axis, windows.before, windows.after)
        axes = [replace(each, before=0, after=0) for each in axes]
    depth, height, width = (*[NONE] * (3 - len(axes)), *axes)
    return c.run(_three(c, op, x, depth, height, width))


def _three(
    c: Computation, op: str, x: Value, depth: Windows, height: Windows, width: Windows
) -> Value:
    channels, *image = x.shape
    deep, high, wide = (*[1] * (3 - len(image)), *image)
    flat = _pool(c, op, reshaped(c, x, (channels * deep, high, wide)), height, width)
    lower, narrower = flat.shape[1:]
    if depth != NONE:
        flat = _pool(c, op, reshaped(c, flat, (channels, deep, lower * narrower)), depth, NONE)
    shape = (prod(flat.shape) // (channels * lower * narrower), lower, narrower)
    return reshaped(c, flat, (channels, *shape[3 - len(image) :]))


def _pool(c: Computation, op: str, x: Value, height: Windows, width: Windows) -> Value:
    return c.apply(
        op,
        x,
        window_height=height.window,
        window_width=width.window,
        **attributes_of(height, width),
    )
