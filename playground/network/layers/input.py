"""Where the features come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.network.node import Catalogue, NodeSpec

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder


class Input(NodeSpec):
    """The features of one sample, standardised, as the data gives them."""

    catalogue = Catalogue("Input", "Basic", "input", "The features of each sample.")

    def build(self, builder: Builder, x: Value) -> Value:
        return x
