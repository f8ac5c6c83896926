"""A layer with a long memory and a short one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.network.initializers import Initializer
from playground.network.node import Catalogue
from playground.network.recurrent import Recurrent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.network.builder import ParameterSpec


class OpenForgetGate(Initializer):
    """0, and 1 for the forget gate, so that it starts by remembering (Jozefowicz et al. 2015)."""

    name = "open_forget_gate"
    label = "Open forget gate"
    help = "The memory is kept until something says otherwise."

    def draw(self, parameter: ParameterSpec, seed: int) -> NDArray[np.float64]:
        drawn = np.zeros((4, parameter.shape[0] // 4))
        drawn[1] = 1.0
        return drawn.reshape(parameter.shape)


class LSTM(Recurrent):
    """Long short-term memory (Hochreiter and Schmidhuber 1997): (N, T, F) gives (N, units).

    The gates' columns are in PyTorch's order: input, forget, candidate, output.
    """

    catalogue = Catalogue(
        "LSTM",
        "Sequence",
        "lstm",
        "Reads a sequence step by step; three gates guard a memory that lasts.",
    )
    op = "lstm"
    gates = 4

    def first_bias(self) -> Initializer:
        return OpenForgetGate()
