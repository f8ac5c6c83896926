"""The axes in another order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, field_validator

from playground.network.node import Catalogue, NodeSpec
from playground.network.problems import Misfit
from playground.network.shapes import in_words
from playground.network.structure import permute

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.engine.graph import Shape, Value
    from playground.network.builder import Builder
    from playground.network.sight import Sight


class Permute(NodeSpec):
    """The axes of a sample in another order: axis n of the result is axis order[n] of x.

    With order (1, 0) a sequence (N, T, C) gives (N, C, T); with (1, 2, 0) an image (N, C, H, W)
    gives (N, H, W, C), which a Reshape makes a sequence of places.
    """

    catalogue = Catalogue("Permute", "Shape", "permute", "Turns axes round: rows into columns.")

    order: tuple[Annotated[int, Field(ge=0, le=3)], ...] = Field(
        (1, 0),
        min_length=1,
        max_length=4,
        title="Order",
        description="The axes in their new order, counted from 0, the batch left out.",
    )

    @field_validator("order")
    @classmethod
    def _each_once(cls, order: tuple[int, ...]) -> tuple[int, ...]:
        if sorted(order) != list(range(len(order))):
            raise ValueError(f"expected each axis from 0 on once; received {order}")
        return order

    def build(self, builder: Builder, x: Value) -> Value:
        if len(x.shape) != len(self.order):
            raise Misfit(
                f"Permute puts {len(self.order)} axes in order; it is given {in_words(x.shape)}, "
                f"which has {len(x.shape)}."
            )
        return permute(builder, x, self.order)

    def sees(self, shapes: Sequence[Shape], sights: Sequence[Sight]) -> Sight:
        return sights[0].moved()
