"""Prices on large weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from playground.frozen import Frozen

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder


class Regularization(Frozen):
    """L1 or L2 on all weights; biases are left free.

    The reported loss is without it; its gradient is with it. The weights of frozen layers, which
    have no gradient, cost nothing.
    """

    type: Literal["none", "l1", "l2"] = Field("none", title="Regularize")
    rate: float = Field(
        0.001, ge=0.0, le=100.0, title="Rate", description="How much a large weight costs."
    )

    def add(self, builder: Builder, loss: Value) -> Value:
        """The loss plus the price of every weight."""
        if self.type == "none" or self.rate == 0.0:
            return loss
        penalised = {spec.name for spec in builder.parameters if spec.penalised}
        total = loss
        for value in builder.graph.parameters:
            if value.name in penalised:
                with builder.graph.within(scope=value.name.rpartition(".")[0]):
                    price = builder.apply(f"{self.type}_penalty", value, rate=self.rate)
                    total = builder.apply("add", total, price)
        return total
