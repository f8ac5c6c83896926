"""Activations that are x times a gate, which opens as x grows."""

from __future__ import annotations

from math import inf
from typing import Any, Literal

from pydantic import Field

from playground.network.activations.activation import Activation


class Gelu(Activation):
    """x times the share of a standard normal distribution below it."""

    name = "gelu"
    label = "GELU"
    help = "A smooth ReLU that dips a little below 0; transformers use it."
    op = "gelu"
    strength = (
        "Smooth, and small negative sums are not cut off at once; the usual choice in transformers."
    )
    weakness = "Costs an error function, and falls a little just below 0 before it levels out."
    lowest = -0.16997120747

    approximation: Literal["none", "tanh"] = Field(
        "none",
        title="Approximation",
        description="None for the normal distribution itself, tanh for a likeness of it.",
    )

    @property
    def chosen_op(self) -> str:
        return "gelu_tanh" if self.approximation == "tanh" else "gelu"

    @property
    def reach(self) -> tuple[float, float]:
        return (-0.17004, inf) if self.approximation == "tanh" else (self.lowest, inf)

    def attributes(self) -> dict[str, Any]:
        return {}


class Silu(Activation):
    """x times its sigmoid."""

    name = "silu"
    label = "SiLU (swish)"
    help = "A smooth ReLU: every number times its own sigmoid."
    op = "silu"
    strength = (
        "Smooth, and small negative sums still pass some gradient; deep image networks use it."
    )
    weakness = "Dips to −0.28 before it levels out, and costs an exponential."
    lowest = -0.27846454276


class Mish(Activation):
    """x tanh(ln(1 + eˣ))."""

    name = "mish"
    label = "Mish"
    help = "A smooth ReLU that dips a little deeper below 0 than SiLU before it levels out."
    op = "mish"
    strength = "Smooth, and small negative sums pass gradient a little longer than with SiLU."
    weakness = "The dearest to compute here: an exponential, a logarithm and a tanh."
    lowest = -0.30884309838


class HardSwish(Activation):
    """x times its hard sigmoid."""

    name = "hard_swish"
    label = "Hard swish"
    help = "SiLU with a hard sigmoid for its gate: quick to compute, 0 below −3."
    op = "hard_swish"
    strength = "The shape of SiLU from straight and square pieces: quick on phones."
    weakness = "Flat at 0 below −3: a unit whose sums all lie there is dead."
    lowest = -0.375
