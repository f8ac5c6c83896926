"""Weights from Keras files: `.keras`, `.weights.h5` and `.h5`, by h5py alone.

Of Keras nothing is imported, and none of the code that a file may hold is looked at: layers are
known by their class and their name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.importing.found import Found
from playground.formats.importing.own import found_in
from playground.formats.importing.source import natural
from playground.formats.reading.archive import SafeZip
from playground.formats.reading.damage import unsound
from playground.formats.reading.files import read_bytes
from playground.formats.reading.hdf5 import Hdf5, read_hdf5
from playground.formats.reading.json_text import read_json
from playground.formats.reading.limits import MOST_DOCUMENT_BYTES, MOST_MODEL_BYTES

KIND = "Keras file"
_CONFIG, _WEIGHTS = "config.json", "model.weights.h5"
_NO_NETWORK = "of a Keras file the weights alone are read: import them onto a network of your own."
# What a layer's arrays are, in Keras's order, by the layer's class.
_MATRIX, _NORMAL = ("kernel", "bias"), ("gamma", "beta", "moving_mean", "moving_variance")
_RECURRENT = ("kernel", "recurrent_kernel", "bias")
NAMES: dict[str, tuple[str, ...]] = {
    "dense": _MATRIX,
    "conv1d": _MATRIX,
    "conv2d": _MATRIX,
    "batch_normalization": _NORMAL,
    "layer_normalization": _NORMAL[:2],
    "embedding": ("embeddings",),
    "simple_rnn": _RECURRENT,
    "gru": _RECURRENT,
    "lstm": _RECURRENT,
    "p_re_lu": ("alpha",),
}
_PATH = re.compile(r"(?:.*/)?layers/(?P<layer>[^/]+)(?:/cell)?/vars/(?P<number>\d+)")


def read_keras(path: Path) -> Found:
    """The arrays, called "dense_1/kernel" and so on, by the layers' own names, in their order.

    Raises:
        UserError: it is not sound.
    """
    where, contents = str(path), read_bytes(path, MOST_MODEL_BYTES)
    if path.suffix.lower() == ".keras":
        archive = SafeZip(contents, where, KIND)
        for name in (_CONFIG, _WEIGHTS):
            if name not in archive:
                raise unsound(where, KIND, f"there is no {name} in it")
        if archive.size(_CONFIG) > MOST_DOCUMENT_BYTES:
            raise unsound(where, KIND, f"{_CONFIG} in it is too large")
        order = _order(read_json(archive.read(_CONFIG), where))
        file = read_hdf5(archive.read(_WEIGHTS), where)
    else:
        order, file = [], read_hdf5(contents, where)
    arrays = _of_3(file, order) or _of_2(file) or file.arrays
    try:
        found = found_in(path, KIND, arrays)
    except UserError as error:
        raise UserError(f"{error} Save the model again after it has been built.") from None
    return replace(found, why=_NO_NETWORK, framework="keras")


def _order(config: Any) -> list[str]:
    """The groups of a model's layers in its weights: class names, counted as Keras counts them."""
    layers = config.get("config", {}) if isinstance(config, dict) else {}
    layers = layers.get("layers", []) if isinstance(layers, dict) else []
    classes = [each.get("class_name") for each in layers if isinstance(each, dict)]
    seen: Counter[str] = Counter()
    found = []
    for name in (_snake(each) for each in classes if isinstance(each, str)):
        found.append(f"{name}_{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return found


def _snake(name: str) -> str:
    """As Keras does it: "BatchNormalization" is "batch_normalization", "PReLU" "p_re_lu"."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def _of_3(file: Hdf5, order: list[str]) -> dict[str, NDArray[Any]]:
    """Keras 3: arrays by number under their layer, which is called by its class there."""
    layers: dict[str, dict[int, str]] = {}
    for path in file.arrays:
        matched = _PATH.fullmatch(path)
        if matched is not None:
            layers.setdefault(matched["layer"], {})[int(matched["number"])] = path
    places = {name: place for place, name in enumerate(order)}
    last = len(places)
    names = sorted(layers, key=lambda name: (places.get(name, last), natural(name)))
    found = {}
    for layer in names:
        called = _called(layer, layers[layer].values(), file.attributes)
        parts = NAMES.get(re.sub(r"_\d+$", "", layer), ())
        for number, path in sorted(layers[layer].items()):
            part = parts[number] if number < len(parts) else f"array {number}"
            found[f"{called}/{part}"] = file.arrays[path]
    return found


def _called(layer: str, paths: Iterable[str], attributes: Mapping[str, Mapping[str, Any]]) -> str:
    """The layer's own name, which newer versions write beside its arrays."""
    path = next(iter(paths))
    group = f"{path[: path.index(f'layers/{layer}') + len(f'layers/{layer}')]}/vars"
    name = attributes.get(group, {}).get("name")
    return name if isinstance(name, str) and name else layer


def _of_2(file: Hdf5) -> dict[str, NDArray[Any]]:
    """Keras 2 and `.h5`: arrays by the paths that their layers list."""
    return dict(_listed(file))


def _listed(file: Hdf5) -> Iterator[tuple[str, NDArray[Any]]]:
    for root in ("model_weights", ""):
        layers = file.attributes.get(root, {}).get("layer_names", [])
        for layer in layers if isinstance(layers, list) else []:
            group = f"{root}/{layer}".lstrip("/")
            weights = file.attributes.get(group, {}).get("weight_names", [])
            for name in weights if isinstance(weights, list) else []:
                path = f"{group}/{name}"
                if path in file.arrays:
                    yield (
                        f"{layer}/{str(name).rpartition('/')[2].partition(':')[0]}",
                        file.arrays[path],
                    )
