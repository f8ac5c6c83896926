"""Every step of a sequence looks at every other."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from pydantic import Field

from playground.network.initializers import InitializerField, Xavier, Zeros
from playground.network.node import Catalogue, NodeSpec
from playground.network.problems import Misfit
from playground.network.windows import require_sequence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.engine.graph import Shape, Value
    from playground.network.builder import Builder
    from playground.network.sight import Sight

# As good as −∞ before a softmax, and finite.
NEVER = -1e30


class SelfAttention(NodeSpec):
    """Scaled dot-product attention in several heads (Vaswani et al. 2017, section 3.2).

    (N, T, F) gives (N, T, units). Parameters: query, key and value (F, heads · size), output
    (heads · size, units), and a bias for each ("query_bias").
    """

    catalogue = Catalogue(
        "Attention",
        "Sequence",
        "attention",
        "Each step of a sequence asks all others, and mixes what answers best.",
    )

    heads: int = Field(
        1, ge=1, le=1_000, title="Heads", description="How many questions a step asks at once."
    )
    size: int | None = Field(
        None,
        ge=1,
        le=10_000,
        title="Head size",
        description="Numbers in a question; empty for the features shared among the heads.",
    )
    units: int | None = Field(
        None,
        ge=1,
        le=10_000,
        title="Units",
        description="Numbers that leave each step; empty for as many as come in.",
    )
    causal: bool = Field(
        False, title="Causal", description="Whether a step sees only itself and earlier ones."
    )
    bias: bool = Field(
        True, title="Bias", description="Whether each product adds numbers of its own."
    )
    initializer: InitializerField = Field(
        Xavier(), title="Initializer", description="What the weights start as."
    )

    def build(self, builder: Builder, x: Value) -> Value:
        _, features = require_sequence("SelfAttention", x)
        size = self._head_size(features)
        width = self.heads * size
        query = self._product(builder, "query", x, width)
        key = self._product(builder, "key", x, width)
        value = self._product(builder, "value", x, width)
        weights = builder.apply(
            "attention_scores", query, key, heads=self.heads, scale=1.0 / sqrt(size)
        )
        if self.causal:
            weights = builder.apply("causal_mask", weights, value=NEVER)
        weights = builder.apply("softmax", weights)
        mixed = builder.apply("attention_mix", weights, value, scale=1.0)
        return self._product(builder, "output", mixed, self.units or features)

    def _head_size(self, features: int) -> int:
        if self.size is not None:
            return self.size
        if features % self.heads:
            raise Misfit(
                f"SelfAttention shares {features} features among {self.heads} heads, which leaves "
                f"{features % self.heads} over. Choose a number of heads that divides {features}, "
                "or a head size."
            )
        return features // self.heads

    def _product(self, builder: Builder, name: str, x: Value, width: int) -> Value:
        inputs = x.shape[-1]
        weight = builder.parameter(
            name, (inputs, width), self.initializer, fan_in=inputs, fan_out=width, penalised=True
        )
        product = builder.apply("matmul", x, weight)
        if not self.bias:
            return product
        bias = builder.parameter(f"{name}_bias", (width,), Zeros())
        return builder.apply("add_bias", product, bias)

    def sees(self, shapes: Sequence[Shape], sights: Sequence[Sight]) -> Sight:
        (sight,) = sights
        return sight.so_far() if self.causal else sight.along_steps()
