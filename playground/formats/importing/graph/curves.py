"""Activations in a graph, known by what they do to numbers: however an exporter writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import erf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.formats.importing.graph.nodes import GraphNode
from playground.network.activations import (
    Activation,
    Elu,
    Gelu,
    HardSigmoid,
    HardSwish,
    LeakyRelu,
    Mish,
    Relu,
    Selu,
    Sigmoid,
    Silu,
    Sine,
    Softplus,
    Softsign,
    Tanh,
)

Numbers = NDArray[np.float64]
# Where functions are compared: dense where they bend, and far out.
POINTS = np.concatenate([np.linspace(-8.0, 8.0, 321), [-30.0, -15.0, 15.0, 30.0]])
_TOLERANCE = 2e-5
_erf = np.vectorize(erf, otypes=[np.float64])


def _sigmoid(x: Numbers) -> Numbers:
    return 0.5 * (1.0 + np.tanh(0.5 * x))


def _hard(node: Mapping[str, Any], x: Numbers, alpha: float, beta: float) -> Numbers:
    return np.clip(float(node.get("alpha", alpha)) * x + float(node.get("beta", beta)), 0, 1)


def _elu(x: Numbers, alpha: float) -> Numbers:
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def _gelu(attributes: Mapping[str, Any], x: Numbers) -> Numbers:
    by_tanh = attributes.get("approximate", b"none") in (b"tanh", "tanh")
    inner = np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)) if by_tanh else _erf(x / 2**0.5)
    made: Numbers = x / 2 * (1 + inner)
    return made


def _selu(attributes: Mapping[str, Any], x: Numbers) -> Numbers:
    gamma = float(attributes.get("gamma", 1.0507009873554805))
    return gamma * _elu(x, float(attributes.get("alpha", 1.6732632423543772)))


def _clip(attributes: Mapping[str, Any], x: Numbers, *limits: Numbers) -> Numbers:
    low = limits[0] if limits else attributes.get("min", -np.inf)
    high = limits[1] if len(limits) > 1 else attributes.get("max", np.inf)
    return np.minimum(np.maximum(x, low), high)


Function = Callable[..., Any]
# Operators on numbers one by one: attributes, then operands.
FUNCTIONS: dict[str, Function] = {
    "Relu": lambda a, x: np.maximum(x, 0),
    "Sigmoid": lambda a, x: _sigmoid(x),
    "Tanh": lambda a, x: np.tanh(x),
    "LeakyRelu": lambda a, x: np.where(x > 0, x, float(a.get("alpha", 0.01)) * x),
    "PRelu": lambda a, x, slope: np.where(x > 0, x, slope * x),
    "Elu": lambda a, x: _elu(x, float(a.get("alpha", 1.0))),
    "Selu": _selu,
    "Softplus": lambda a, x: np.logaddexp(x, 0),
    "Softsign": lambda a, x: x / (1 + np.abs(x)),
    "HardSigmoid": lambda a, x: _hard(a, x, 0.2, 0.5),
    "HardSwish": lambda a, x: x * np.clip(x / 6 + 0.5, 0, 1),
    "Swish": lambda a, x: x * _sigmoid(float(a.get("alpha", 1.0)) * x),
    "Gelu": _gelu,
    "Mish": lambda a, x: x * np.tanh(np.logaddexp(x, 0)),
    "Erf": lambda a, x: _erf(x),
    "Exp": lambda a, x: np.exp(x),
    "Log": lambda a, x: np.log(x),
    "Sqrt": lambda a, x: np.sqrt(x),
    "Abs": lambda a, x: np.abs(x),
    "Neg": lambda a, x: -x,
    "Sin": lambda a, x: np.sin(x),
    "Cos": lambda a, x: np.cos(x),
    "Reciprocal": lambda a, x: 1 / x,
    "Identity": lambda a, x: x,
    "Pow": lambda a, x, y: x**y,
    "Add": lambda a, x, y: x + y,
    "Sub": lambda a, x, y: x - y,
    "Mul": lambda a, x, y: x * y,
    "Div": lambda a, x, y: x / y,
    "Clip": _clip,
    "Min": lambda a, *x: np.minimum.reduce(np.broadcast_arrays(*x)),
    "Max": lambda a, *x: np.maximum.reduce(np.broadcast_arrays(*x)),
    "Sum": lambda a, *x: sum(x),
}
# Those that only stretch and shift, and those that hold numbers between two besides.
LINEAR = frozenset({"Add", "Sub", "Mul", "Div", "Neg", "Identity", "Sum"})
PIECEWISE = LINEAR | {"Clip", "Min", "Max", "Relu", "HardSigmoid"}
_FIXED = (
    Relu(), Sigmoid(), Tanh(), Gelu(), Gelu(approximation="tanh"), Silu(), Softplus(), Selu(),
    Mish(), HardSigmoid(), HardSwish(), Softsign(), Sine(),
)  # fmt: skip


def computed(
    nodes: Sequence[GraphNode], entry: str, constants: Mapping[str, NDArray[Any]]
) -> dict[str, Numbers]:
    """What nodes make of `POINTS`, which stand for the value `entry`; by the values they make.

    What is not finite is left out, and what is made of that.
    """
    values: dict[str, Any] = {entry: POINTS}
    with np.errstate(all="ignore"):
        for node in nodes:
            given = [
                values[name] if name in values else float(np.ravel(constants[name])[0])
                for name in node.inputs
                if name in values or name in constants
            ]
            if len(given) < len([name for name in node.inputs if name]):
                continue
            try:
                made = np.asarray(FUNCTIONS[node.op](node.attributes, *given), np.float64)
            except (TypeError, ValueError):
                continue
            # On the way to what is finite, something may overflow and be divided by.
            if made.shape == POINTS.shape and not np.isnan(made).any():
                values[node.outputs[0]] = made
    return {name: made for name, made in values.items() if np.isfinite(made).all()}


def activation_like(curve: Numbers) -> Activation | None:
    """The activation that does this to `POINTS`, if there is one."""
    stacked = _fixed_curves()
    close = np.all(np.abs(stacked - curve) <= _TOLERANCE * (1.0 + np.abs(stacked)), axis=1)
    if close.any():
        return _FIXED[int(np.argmax(close))]
    at = float(curve[np.argmin(np.abs(POINTS + 1.0))])
    if 0.0 <= -at < 1.0 and _alike(curve, np.where(POINTS > 0, POINTS, -at * POINTS)):
        return LeakyRelu(slope=round(-at, 9))
    alpha = at / float(np.expm1(-1.0))
    if 0.0 < alpha <= 10.0 and _alike(curve, _elu(POINTS, alpha)):
        return Elu(alpha=round(alpha, 9))
    return None


@cache
def _fixed_curves() -> NDArray[np.float64]:
    """(A, P) what each of the activations without fields does to `POINTS`."""
    return np.stack([each.curve(POINTS) for each in _FIXED])


def line_like(curve: Numbers) -> tuple[float, float] | None:
    """(a, b), where a x + b does this to `POINTS` and a is not 0."""
    slope = float(curve[-1] - curve[0]) / float(POINTS[-1] - POINTS[0])
    shift = float(curve[0]) - slope * float(POINTS[0])
    straight = np.allclose(curve, slope * POINTS + shift, rtol=1e-6, atol=1e-6 * abs(slope))
    return (slope, shift) if straight and slope != 0.0 else None


@dataclass(frozen=True)
class Ramp:
    """slope · x + shift, held between low and high."""

    slope: float
    shift: float
    low: float
    high: float


def ramp_like(curve: Numbers) -> Ramp | None:
    """The ramp that does this to `POINTS`, if one does; it goes upwards."""
    low, high = float(curve.min()), float(curve.max())
    inside = np.flatnonzero((curve > low) & (curve < high))
    if len(inside) < 2:
        return None
    first, last = inside[0], inside[-1]
    slope = float(curve[last] - curve[first]) / float(POINTS[last] - POINTS[first])
    shift = float(curve[first]) - slope * float(POINTS[first])
    ramp = np.clip(slope * POINTS + shift, low, high)
    return Ramp(slope, shift, low, high) if slope > 0 and _alike(curve, ramp) else None


def _alike(one: Numbers, other: Numbers) -> bool:
    return bool(np.all(np.abs(one - other) <= _TOLERANCE * (1.0 + np.abs(other))))
