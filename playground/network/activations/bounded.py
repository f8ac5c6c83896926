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
    strength = "A smooth yes or no: right at the end of a binary or multi-label network."
    weakness = (
        "Its slope is never above 1/4 and both ends are flat, so a stack of them passes "
        "hardly any gradient."
    )
    lowest = 0.0
    highest = 1.0


class Tanh(Activation):
    """The hyperbolic tangent."""

    name = "tanh"
    label = "tanh"
    help = "Squeezes numbers into −1 to 1, centred on 0."
    op = "tanh"
    strength = "Centred on 0 with slope 1 in the middle: gradients pass well while sums are small."
    weakness = "Flat at both ends: beyond ±2 it passes less than 8% of the gradient."
    lowest = -1.0
    highest = 1.0


class Softsign(Activation):
    """x / (1 + |x|)."""

    name = "softsign"
    label = "Softsign"
    help = "Squeezes numbers into −1 to 1 as tanh does, but flattens out more slowly."
    op = "softsign"
    strength = "Nears its ends slowly, so that sums far out still pass a little gradient."
    weakness = "Slope falls off early: at ±3 it is 1/16, and learning there is slow."
    lowest = -1.0
    highest = 1.0


class HardSigmoid(Activation):
    """x / 6 + 1/2, cut off at 0 and 1."""

    name = "hard_sigmoid"
    label = "Hard sigmoid"
    help = "A sigmoid made of three straight pieces: quick, but wholly flat beyond ±3."
    op = "hard_sigmoid"
    strength = "Straight pieces only, so it is quick, on small devices too."
    weakness = "Wholly flat beyond ±3: no gradient at all passes there."
    lowest = 0.0
    highest = 1.0


class Sine(Activation):
    """sin x."""

    name = "sine"
    label = "Sine"
    help = "A wave: units repeat themselves, which suits patterns that do."
    op = "sine"
    strength = (
        "Never flat for long: past every crest it falls again, which suits patterns that repeat."
    )
    weakness = "Very different sums give the same answer, so how weights start matters much."
    lowest = -1.0
    highest = 1.0


class Softmax(Activation):
    """eˣ over the sum of all eˣ along the last axis: a vector's numbers, an image's row."""

    name = "softmax"
    label = "Softmax"
    help = "Turns the numbers along the last axis into shares of one 1, so that units compete."
    op = "softmax"
    strength = "Makes shares of one 1: right at the end of a multi-class network."
    weakness = "Units compete: once one has nearly all, hardly any gradient passes to any of them."
    lowest = 0.0
    highest = 1.0
    whole_row = True

    def sees(self, shape: Shape, sight: Sight) -> Sight:
        """All along the last axis: of an image its rows, of a sequence what is at one step."""
        if len(shape) == 2 and sight.in_place:
            return sight
        return sight.along_rows() if len(shape) == 3 else sight.everywhere()

    def curve(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """The share of each of x (P,) beside a single rival at 0."""
        return self.results(np.stack([x, np.zeros_like(x)], 1))[:, 0]
