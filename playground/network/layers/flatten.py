"""From images to vectors."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from playground.network.node import Catalogue, NodeSpec

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder


class Flatten(NodeSpec):
    """(N, …) gives (N, product of the rest), the same numbers in order."""

    catalogue = Catalogue("Flatten", "Shape", "flatten", "Lays an image out as one long vector.")

    def build(self, builder: Builder, x: Value) -> Value:
        return builder.apply("reshape", x, shape=(prod(x.shape),))
