"""Activations that are x times a gate, which opens as x grows."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from playground.network.activations.activation import Activation


class Gelu(Activation):
    """x times the share of a standard normal distribution below it."""

    name = "gelu"
    label = "GELU"
    help = "A smooth ReLU that dips a little below 0; transformers use it."
    op = "gelu"

    approximation: Literal["none", "tanh"] = Field(
        "none",
        title="Approximation",
        description="None for the normal distribution itself, tanh for a likeness of it.",
    )

    @property
    def chosen_op(self) -> str:
        return "gelu_tanh" if self.approximation == "tanh" else "gelu"

    def attributes(self) -> dict[str, Any]:
        return {}


class Silu(Activation):
    """x times its sigmoid."""

    name = "silu"
    label = "SiLU (swish)"
    help = "A smooth ReLU: every number times its own sigmoid."
    op = "silu"


class Mish(Activation):
    """x tanh(ln(1 + eˣ))."""

    name = "mish"
    label = "Mish"
    help = "A smooth ReLU that dips a little deeper below 0 than SiLU before it levels out."
    op = "mish"


class HardSwish(Activation):
    """x times its hard sigmoid."""

    name = "hard_swish"
    label = "Hard swish"
    help = "SiLU with a hard sigmoid for its gate: quick to compute, 0 below −3."
    op = "hard_swish"
