"""Activations as PyTorch has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.formats.code.plan import Step
from playground.network.activations import Activation

_PLAIN = {
    "sigmoid": "torch.sigmoid({x})",
    "tanh": "torch.tanh({x})",
    "relu": "torch.relu({x})",
    "silu": "F.silu({x})",
    "softplus": "F.softplus({x})",
    "selu": "F.selu({x})",
    "mish": "F.mish({x})",
    "hard_sigmoid": "F.hardsigmoid({x})",
    "hard_swish": "F.hardswish({x})",
    "softsign": "F.softsign({x})",
    "sine": "torch.sin({x})",
    "softmax": "torch.softmax({x}, dim=-1)",
}

# What a head ends in; a range of its own for "bounded".
FINAL = {
    "sigmoid": "torch.sigmoid({x})",
    "softmax": "torch.softmax({x}, dim=1)",
    "bounded": "{low} + {range} * torch.sigmoid({x})",
    "exponential": "torch.exp({x}.clamp(max=50))",
}


def bent(activation: Activation, step: Step, x: str, rank: int) -> str:
    """The activation of an expression whose samples have so many axes."""
    if activation.name in _WRITTEN:
        return _WRITTEN[activation.name](activation, step, x, rank)
    return _PLAIN[activation.name].format(x=x)


def _identity(activation: Any, step: Step, x: str, rank: int) -> str:
    return x


def _leaky_relu(activation: Any, step: Step, x: str, rank: int) -> str:
    return f"F.leaky_relu({x}, {activation.slope})"


def _gelu(activation: Any, step: Step, x: str, rank: int) -> str:
    kind = ', approximate="tanh"' if activation.approximation == "tanh" else ""
    return f"F.gelu({x}{kind})"


def _elu(activation: Any, step: Step, x: str, rank: int) -> str:
    alpha = "" if activation.alpha == 1.0 else f", alpha={activation.alpha}"
    return f"F.elu({x}{alpha})"


def _prelu(activation: Any, step: Step, x: str, rank: int) -> str:
    """PyTorch's slopes go along axis 1; those of sequences here along the last."""
    if rank in (1, 3):
        return f"self.{step.prelu}({x})"
    return f"self.{step.prelu}({x}.movedim(-1, 1)).movedim(1, -1)"


_WRITTEN: dict[str, Callable[[Any, Step, str, int], str]] = {
    "identity": _identity,
    "leaky_relu": _leaky_relu,
    "gelu": _gelu,
    "elu": _elu,
    "prelu": _prelu,
}
