"""The non-linear functions a layer can end in, in one explicit list, the usual ones first."""

from __future__ import annotations

from typing import Annotated

from playground.network.activations.activation import Activation, Identity
from playground.network.activations.bounded import (
    HardSigmoid,
    Sigmoid,
    Sine,
    Softmax,
    Softsign,
    Tanh,
)
from playground.network.activations.gated import Gelu, HardSwish, Mish, Silu
from playground.network.activations.rectifiers import Elu, LeakyRelu, PRelu, Relu, Selu, Softplus
from playground.network.named import as_field, entries

ACTIVATIONS = entries(
    "activation",
    [
        Identity,
        Sigmoid,
        Tanh,
        Relu,
        LeakyRelu,
        Gelu,
        Silu,
        Elu,
        Softplus,
        Selu,
        PRelu,
        Mish,
        HardSigmoid,
        HardSwish,
        Softsign,
        Sine,
        Softmax,
    ],
)

ActivationField = Annotated[Activation, *as_field(ACTIVATIONS)]

__all__ = [
    "ACTIVATIONS",
    "Activation",
    "ActivationField",
    "Elu",
    "Gelu",
    "HardSigmoid",
    "HardSwish",
    "Identity",
    "LeakyRelu",
    "Mish",
    "PRelu",
    "Relu",
    "Selu",
    "Sigmoid",
    "Silu",
    "Sine",
    "Softmax",
    "Softplus",
    "Softsign",
    "Tanh",
]
