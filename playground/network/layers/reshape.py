"""The same numbers in another shape."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, field_validator

from playground.engine.graph import Shape
from playground.network.node import Catalogue, NodeSpec
from playground.network.problems import Misfit
from playground.network.shapes import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.engine.graph import Shape, Value
    from playground.network.builder import Builder
    from playground.network.sight import Sight

Extent = Annotated[int, Field(ge=-1, le=1_000_000)]


class Reshape(NodeSpec):
    """(N, …) gives (N, *shape), the same numbers in order."""

    catalogue = Catalogue(
        "Reshape", "Shape", "reshape", "Lays the same numbers out in another shape."
    )

    shape: tuple[Extent, ...] = Field(
        (-1,),
        min_length=1,
        max_length=4,
        title="Shape",
        description="How many numbers along each axis; one may be −1: whatever is left.",
    )

    @field_validator("shape")
    @classmethod
    def _one_left_open(cls, shape: tuple[int, ...]) -> tuple[int, ...]:
        if 0 in shape or shape.count(-1) > 1:
            raise ValueError(f"expected extents of at least 1, one of them −1; received {shape}")
        return shape

    def build(self, builder: Builder, x: Value) -> Value:
        return builder.apply("reshape", x, shape=self._filled(x.shape))

    def _filled(self, given: Shape) -> Shape:
        """The shape with the open extent worked out."""
        size, known = prod(given), prod(extent for extent in self.shape if extent != -1)
        if (size % known if -1 in self.shape else size - known) != 0:
            wanted = in_words(self.shape).replace("-1", "?")
            raise Misfit(
                f"Reshape to {wanted} needs {'a multiple of ' if -1 in self.shape else ''}{known} "
                f"numbers; it is given {in_words(given)}, which are {size}."
            )
        return tuple(size // known if extent == -1 else extent for extent in self.shape)

    def sees(self, shapes: Sequence[Shape], sights: Sequence[Sight]) -> Sight:
        return sights[0].moved()
