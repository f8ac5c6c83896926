"""The layers in jax.numpy and lax. Images are (N, height, width, channels), as XLA likes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.bench.competitor import Unsuitable
from playground.bench.exercise import Exercise, Layer

Array = NDArray[Any]
Apply = Callable[[Any, Any, Any], tuple[Any, Any]]


@dataclass(frozen=True)
class Part:
    """One layer.

    Attributes:
        learned: what gradients move, by name.
        kept: running statistics, by name.
        apply: (learned, kept, x) → (y, kept).
    """

    learned: dict[str, Any]
    kept: dict[str, Any]
    apply: Apply


@dataclass(frozen=True)
class Forward:
    """A whole network: lists of what each layer learns and keeps, and the function of both."""

    learned: list[dict[str, Any]]
    kept: list[dict[str, Any]]
    apply: Apply

    @staticmethod
    def arranged(features: Array) -> Array:
        """Features as the network takes them: images with their channels last."""
        return (
            np.ascontiguousarray(np.moveaxis(features, 1, -1)) if features.ndim == 4 else features
        )


def make_forward(jax: Any, exercise: Exercise) -> Forward:
    """The network with the exercise's first weights.

    Raises:
        Unsuitable: a layer is not written down here.
    """
    parts = []
    for before, layer in zip((None, *exercise.layers), exercise.layers, strict=False):
        if layer.kind not in _MAKERS:
            raise Unsuitable(f"{layer.kind} is not written down for JAX")
        parts.append(_MAKERS[layer.kind](jax, _channels_last(before, layer)))

    def apply(learned: Any, kept: Any, x: Any) -> tuple[Any, Any]:
        keeping = []
        for part, own, held in zip(parts, learned, kept, strict=True):
            x, held = part.apply(own, held, x)
            keeping.append(held)
        return x, keeping

    return Forward([part.learned for part in parts], [part.kept for part in parts], apply)


def _channels_last(before: Layer | None, layer: Layer) -> Layer:
    """The layer, its weight's rows in the order in which a flattened image has them here."""
    if before is None or before.kind != "Flatten" or len(before.takes) != 3:
        return layer
    weight = layer.start["weight"].reshape(*before.takes, -1)
    moved = weight.transpose(1, 2, 0, 3).reshape(layer.start["weight"].shape)
    return Layer(layer.node, layer.takes, layer.gives, {**layer.start, "weight": moved})


def _dense(jax: Any, layer: Layer) -> Part:
    bend = _function(jax, layer)

    def apply(learned: Any, kept: Any, x: Any) -> tuple[Any, Any]:
        return bend(x @ learned["weight"] + learned["bias"]), kept

    return Part(_on_device(jax, layer.start), {}, apply)


def _convolution(jax: Any, layer: Layer) -> Part:
    bend = _function(jax, layer)
    padding = layer.node.padding
    pads = padding.upper() if isinstance(padding, str) else [(padding, padding)] * 2
    # The document's weights are (filters, channels, height, width).
    start = {**layer.start, "weight": layer.start["weight"].transpose(2, 3, 1, 0)}

    def apply(learned: Any, kept: Any, x: Any) -> tuple[Any, Any]:
        y = jax.lax.conv_general_dilated(
            x, learned["weight"], (1, 1), pads, dimension_numbers=("NHWC", "HWIO", "NHWC")
        )
        return bend(y + learned["bias"]), kept

    return Part(_on_device(jax, start), {}, apply)


def _pool(jax: Any, layer: Layer) -> Part:
    window = (1, layer.node.size, layer.node.size, 1)
    return _plain(lambda x: jax.lax.reduce_window(x, -np.inf, jax.lax.max, window, window, "VALID"))


def _normalization(jax: Any, layer: Layer) -> Part:
    share, epsilon = layer.node.momentum, layer.node.epsilon
    learned = {name: layer.start[name] for name in ("weight", "bias")}
    kept = {name: array for name, array in layer.start.items() if name not in learned}

    def apply(learned: Any, kept: Any, x: Any) -> tuple[Any, Any]:
        mean, variance = x.mean((0, 1, 2)), x.var((0, 1, 2))
        y = (x - mean) * jax.lax.rsqrt(variance + epsilon) * learned["weight"] + learned["bias"]
        count = x.size // x.shape[-1]
        found = {"running_mean": mean, "running_var": variance * count / (count - 1)}
        return y, {name: old + share * (found[name] - old) for name, old in kept.items()}

    return Part(_on_device(jax, learned), _on_device(jax, kept), apply)


def _recurrence(jax: Any, layer: Layer) -> Part:
    """An LSTM, its gates' columns input, forget, candidate, output; the last step's output."""
    jnp, units = jax.numpy, layer.gives[-1]

    def apply(learned: Any, kept: Any, x: Any) -> tuple[Any, Any]:
        # All steps' products of x at once: only those of h have to wait for one another.
        sums = jnp.swapaxes(x @ learned["weight"] + learned["bias"], 0, 1)

        def step(carry: Any, sums: Any) -> tuple[Any, None]:
            hidden, cell = carry
            i, f, g, o = jnp.split(sums + hidden @ learned["recurrent"], 4, 1)
            sigmoid = jax.nn.sigmoid
            cell = sigmoid(f) * cell + sigmoid(i) * jnp.tanh(g)
            return (sigmoid(o) * jnp.tanh(cell), cell), None

        nothing = jnp.zeros((x.shape[0], units), x.dtype)
        (hidden, _), _ = jax.lax.scan(step, (nothing, nothing), sums)
        return hidden, kept

    return Part(_on_device(jax, layer.start), {}, apply)


def _flatten(jax: Any, layer: Layer) -> Part:
    return _plain(lambda x: x.reshape(x.shape[0], -1))


def _activation(jax: Any, layer: Layer) -> Part:
    return _plain(_function(jax, layer))


def _plain(function: Callable[[Any], Any]) -> Part:
    """A layer that learns nothing."""
    return Part({}, {}, lambda learned, kept, x: (function(x), kept))


def _function(jax: Any, layer: Layer) -> Callable[[Any], Any]:
    functions: dict[str, Callable[[Any], Any]] = {
        "identity": lambda x: x,
        "tanh": jax.numpy.tanh,
        "relu": jax.nn.relu,
        "sigmoid": jax.nn.sigmoid,
    }
    return functions[layer.node.activation.name]


def _on_device(jax: Any, arrays: dict[str, Array]) -> dict[str, Any]:
    return {name: jax.numpy.array(array) for name, array in arrays.items()}


_MAKERS = {
    "Dense": _dense,
    "Conv2D": _convolution,
    "MaxPool": _pool,
    "BatchNorm": _normalization,
    "LSTM": _recurrence,
    "Flatten": _flatten,
    "Activation": _activation,
}
