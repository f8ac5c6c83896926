"""Activations whose results stay within a range."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.network.activations.activation import Activation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.engine.graph import Shape
    from playground.network.sight import Sight


class Sigmoid(Activation):
    """1 / (1 + e⁻ˣ)."""

    name = "sigmoid"
    label = "Sigmoid"
    help = "Squeezes numbers into 0 to 1. Flat at both ends, where gradients vanish."
    op = "sigmoid"


class Tanh(Activation):
    """The hyperbolic tangent."""

    name = "tanh"
    label = "tanh"
    help = "Squeezes numbers into −1 to 1, centred on 0."
    op = "tanh"


class Softsign(Activation):
    """x / (1 + |x|)."""

    name = "softsign"
    label = "Softsign"
    help = "Squeezes numbers into −1 to 1 as tanh does, but flattens out more slowly."
    op = "softsign"


class HardSigmoid(Activation):
    """x / 6 + 1/2, cut off at 0 and 1."""

    name = "hard_sigmoid"
    label = "Hard sigmoid"
    help = "A sigmoid made of three straight pieces: quick, but wholly flat beyond ±3."
    op = "hard_sigmoid"


class Sine(Activation):
    """sin x."""

    name = "sine"
    label = "Sine"
    help = "A wave: units repeat themselves, which suits patterns that do."
    op = "sine"


class Softmax(Activation):
    """eˣ over the sum of all eˣ along the last axis: a vector's numbers, an image's row."""

    name = "softmax"
    label = "Softmax"
    help = "Turns the numbers along the last axis into shares of one 1, so that units compete."
    op = "softmax"

    def sees(self, shape: Shape, sight: Sight) -> Sight:
        """All along the last axis: of an image its rows, of a sequence what is at one step."""
        if len(shape) == 2 and sight.in_place:
            return sight
        return sight.along_rows() if len(shape) == 3 else sight.everywhere()

    def curve(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """The share of each of x (P,) beside a single rival at 0."""
        return self._results(np.stack([x, np.zeros_like(x)], 1))[:, 0]
