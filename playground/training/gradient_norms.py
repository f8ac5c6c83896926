"""Whether the gradient arrives: its length in every layer, and what that says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

# How much longer the gradient of one layer is than that of another for this to be named. A choice
# of ours: layers of one network differ by less than ten in most that learn well, and what is a
# hundredth of the rest takes a hundred times as long to learn.
FACTOR = 100.0


@dataclass(frozen=True)
class Norm:
    """The lengths of a layer's gradient and of what it learns: ‖∂L/∂θ‖₂ and ‖θ‖₂.

    Attributes:
        gradient, parameters: the lengths.
        weighs: whether there is a matrix in it, and not just a scale or a bias a number.
    """

    gradient: float
    parameters: float
    weighs: bool = True


@dataclass(frozen=True)
class Verdict:
    """What the lengths of the gradients say.

    Attributes:
        kind: "vanishing": it shrinks on its way back from `later` to `earlier`.
            "exploding": it grows on that way; or, without `later`, is far longer than the very
            weights of `earlier`.
            "lost": that of `earlier` is not finite. "zero": it is 0 everywhere. "fine".
        earlier, later: ids of layers, in network order.
        factor: how much it shrinks or grows, or is longer.
    """

    kind: Literal["vanishing", "exploding", "lost", "zero", "fine"]
    earlier: str = ""
    later: str = ""
    factor: float = 1.0


def verdict_on(norms: Mapping[str, Norm]) -> Verdict:
    """Judge the gradients of layers in network order.

    Biases, scales and the like by themselves are left out of a comparison, since they are so few.
    """
    for layer, norm in norms.items():
        if not isfinite(norm.gradient):
            return Verdict("lost", layer)
    if all(norm.gradient == 0.0 for norm in norms.values()):
        return Verdict("zero")
    weighing = [(layer, norm) for layer, norm in norms.items() if norm.weighs]
    long = max(weighing, key=lambda each: _beside_weights(each[1]), default=None)
    if long is not None and _beside_weights(long[1]) >= FACTOR:
        return Verdict("exploding", long[0], "", _beside_weights(long[1]))
    shrinks = _steepest([(layer, norm.gradient) for layer, norm in weighing])
    grows = _steepest([(layer, norm.gradient) for layer, norm in weighing[::-1]])
    if max(shrinks.factor, grows.factor) < FACTOR:
        return Verdict("fine", shrinks.earlier, shrinks.later, shrinks.factor)
    if shrinks.factor >= grows.factor:
        return shrinks
    return Verdict("exploding", grows.later, grows.earlier, grows.factor)


def _beside_weights(norm: Norm) -> float:
    # Weights that are shorter than 1 as a whole have only just begun.
    return norm.gradient / max(norm.parameters, 1.0)


def _steepest(lengths: list[tuple[str, float]]) -> Verdict:
    """The pair, in this order, of which the second is longest beside the first."""
    found = Verdict("vanishing")
    for place, (earlier, short) in enumerate(lengths):
        for later, long in lengths[place + 1 :]:
            factor = long / short if short > 0.0 else inf if long > 0.0 else 1.0
            if factor > found.factor:
                found = Verdict("vanishing", earlier, later, factor)
    return found


def length(arrays: Iterable[NDArray[Any]]) -> float:
    """The Euclidean length of several arrays as one vector."""
    with np.errstate(all="ignore"):
        return float(np.sqrt(sum(np.square(each, dtype=np.float64).sum() for each in arrays)))
