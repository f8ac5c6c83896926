"""Layers of sequences as PyTorch has them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.formats.code.plan import Step
from playground.formats.code.pytorch.piece import Piece, options, output
from playground.formats.code.stored import Stored, given


def _zeros(count: int) -> Stored:
    return Stored(f"torch.zeros({count})", lambda w: np.zeros(count, np.float32))


def _recurrent(kind: str) -> Callable[[Step], Piece]:
    def piece(step: Step) -> Piece:
        node, name = step.node, step.name
        relu = {"nonlinearity": '"relu"'} if getattr(node, "activation", "") == "relu" else {}
        sizes = f"{step.given[1]}, {node.units}"
        made = (name, f"nn.{kind}({sizes}{options(**relu, batch_first=True)})")
        # PyTorch adds two biases up; here there are two of a GRU alone.
        second = (
            given(step, "recurrent_bias") if node.type == "GRU" else _zeros(node.gates * node.units)
        )
        state = (
            (f"{name}.weight_ih_l0", given(step, "weight").turned),
            (f"{name}.weight_hh_l0", given(step, "recurrent").turned),
            (f"{name}.bias_ih_l0", given(step, "bias")),
            (f"{name}.bias_hh_l0", second),
        )
        forward = [f"{step.output}, _ = self.{name}({step.x})"]
        if not node.return_sequences:
            forward.append(f"{step.output} = {step.output}[:, -1]")
        return Piece((made,), tuple(forward), state)

    return piece


def _self_attention(step: Step) -> Piece:
    node, name, features = step.node, step.name, step.given[1]
    sizes = f"{features}, {node.heads}, {node.size or features // node.heads}, {step.shape[1]}"
    changed = {} if node.bias else {"bias": False}
    if node.causal:
        changed["causal"] = True
    made = (name, f"SelfAttention({sizes}{options(**changed)})")
    state = []
    for part in ("query", "key", "value", "output"):
        state.append((f"{name}.{part}.weight", given(step, part).turned))
        if node.bias:
            state.append((f"{name}.{part}.bias", given(step, f"{part}_bias")))
    return Piece((made,), output(step, f"self.{name}({step.x})"), tuple(state))


def _embedding(step: Step) -> Piece:
    words, name = step.node.vocabulary, step.name
    made = (name, f"nn.Embedding({words}, {step.node.units})")
    value = f"self.{name}(nearest_word({step.x}, {words}))"
    state = ((f"{name}.weight", given(step, "weight")),)
    return Piece((made,), output(step, value), state)


SEQUENCES: dict[str, Callable[[Step], Piece]] = {
    "SimpleRNN": _recurrent("RNN"),
    "GRU": _recurrent("GRU"),
    "LSTM": _recurrent("LSTM"),
    "SelfAttention": _self_attention,
    "Embedding": _embedding,
}
