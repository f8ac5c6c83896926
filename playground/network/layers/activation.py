"""A non-linear function by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from playground.network.activations import ActivationField, Relu
from playground.network.node import Catalogue, NodeSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.engine.graph import Shape, Value
    from playground.network.builder import Builder
    from playground.network.sight import Sight


class Activation(NodeSpec):
    """A function of each number; the shape stays. After an Add, for one, or a normalization."""

    catalogue = Catalogue(
        "Activation", "Basic", "activation", "Bends numbers without weighing them first."
    )

    activation: ActivationField = Field(
        Relu(), title="Activation", description="The non-linear function."
    )

    def build(self, builder: Builder, x: Value) -> Value:
        return self.activation.apply(builder, x)

    def sees(self, shapes: Sequence[Shape], sights: Sequence[Sight]) -> Sight:
        return self.activation.sees(shapes[0], sights[0])
