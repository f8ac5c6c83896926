"""A layer with a memory and two gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.network.initializers import Zeros
from playground.network.node import Catalogue
from playground.network.recurrent import Recurrent

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder


class GRU(Recurrent):
    """Gated recurrent unit (Cho et al. 2014): (N, T, F) gives (N, units).

    As in cuDNN and PyTorch the reset gate comes after the product, whose bias is `recurrent_bias`.
    The gates' columns are in the order reset, update, candidate.
    """

    catalogue = Catalogue(
        "GRU",
        "Sequence",
        "gru",
        "Reads a sequence step by step; two gates choose what to forget and what to renew.",
    )
    op = "gru"
    gates = 3

    def biases(self, builder: Builder) -> list[Value]:
        shape = (self.gates * self.units,)
        own = super().biases(builder)
        return [*own, builder.parameter("recurrent_bias", shape, Zeros(), gates=self.gates)]
