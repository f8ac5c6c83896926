"""From images to vectors."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from playground.network.node import Catalogue, NodeSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.engine.graph import Shape, Value
    from playground.network.builder import Builder
    from playground.network.sight import Sight


class Flatten(NodeSpec):
    """(N, …) gives (N, product of the rest), the same numbers in order."""

    catalogue = Catalogue("Flatten", "Shape", "flatten", "Lays an image out as one long vector.")

    def build(self, builder: Builder, x: Value) -> Value:
        return builder.apply("reshape", x, shape=(prod(x.shape),))

    def sees(self, shapes: Sequence[Shape], sights: Sequence[Sight]) -> Sight:
        return sights[0].moved()
