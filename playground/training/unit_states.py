"""Units that no longer answer, or answer the same to everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from playground.training.layer_parts import Layer

Array = NDArray[Any]
State = Literal["dead", "saturated"]

# A number is saturated where the activation's slope is below this share of its steepest.
FLAT = 0.05
# Units of these are dead when their output is 0 for every sample: the slope there is 0 too, and
# nothing that is learned before them changes any more. GELU, SiLU and Mish only come near 0.
_DEAD_BELOW = {"relu": 0.0, "hard_swish": 0.0, "gelu": 1e-6, "silu": 1e-6, "mish": 1e-6}
# Klambauer et al. 2017, "Self-normalizing neural networks": λ and α.
_SELU_SCALE, _SELU_ALPHA = 1.0507009873554805, 1.6732632423543772

# The slope of an activation, as a share of its steepest, from what leaves it.
_SLOPES: Mapping[str, Callable[[Array, float], Array]] = {
    "sigmoid": lambda y, _: 4.0 * y * (1.0 - y),
    "tanh": lambda y, _: 1.0 - y * y,
    "softsign": lambda y, _: (1.0 - np.abs(y)) ** 2,
    "hard_sigmoid": lambda y, _: ((y > 0.0) & (y < 1.0)).astype(float),
    "elu": lambda y, alpha: np.where(y > 0.0, 1.0, y + alpha) / max(1.0, alpha),
    "selu": lambda y, _: (
        np.where(y > 0.0, _SELU_SCALE, y + _SELU_SCALE * _SELU_ALPHA) / (_SELU_SCALE * _SELU_ALPHA)
    ),
    "softplus": lambda y, _: -np.expm1(-y),
}


@dataclass(frozen=True)
class UnitState:
    """How a layer's units fare on some samples.

    Attributes:
        layer: its id. activation: its name.
        state: what its units can be. PReLU, leaky ReLU, sine and softmax have neither and are not
            judged, nor are the gates within an LSTM or GRU.
        n_units: how many it has.
        n_out: units that are so for every sample, at every place.
        share: "dead": of the units; "saturated": of all their numbers.
        n_lost: numbers that are not finite.
    """

    layer: str
    activation: str
    state: State
    n_units: int
    n_out: int
    share: float
    n_lost: int


def state_of(activation: str) -> State | None:
    """What units with an activation can be, if anything."""
    if activation in _DEAD_BELOW:
        return "dead"
    return "saturated" if activation in _SLOPES else None


def out_of_use(activation: str, alpha: float, values: Array) -> NDArray[np.bool_]:
    """Which results of an activation that can be judged are dead, or saturated.

    Args:
        alpha: its field of that name, where it has one.
        values: of any shape; what is not finite is neither.
    """
    with np.errstate(all="ignore"):
        if activation in _DEAD_BELOW:
            out = np.abs(values) <= _DEAD_BELOW[activation]
        else:
            out = _SLOPES[activation](values, alpha) < FLAT
    out &= np.isfinite(values)
    return np.asarray(out, bool)


def unit_state(layer: Layer, values: Array) -> UnitState:
    """How the units of a layer, whose activation can be judged, fare.

    Args:
        values: (N, *shape) what leaves the layer.
    """
    state = state_of(layer.activation)
    assert state is not None
    out = out_of_use(layer.activation, layer.alpha, values)
    lost = ~np.isfinite(values)
    units = np.moveaxis(out, 1 if out.ndim == 4 else -1, 0).reshape(layer.n_units, -1)
    n_out = int(units.all(1).sum()) if units.size else 0
    n_lost = int(lost.sum())
    n_finite = values.size - n_lost
    if state == "dead":
        share = n_out / layer.n_units
    else:
        share = int(out.sum()) / n_finite if n_finite else float("nan")
    if n_lost == values.size:
        share = float("nan")
    return UnitState(layer.id, layer.activation, state, layer.n_units, n_out, share, n_lost)
