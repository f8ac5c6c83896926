"""Activations in NumPy; those that a program has to define are in `helpers`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.formats.code.plan import Step
from playground.network.activations import Activation

_PLAIN = {
    "sigmoid": "sigmoid({x})",
    "tanh": "np.tanh({x})",
    "relu": "np.maximum({x}, 0)",
    "silu": "silu({x})",
    "softplus": "softplus({x})",
    "selu": "selu({x})",
    "mish": "mish({x})",
    "hard_sigmoid": "hard_sigmoid({x})",
    "hard_swish": "hard_swish({x})",
    "softsign": "softsign({x})",
    "sine": "np.sin({x})",
    "softmax": "softmax({x})",
}

# What a head ends in.
FINAL = {
    "identity": "{x}",
    "sigmoid": "sigmoid({x})",
    "softmax": "softmax({x})",
    "bounded": "{low} + {range} * sigmoid({x})",
    "exponential": "np.exp(np.minimum({x}, 50))",
}


def bent(activation: Activation, step: Step, x: str, rank: int) -> str:
    """The activation of an expression whose samples have so many axes."""
    if activation.name in _WRITTEN:
        return _WRITTEN[activation.name](activation, step, x, rank)
    return _PLAIN[activation.name].format(x=x)


def _identity(activation: Any, step: Step, x: str, rank: int) -> str:
    return x


def _leaky_relu(activation: Any, step: Step, x: str, rank: int) -> str:
    return f"leaky_relu({x}, {activation.slope})"


def _gelu(activation: Any, step: Step, x: str, rank: int) -> str:
    return f"gelu_tanh({x})" if activation.approximation == "tanh" else f"gelu({x})"


def _elu(activation: Any, step: Step, x: str, rank: int) -> str:
    return f"elu({x}, {activation.alpha})"


def _prelu(activation: Any, step: Step, x: str, rank: int) -> str:
    """An image has a slope a channel, which is its first axis."""
    slopes = f'w["{step.weight("slope")}"]'
    return (
        f"leaky_relu({x}, {slopes}[:, None, None])" if rank == 3 else f"leaky_relu({x}, {slopes})"
    )


_WRITTEN: dict[str, Callable[[Any, Step, str, int], str]] = {
    "identity": _identity,
    "leaky_relu": _leaky_relu,
    "gelu": _gelu,
    "elu": _elu,
    "prelu": _prelu,
}
