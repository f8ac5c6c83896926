"""Filters that slide over an image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.network.convolution import Convolution
from playground.network.node import Catalogue
from playground.network.windows import axis, pair, require_image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.engine.graph import Shape, Value
    from playground.engine.ops.windows import Axis
    from playground.network.builder import Builder
    from playground.network.sight import Sight


class Conv2D(Convolution):
    """Image (N, C, H, W) to (N, filters, H', W'), weight (filters, C / groups, kernel)."""

    catalogue = Catalogue(
        "Conv2D",
        "Convolution",
        "convolution",
        "Looks for small patterns everywhere in an image with the same few weights.",
    )

    def build(self, builder: Builder, x: Value) -> Value:
        channels, *sizes = require_image("Conv2D", x)
        height, width = self._axes(tuple(sizes))
        shape = (self.filters, channels // self.groups, height.window, width.window)
        total = self.convolve(builder, x, height, width, shape)
        return self.activation.apply(builder, total)

    def sees(self, shapes: Sequence[Shape], sights: Sequence[Sight]) -> Sight:
        seen = sights[0].through(*self._axes(shapes[0][1:]))
        return self.activation.sees(shapes[0], seen)

    def _axes(self, sizes: Shape) -> tuple[Axis, Axis]:
        """The windows down and across."""
        kernel, strides, dilations = pair(self.kernel), pair(self.stride), pair(self.dilation)
        height, width = (
            axis("Conv2D", size, window, stride, self.padding, dilation)
            for size, window, stride, dilation in zip(
                sizes, kernel, strides, dilations, strict=True
            )
        )
        return height, width
