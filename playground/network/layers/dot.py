"""How much two branches agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from playground.network.merges import first_not_vector, require_one_shape
from playground.network.node import Catalogue, NodeSpec
from playground.network.problems import Misfit
from playground.network.shapes import in_words
from playground.network.sight import Sight, beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.engine.graph import Shape, Value
    from playground.network.builder import Builder


class Dot(NodeSpec):
    """The dot product of two vectors: (N, D) and (N, D) give (N, 1).

    Normalised it is the cosine of the angle between them, from −1 to 1.
    """

    catalogue = Catalogue(
        "Dot", "Merge", "dot", "Multiplies two vectors and sums up: one number, how alike they are."
    )
    inputs = (2, 2)

    normalize: bool = Field(
        False,
        title="Normalise",
        description="Divide each vector by its length first: the cosine of their angle.",
    )

    def build(self, builder: Builder, a: Value, b: Value) -> Value:
        tall = first_not_vector((a, b))
        if tall is not None:
            shape = in_words((a, b)[tall].shape)
            raise Misfit(f"Dot takes two vectors; one is {shape}.", "Flatten", operand=tall)
        require_one_shape(self.type, (a, b))
        if self.normalize:
            a, b = (builder.apply("normalize_rows", x) for x in (a, b))
        return builder.apply("row_dot", a, b)

    def sees(self, shapes: Sequence[Shape], sights: Sequence[Sight]) -> Sight:
        return beside(sights).everywhere()
