"""Numbers of one scale in every sample, by its own statistics."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from pydantic import Field

from playground.network.initializers import Ones, Zeros
from playground.network.node import DETAIL, Catalogue, NodeSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.engine.graph import Shape, Value
    from playground.network.builder import Builder
    from playground.network.sight import Sight


class LayerNorm(NodeSpec):
    """Each vector (F,), each step of a sequence (T, F), or each image (C, H, W) as a whole.

    weight and bias are (F,), or (C, H, W) (Ba et al. 2016).
    """

    catalogue = Catalogue(
        "LayerNorm",
        "Normalize",
        "layer_norm",
        "Brings every sample to one scale, by its own mean and spread.",
    )

    epsilon: float = Field(
        1e-5,
        ge=1e-12,
        le=1.0,
        title="ε",
        description="Added to variances, so that none is 0.",
        json_schema_extra=DETAIL,
    )

    def build(self, builder: Builder, x: Value) -> Value:
        learned = x.shape if len(x.shape) > 2 else x.shape[-1:]
        weight = builder.parameter("weight", learned, Ones())
        bias = builder.parameter("bias", learned, Zeros())
        if len(learned) == 1:
            return builder.apply("layer_norm", x, weight, bias, epsilon=self.epsilon)
        row = (prod(learned),)
        flat = (builder.apply("reshape", each, shape=row) for each in (x, weight, bias))
        normal = builder.apply("layer_norm", *flat, epsilon=self.epsilon)
        return builder.apply("reshape", normal, shape=x.shape)

    def sees(self, shapes: Sequence[Shape], sights: Sequence[Sight]) -> Sight:
        (sight,) = sights
        by_step = len(shapes[0]) == 2 and sight.in_place
        return sight if by_step else sight.everywhere()
