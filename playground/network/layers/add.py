"""The sum of branches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.network.merges import folded, require_one_shape
from playground.network.node import Catalogue, NodeSpec

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder


class Add(NodeSpec):
    """The sum, number by number, of inputs of one shape.

    With a branch that skips layers it makes a residual block (He et al. 2016, "Deep residual
    learning for image recognition").
    """

    catalogue = Catalogue(
        "Add", "Merge", "add", "Adds up branches of one shape; a skip past layers, for one."
    )
    inputs = (2, None)

    def build(self, builder: Builder, *values: Value) -> Value:
        require_one_shape(self.type, values)
        return folded(builder, "add", values)
