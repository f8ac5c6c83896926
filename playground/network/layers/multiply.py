"""The product of branches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.network.merges import folded, require_one_shape
from playground.network.node import Catalogue, NodeSpec

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder


class Multiply(NodeSpec):
    """The product, number by number, of inputs of one shape; one branch gates another."""

    catalogue = Catalogue(
        "Multiply", "Merge", "multiply", "Multiplies branches of one shape: one gates another."
    )
    inputs = (2, None)

    def build(self, builder: Builder, *values: Value) -> Value:
        require_one_shape(self.type, values)
        return folded(builder, "multiply", values)
