"""The mean of each channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.network.node import Catalogue, NodeSpec
from playground.network.problems import Misfit
from playground.network.shapes import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.engine.graph import Shape, Value
    from playground.network.builder import Builder
    from playground.network.sight import Sight


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

    def sees(self, shapes: Sequence[Shape], sights: Sequence[Sight]) -> Sight:
        return sights[0].everywhere()
