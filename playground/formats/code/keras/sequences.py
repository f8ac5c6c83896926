"""Layers of sequences as Keras has them."""

from __future__ import annotations

from collections.abc import Callable

from playground.formats.code.keras.wires import Wires, layer_name, repr_of, weight
from playground.formats.code.plan import Step


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
    weights = [weight(step, part) for part in ("weight", "recurrent", "bias")]
    if node.type == "GRU":
        weights[2] = f"np.stack([{weights[2]}, {weight(step, 'recurrent_bias')}])"
        weights = [f"update_first({each})" for each in weights]
    wires.learn(step, layer_name(step.name), *weights)


def _self_attention(wires: Wires, step: Step) -> None:
    node, features = step.node, step.given[1]
    size, units = node.size or features // node.heads, step.shape[1]
    settings: dict[str, object] = {"output_shape": units} if units != features else {}
    if not node.bias:
        settings["use_bias"] = False
    settings |= wires.priced(step.owner, kernel="query")
    layer = wires.called(step, "MultiHeadAttention", node.heads, size, **settings)
    causal = ", use_causal_mask=True" if node.causal else ""
    wires.keep(step, f"{layer}({step.x}, {step.x}{causal})")
    weights = []
    for part in ("query", "key", "value", "output"):
        by_head = (features, node.heads, size) if part != "output" else (node.heads, size, units)
        weights.append(f"{weight(step, part)}.reshape{by_head}")
        if node.bias:
            split = f".reshape({node.heads}, {size})" if part != "output" else ""
            weights.append(f"{weight(step, f'{part}_bias')}{split}")
    wires.learn(step, layer_name(step.name), *weights)


def _embedding(wires: Wires, step: Step) -> None:
    node = step.node
    settings = wires.priced(step.owner, embeddings="weight")
    layer = wires.called(step, "Embedding", node.vocabulary, node.units, **settings)
    wires.keep(step, f"{layer}(nearest_word({step.x}, {node.vocabulary}))")
    wires.learn(step, layer_name(step.name), weight(step, "weight"))


SEQUENCES: dict[str, Callable[[Wires, Step], None]] = {
    "SimpleRNN": _recurrent,
    "GRU": _recurrent,
    "LSTM": _recurrent,
    "SelfAttention": _self_attention,
    "Embedding": _embedding,
}
