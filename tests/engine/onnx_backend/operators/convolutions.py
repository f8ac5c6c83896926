"""Convolution, and its transpose, which is the derivative of ours with respect to the image."""

from __future__ import annotations

from dataclasses import replace

from playground.engine.graph import Value

from ..computation import Array, Computation
from ..moves import reshaped
from ..node import NotSupported, OnnxNode
from .windows import NONE, Windows, attributes_of, windows_of


def conv(node: OnnxNode, c: Computation) -> list[Array]:
    x, w, b = node.tensor(0), node.tensor(1), node.optional(2)
    height, width = _two(windows_of(node, x.shape[2:], w.shape[2:]))
    operands = [_image(c, c.rows(x)), _filters(c, c.whole(w))]
    attributes = {"groups": node.attribute("group", 1), **attributes_of(height, width)}
    y = (
        c.apply("conv2d", *operands, **attributes)
        if b is None
        else c.apply("conv2d_bias", *operands, c.whole(b), **attributes)
    )
    return c.run(reshaped(c, y, (y.shape[0], *y.shape[4 - x.ndim + 1 :])))


def conv_transpose(node: OnnxNode, c: Computation) -> list[Array]:
    """The image that a convolution would make into x, were it linear the other way round."""
    x, w = node.tensor(0), node.tensor(1)
    if x.ndim > 4:
        raise NotSupported("images have two axes")
    sizes, axes = _transposed(node, x.shape[2:], w.shape[2:])
    height, width = _two(axes)
    y = c.apply(
        "conv2d_backward_x",
        _image(c, c.rows(x)),
        _filters(c, c.whole(w)),
        groups=node.attribute("group", 1),
        height=sizes[0] if len(sizes) == 2 else 1,
        width=sizes[-1],
        **attributes_of(height, width),
    )
    return c.run(reshaped(c, y, (y.shape[0], *sizes)))


def _transposed(
    node: OnnxNode, image: tuple[int, ...], window: tuple[int, ...]
) -> tuple[list[int], list[Windows]]:
    """The result's sizes and its windows, by the operator's own formulas."""
    more = node.attribute("output_padding", [0] * len(image))
    wanted = node.attribute("output_shape", None)
    same = node.attribute("auto_pad", "NOTSET").startswith("SAME")
    sizes, axes = [], []
    for axis, (size, each) in enumerate(zip(image, windows_of(node, image, window), strict=True)):
        reach = each.stride * (size - 1) + more[axis] + each.dilation * (each.window - 1) + 1
        if wanted is None and not same:
            sizes.append(reach - each.before - each.after)
            axes.append(each)
            continue
        sizes.append(size * each.stride if wanted is None else wanted[axis])
        total = max(0, reach - sizes[-1])
        before = total // 2
        axes.append(replace(each, before=before, after=total - before))
    return sizes, axes


def _two(axes: list[Windows]) -> list[Windows]:
    return [NONE, *axes][-2:]


def _image(c: Computation, x: Value) -> Value:
    """A sequence (C, L) as an image of one row; an image as it is."""
    return reshaped(c, x, (x.shape[0], 1, x.shape[1])) if len(x.shape) == 2 else x


def _filters(c: Computation, w: Value) -> Value:
    return reshaped(c, w, (*w.shape[:2], 1, w.shape[2])) if len(w.shape) == 3 else w
