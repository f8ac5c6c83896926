"""Activations as Keras has them: within a layer by name, or as a layer of their own."""

from __future__ import annotations

from typing import Any

from playground.formats.code.keras.wires import Wires, repr_of
from playground.formats.code.plan import Step
from playground.formats.code.stored import given
from playground.network.activations import Activation

_NAMES = {
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "relu": "relu",
    "silu": "silu",
    "softplus": "softplus",
    "selu": "selu",
    "mish": "mish",
    "hard_sigmoid": "hard_sigmoid",
    "hard_swish": "hard_silu",
    "softsign": "softsign",
    "gelu": "gelu",
    "elu": "elu",
    "softmax": "softmax",
}

# What a head ends in.
FINAL = {
    "sigmoid": "ops.sigmoid({x})",
    "softmax": "ops.softmax({x}, axis=1)",
    "bounded": "{low} + {range} * ops.sigmoid({x})",
    "exponential": "ops.exp(ops.minimum({x}, 50))",
}


def within(activation: Any, rank: int) -> dict[str, str]:
    """The `activation` setting of a layer, if a name says it all."""
    name = activation.name
    special = (
        (name == "gelu" and activation.approximation == "tanh")
        or (name == "elu" and activation.alpha != 1.0)
        # An image's last axis is its width, and not the channels.
        or (name == "softmax" and rank == 3)
    )
    return {} if special or name not in _NAMES else {"activation": repr_of(_NAMES[name])}


def after(wires: Wires, step: Step, activation: Activation) -> None:
    """Apply what `within` could not say to the value that the step has so far."""
    x, last = step.output, wires.is_last(step.output)
    if within(activation, len(step.shape)) or activation.name == "identity":
        return
    chosen: Any = activation
    match activation.name:
        case "leaky_relu":
            wires.keep(step, f"layers.LeakyReLU(negative_slope={chosen.slope})({x})", last=last)
        case "elu":
            wires.keep(step, f"layers.ELU(alpha={chosen.alpha})({x})", last=last)
        case "gelu":
            wires.keep(step, f"ops.gelu({x}, approximate=True)", last=last)
        case "sine":
            wires.keep(step, f"ops.sin({x})", last=last)
        case "softmax":
            wires.keep(step, f"layers.Softmax(axis={2 if last else -1})({x})", last=last)
        case "prelu":
            _prelu(wires, step, chosen.start)


def _prelu(wires: Wires, step: Step, start: float) -> None:
    """A slope for each number of the last axis; of an image, for each channel."""
    rank = len(step.shape)
    x = wires.channels_last(step, step.output) if rank == 3 else step.output
    shared = f"shared_axes={list(range(1, rank))}, " if rank > 1 else ""
    first = f"alpha_initializer=keras.initializers.Constant({start})"
    made = f"layers.PReLU({shared}{first}, name={repr_of(step.prelu)})"
    if step.node.frozen:
        made = f"{made[:-1]}, trainable=False)"
    wires.keep(step, f"{wires.slopes(step, made)}({x})", last=rank == 3)
    slopes = given(step, "slope")
    if rank > 1:
        slopes = slopes.shaped(*[1] * (rank - 1), -1)
    wires.learn(step, step.prelu, slopes)
