"""The matrix product with a bend after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from playground.network.activations import ActivationField, Tanh
from playground.network.initializers import InitializerField, Xavier
from playground.network.node import Catalogue, NodeSpec
from playground.network.problems import Misfit
from playground.network.shapes import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.engine.graph import Shape, Value
    from playground.network.builder import Builder
    from playground.network.sight import Sight


class Dense(NodeSpec):
    """activation(x · weight + bias): (N, I) gives (N, units), and (N, T, I) (N, T, units)."""

    catalogue = Catalogue(
        "Dense", "Basic", "dense", "Every unit weighs all inputs, adds a bias and bends the sum."
    )

    units: int = Field(
        8, ge=1, le=100_000, title="Units", description="How many neurons the layer has."
    )
    activation: ActivationField = Field(
        Tanh(), title="Activation", description="The non-linear function after the product."
    )
    initializer: InitializerField = Field(
        Xavier(), title="Initializer", description="What the weights start as."
    )
    bias: bool = Field(
        True, title="Bias", description="Whether each unit adds a number of its own."
    )

    def build(self, builder: Builder, x: Value) -> Value:
        if len(x.shape) > 2:
            raise Misfit(
                f"Dense takes a vector or a sequence; it is given {in_words(x.shape)}.", "Flatten"
            )
        total = builder.dense(x, self.units, self.initializer, bias=self.bias)
        return self.activation.apply(builder, total)

    def sees(self, shapes: Sequence[Shape], sights: Sequence[Sight]) -> Sight:
        (sight,) = sights
        by_step = len(shapes[0]) == 2 and sight.in_place
        return sight if by_step else sight.everywhere()
