"""Filters that slide over an image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.network.convolution import Convolution
from playground.network.node import Catalogue
from playground.network.windows import axis, pair, require_image

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder


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
        kernel, strides, dilations = pair(self.kernel), pair(self.stride), pair(self.dilation)
        height, width = (
            axis("Conv2D", size, window, stride, self.padding, dilation)
            for size, window, stride, dilation in zip(
                sizes, kernel, strides, dilations, strict=True
            )
        )
        shape = (self.filters, channels // self.groups, *kernel)
        total = self.convolve(builder, x, height, width, shape)
        return self.activation.apply(builder, total)
