"""A layer whose windows slide, at work on some samples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from playground.network.activations import Activation
from playground.network.sliding.slid import Slid
from playground.network.sliding.sliding import Sliding

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Windowed:
    """What slides over what, and what comes of it.

    Attributes:
        sliding: the windows.
        x: (N, …) what arrives.
        sums: (N, …) what comes of the windows, before any activation. Of a sequence, as the
            engine has it: channels first. y: (N, …) what leaves.
        learned: parameters by name.
        activation: what follows.
    """

    sliding: Sliding
    x: Array
    sums: Array
    y: Array
    learned: Mapping[str, Array]
    activation: Activation | None

    def of(self, row: int) -> Slid:
        """One sample's way."""
        sliding, activation = self.sliding, self.activation
        bias = sliding.biases(self.learned) if sliding.bias else None
        return Slid(
            sliding,
            sliding.arriving.as_image(self.x[row]),
            sliding.weights(self.learned),
            bias,
            self.sums[row].reshape(sliding.leaving.image),
            None if activation is None else sliding.leaving.as_image(self.y[row]),
            "" if activation is None else activation.label,
        )
