"""The mean of each channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.network.node import Catalogue, NodeSpec
from playground.network.problems import Misfit
from playground.network.shapes import in_words

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder


class GlobalAveragePool(NodeSpec):
    """Image (N, C, H, W) to (N, C), or sequence (N, T, F) to (N, F)."""

    catalogue = Catalogue(
        "GlobalPool",
        "Convolution",
        "global_average_pool",
        "Leaves one number a channel: its mean over the whole image or sequence.",
    )

    def build(self, builder: Builder, x: Value) -> Value:
        if len(x.shape) not in (2, 3):
            raise Misfit(
                f"GlobalAveragePool takes an image or a sequence; it is given {in_words(x.shape)}.",
                "Reshape",
            )
        return builder.apply("global_average", x, channels_last=int(len(x.shape) == 2))
