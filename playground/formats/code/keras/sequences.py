"""Layers of sequences as Keras has them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.formats.code.keras.wires import Wires, layer_name, repr_of
from playground.formats.code.plan import Step
from playground.formats.code.stored import Array, Parameters, Stored, given, stacked


def _recurrent(wires: Wires, step: Step) -> None:
    node = step.node
    settings: dict[str, object] = {}
    if getattr(node, "activation", "tanh") != "tanh":
        settings["activation"] = repr_of(node.activation)
    if node.return_sequences:
        settings["return_sequences"] = True
    settings |= wires.priced(step.owner, kernel="weight", recurrent="recurrent")
    layer = wires.called(step, node.type, node.units, **settings)
    wires.keep(step, f"{layer}({step.x})")
    weights = [given(step, part) for part in ("weight", "recurrent", "bias")]
    if node.type == "GRU":
        weights[2] = stacked(weights[2], given(step, "recurrent_bias"))
        weights = [_update_first(each) for each in weights]
    wires.learn(step, layer_name(step.name), *weights)


def _update_first(gates: Stored) -> Stored:
    """Ours are in the order reset, update, candidate."""

    def of(w: Parameters) -> Array:
        reset, update, candidate = np.split(gates.of(w), 3, axis=-1)
        return np.concatenate([update, reset, candidate], axis=-1)

    return Stored(f"update_first({gates.code})", of)


def _self_attention(wires: Wires, step: Step) -> None:
    node, features = step.node, step.given[1]
    size, units = node.size or features // node.heads, step.shape[1]
    settings: dict[str, object] = {"output_shape": f"({units},)"} if units != features else {}
    if not node.bias:
        settings["use_bias"] = False
    settings |= wires.priced(step.owner, kernel="query")
    layer = wires.called(step, "MultiHeadAttention", node.heads, size, **settings)
    causal = ", use_causal_mask=True" if node.causal else ""
    wires.keep(step, f"{layer}({step.x}, {step.x}{causal})")
    weights = []
    for part in ("query", "key", "value", "output"):
        by_head = (features, node.heads, size) if part != "output" else (node.heads, size, units)
        weights.append(given(step, part).shaped(*by_head))
        if node.bias:
            bias = given(step, f"{part}_bias")
            weights.append(bias.shaped(node.heads, size) if part != "output" else bias)
    wires.learn(step, layer_name(step.name), *weights)


def _embedding(wires: Wires, step: Step) -> None:
    node = step.node
    settings = wires.priced(step.owner, embeddings="weight")
    layer = wires.called(step, "Embedding", node.vocabulary, node.units, **settings)
    wires.keep(step, f"{layer}(nearest_word({step.x}, {node.vocabulary}))")
    wires.learn(step, layer_name(step.name), given(step, "weight"))


SEQUENCES: dict[str, Callable[[Wires, Step], None]] = {
    "SimpleRNN": _recurrent,
    "GRU": _recurrent,
    "LSTM": _recurrent,
    "SelfAttention": _self_attention,
    "Embedding": _embedding,
}
