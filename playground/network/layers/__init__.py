"""Every layer type there is, in one explicit list."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from playground.network.canvas_parts import MOST_LETTERS
from playground.network.node import NodeSpec, Unknown
from playground.registry import Registry

# A layer type a line: its file in this folder, and its class, which is its name in files.
_LISTED = [
    "input.Input",
    "dense.Dense",
    "activation.Activation",
    "polynomial_features.PolynomialFeatures",
    "conv2d.Conv2D",
    "conv1d.Conv1D",
    "max_pool.MaxPool",
    "average_pool.AveragePool",
    "global_average_pool.GlobalAveragePool",
    "batch_norm.BatchNorm",
    "layer_norm.LayerNorm",
    "embedding.Embedding",
    "simple_rnn.SimpleRNN",
    "gru.GRU",
    "lstm.LSTM",
    "self_attention.SelfAttention",
    "dropout.Dropout",
    "flatten.Flatten",
    "reshape.Reshape",
    "permute.Permute",
    "add.Add",
    "multiply.Multiply",
    "concatenate.Concatenate",
    "dot.Dot",
    "shared.Shared",
]


class LayerRegistry(Registry[Any]):
    """Layer types by their name in files, which is their class's."""

    def __init__(self, types: list[type[NodeSpec]]) -> None:
        names = [layer.__name__ for layer in types]
        if len(set(names)) < len(names):
            raise ValueError(f"a layer type is listed twice: {names}")
        super().__init__("layer type", [])
        self._entries = dict(zip(names, types, strict=True))


def _load(listed: str) -> type[NodeSpec]:
    module, name = listed.split(".")
    layer: type[NodeSpec] = getattr(import_module(f"{__name__}.{module}"), name)
    return layer


LAYERS = LayerRegistry([_load(listed) for listed in _LISTED])


def parse_node(given: Any) -> NodeSpec:
    """A node from a file's object; an unknown type becomes a placeholder that keeps everything."""
    if isinstance(given, NodeSpec):
        return given
    if not isinstance(given, dict):
        raise ValueError(f"Expected an object with id and type. Received: {given!r}.")
    name = given.get("type")
    if not isinstance(name, str):
        raise ValueError(f"Expected a layer type by name. Received type={name!r}.")
    if len(name) > MOST_LETTERS:
        raise ValueError(f"A layer type's name has at most {MOST_LETTERS} letters.")
    fields = {key: value for key, value in given.items() if key != "type"}
    if name in LAYERS:
        layer: type[NodeSpec] = LAYERS[name]
        return layer(**fields)
    return Unknown(unknown_type=name, **{k: v for k, v in fields.items() if k != "unknown_type"})
