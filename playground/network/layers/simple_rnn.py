"""The simplest layer with a memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from playground.network.node import Catalogue
from playground.network.recurrent import Recurrent

if TYPE_CHECKING:
    from playground.network.builder import Builder


class SimpleRNN(Recurrent):
    """h = activation(x · weight + h₋₁ · recurrent + bias): (N, T, F) gives (N, units)."""

    catalogue = Catalogue(
        "SimpleRNN",
        "Sequence",
        "recurrent",
        "Reads a sequence step by step and mixes each step with what it remembers.",
    )
    on_card = ("activation",)
    op = "simple_rnn"
    gates = 1

    activation: Literal["tanh", "relu"] = Field(
        "tanh", title="Activation", description="The non-linear function after the sum."
    )

    def attributes(self, builder: Builder) -> dict[str, Any]:
        return {"relu": self.activation == "relu"}
