"""Weights in HDF5, in the places where Keras 3 looks for them.

A layer's place is "layers/", its class and a number among the layers of that class: names count
for nothing (`_save_container_state` of keras/src/saving/saving_lib.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.formats.code.keras.wires import Wires, layer_name
from playground.formats.code.stored import Stored
from playground.formats.keras.graph import Operation
from playground.formats.keras.source import snake

Arrays = dict[str, NDArray[Any]]
# Where recurrent layers have them.
_IN_A_CELL = ("SimpleRNN", "GRU", "LSTM")
# What the model is called.
MODEL = "network"
_WITHIN = {
    "query_dense": "query",
    "key_dense": "key",
    "value_dense": "value",
    "output_dense": "attention_output",
    "_softmax": "softmax",
    "_dropout_layer": "dropout",
}
_ATTENTION = ("query_dense", "key_dense", "value_dense", "output_dense")


def arrays_of(
    operations: list[Operation], wires: Wires, parameters: Mapping[str, NDArray[Any]]
) -> Arrays:
    """The weights by their places in the file.

    Args:
        operations: of the model, in Keras's order.
        wires: says which weights each layer has.
        parameters: the network's, by name.
    """
    head = [Stored("", lambda w: w["head.weight"]), Stored("", lambda w: w["head.bias"])]
    stored = {name: weights for name, (_, weights) in wires.weights.items()}
    stored[layer_name(wires.plan.head)] = head
    found: Arrays = {}
    for place, layer in _placed(operations):
        weights = [each.of(parameters) for each in stored.get(layer.name, ())]
        places = _places(place, layer.kind, len(weights))
        found |= dict(zip(places, map(np.ascontiguousarray, weights), strict=True))
    return found


def _placed(operations: list[Operation]) -> Iterator[tuple[str, Operation]]:
    counts = Counter[str]()
    for layer in operations:
        if layer.is_layer:
            kind = snake(layer.kind)
            count = counts[kind]
            counts[kind] += 1
            yield f"layers/{kind}_{count}" if count else f"layers/{kind}", layer


def _places(place: str, kind: str, count: int) -> list[str]:
    if kind == "MultiHeadAttention":
        each = count // len(_ATTENTION)
        return [f"{place}/{part}/vars/{number}" for part in _ATTENTION for number in range(each)]
    inside = f"{place}/cell" if kind in _IN_A_CELL else place
    return [f"{inside}/vars/{number}" for number in range(count)]


def encode(arrays: Arrays, names: Mapping[str, str], **remarks: str) -> bytes:
    """The HDF5 file.

    Args:
        arrays: by place.
        names: of layers, by the place of their weights. All have a place, also those without any:
            older versions of Keras look for it.
        remarks: attributes of the whole.
    """
    import h5py

    buffer = BytesIO()
    with h5py.File(buffer, "w") as file:
        for place, array in arrays.items():
            file.create_dataset(place, data=array)
        for place, name in names.items():
            file.require_group(place).attrs["name"] = name
        for key, text in remarks.items():
            file.attrs[key] = text
    return buffer.getvalue()


def names_of(operations: list[Operation]) -> dict[str, str]:
    """What the model and the layers are called, and what is within them, by place."""
    found = {"vars": MODEL}
    for place, layer in _placed(operations):
        found[f"{place}/vars"] = layer.name
        if layer.kind in _IN_A_CELL:
            found[f"{place}/cell/vars"] = f"{layer.name}_cell"
        if layer.kind == "MultiHeadAttention":
            found |= {f"{place}/{part}/vars": name for part, name in _WITHIN.items()}
    return found


def decode(contents: bytes | Path) -> Arrays:
    """The arrays of a file, by place, as h5py reads them."""
    import h5py

    found: Arrays = {}

    def note(place: str, held: Any) -> None:
        if isinstance(held, h5py.Dataset):
            found[place] = held[()]

    with h5py.File(BytesIO(contents) if isinstance(contents, bytes) else contents, "r") as file:
        file.visititems(note)
    return found
