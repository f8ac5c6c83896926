"""Noise that keeps units from relying on one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from playground.engine.rng import stream_of
from playground.network.node import Catalogue, NodeSpec

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder


class Dropout(NodeSpec):
    """In training, sets a share of the numbers to 0 and scales up the rest; else does nothing."""

    catalogue = Catalogue(
        "Dropout", "Regularize", "dropout", "Silences random units at each training step."
    )

    rate: float = Field(
        0.2, ge=0.0, lt=1.0, title="Rate", description="Share of the numbers set to 0."
    )

    def build(self, builder: Builder, x: Value) -> Value:
        if not builder.training or self.rate == 0.0:
            return x
        # By scope, not by id: where the layer is applied again it silences other numbers.
        stream = stream_of(builder.graph.scope)
        mask = builder.apply(
            "dropout_mask", x, builder.graph.control, rate=self.rate, stream=stream
        )
        return builder.apply("multiply", x, mask)
