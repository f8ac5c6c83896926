"""Functions made of straight pieces: where they bend, and what they are on each piece."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.engine.graph import Node
from playground.network.affine.running import Known

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Kinks:
    """A function of one number, straight between its kinks; the same for all units or one each.

    On piece p, from kink p−1 (not included) to kink p, it is slopes[p] · x + offsets[p].

    Attributes:
        at: (K,) where it bends, ascending.
        slopes: (K + 1, units). offsets: (K + 1,).
    """

    at: Floats
    slopes: Floats
    offsets: Floats

    def pieces(self, values: Floats) -> NDArray[np.int8]:
        """On which piece each number lies; on a kink, the one below it."""
        return np.searchsorted(self.at, values, side="left").astype(np.int8)

    def bends(self, unit: int, kink: int) -> bool:
        """Whether a unit's function changes its slope at a kink."""
        return bool(self.slopes[kink, unit] != self.slopes[kink + 1, unit])


_WITH_KINKS = ("relu", "leaky_relu", "prelu", "hard_sigmoid")


def has_kinks(node: Node) -> bool:
    """Whether an op works on each number by itself, in straight pieces."""
    return node.op in _WITH_KINKS


def kinks_of(node: Node, known: Known, units: int) -> Kinks:
    """What an op with kinks does to each of so many numbers.

    Args:
        known: parameters, of which the op may read one: PReLU's slopes.
    """
    zero = np.zeros(1)
    if node.op == "hard_sigmoid":
        slopes = np.repeat([[0.0], [1.0 / 6.0], [0.0]], units, axis=1)
        return Kinks(np.array([-3.0, 3.0]), slopes, np.array([0.0, 0.5, 1.0]))
    if node.op == "prelu":
        own = known[node.inputs[1]]
        below = own[np.arange(units) // node.attributes["span"] % len(own)]
    else:
        below = np.full(units, float(node.attributes.get("slope", 0.0)))
    return Kinks(zero, np.stack([below, np.ones(units)]), np.zeros(2))
