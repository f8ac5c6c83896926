"""Layers of sequences in NumPy."""

from __future__ import annotations

from collections.abc import Callable

from playground.formats.code.numpy.statements import Statements, kept, w
from playground.formats.code.plan import Step


def _recurrent(step: Step) -> Statements:
    node = step.node
    kind = {"SimpleRNN": "simple_rnn", "GRU": "gru", "LSTM": "lstm"}[node.type]
    names = ["weight", "recurrent", "bias", *(["recurrent_bias"] if kind == "gru" else [])]
    parts = [w(step, name) for name in names]
    if kind == "simple_rnn":
        parts.append("np.tanh" if node.activation == "tanh" else "relu")
    states = f"{kind}({step.x}, {', '.join(parts)})"
    return kept(step, states if node.return_sequences else f"{states}[:, -1]")


def _self_attention(step: Step) -> Statements:
    node = step.node

    def product(x: str, part: str) -> str:
        bias = f" + {w(step, f'{part}_bias')}" if node.bias else ""
        return f"{x} @ {w(step, part)}{bias}"

    three = [f"{part} = {product(step.x, part)}" for part in ("query", "key", "value")]
    causal = ", causal=True" if node.causal else ""
    mixed = f"mixed = attention(query, key, value, {node.heads}{causal})"
    return [*three, mixed, *kept(step, product("mixed", "output"))]


def _embedding(step: Step) -> Statements:
    words = f"nearest_word({step.x}, {step.node.vocabulary})"
    return kept(step, f"{w(step, 'weight')}[{words}]")


SEQUENCES: dict[str, Callable[[Step], Statements]] = {
    "Embedding": _embedding,
    "SimpleRNN": _recurrent,
    "GRU": _recurrent,
    "LSTM": _recurrent,
    "SelfAttention": _self_attention,
}
