"""Weights from Keras files: `.keras`, `.weights.h5` and `.h5`, by h5py alone.

Of Keras nothing is imported, and none of the code that a file may hold is looked at: layers are
known by their class and their name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
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
_PATH = re.compile(
    r"(?P<root>(?:.*/)?layers/(?P<layer>[^/]+))"
    r"(?:/(?:cell|(?P<part>query|key|value|output)_dense))?/vars/(?P<number>\d+)"
)


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
        layers = _layers(read_json(archive.read(_CONFIG), where))
        file = read_hdf5(archive.read(_WEIGHTS), where)
    else:
        file = read_hdf5(contents, where)
        config = file.attributes.get("", {}).get("model_config")
        layers = _layers(read_json(config.encode(), where)) if isinstance(config, str) else []
    arrays = _of_3(file, _order(layers)) or _of_2(file) or file.arrays
    try:
        found = found_in(path, KIND, arrays)
    except UserError as error:
        raise UserError(f"{error} Save the model again after it has been built.") from None
    return replace(found, why=_NO_NETWORK, framework=_framework(file, layers))


def _layers(config: Any) -> list[tuple[str, dict[str, Any]]]:
    """The layers of a model, in order: their classes, and how they are set up."""
    inside = config.get("config", {}) if isinstance(config, dict) else {}
    listed = inside.get("layers", []) if isinstance(inside, dict) else []
    return [
        (each["class_name"], each["config"] if isinstance(each.get("config"), dict) else {})
        for each in (listed if isinstance(listed, list) else [])
        if isinstance(each, dict) and isinstance(each.get("class_name"), str)
    ]


def _order(layers: Iterable[tuple[str, Any]]) -> list[str]:
    """The groups of a model's layers in its weights: class names, counted as Keras counts them."""
    seen: Counter[str] = Counter()
    found = []
    for name in (_snake(each) for each, _ in layers):
        found.append(f"{name}_{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return found


def _framework(file: Hdf5, layers: list[tuple[str, dict[str, Any]]]) -> str:
    """Whether images are flattened with their channels last, as Keras does unless told otherwise.

    Weights alone say it only where they name all layers, and none of those turns axes.
    """
    before = {b: a for (a, _), (b, _) in pairwise(layers)}
    first = any(setup.get("data_format") == "channels_first" for _, setup in layers)
    if first or before.get("Flatten") == "Permute":
        return "keras-channels-first"
    if layers:
        return "keras"
    listed = [
        str(name)
        for root in ("", "model_weights")
        for name in file.attributes.get(root, {}).get("layer_names", [])
    ]
    names = [*file.attributes, *(f"layers/{name}/" for name in listed)]
    flattening, turning = (
        any(re.search(rf"layers/{layer}(_\d+)?/", name) for name in names)
        for layer in ("flatten", "permute")
    )
    return "keras" if flattening and not turning else "keras-unsure"


def _snake(name: str) -> str:
    """As Keras does it: "BatchNormalization" is "batch_normalization", "PReLU" "p_re_lu"."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def _of_3(file: Hdf5, order: list[str]) -> dict[str, NDArray[Any]]:
    """Keras 3: arrays by number under their layer, which is called by its class there."""
    layers: dict[str, dict[tuple[str, int], str]] = {}
    for path in file.arrays:
        matched = _PATH.fullmatch(path)
        if matched is not None:
            place = matched["part"] or "", int(matched["number"])
            layers.setdefault(matched["root"], {})[place] = path
    places = {name: place for place, name in enumerate(order)}
    last = len(places)
    roots = sorted(layers, key=lambda root: (places.get(_last(root), last), natural(root)))
    found: dict[str, NDArray[Any]] = {}
    for root in roots:
        name = file.attributes.get(f"{root}/vars", {}).get("name")
        called = name if isinstance(name, str) and name else _last(root)
        if any(each.startswith(f"{called}/") for each in found):  # in a model within the model
            called = root
        parts = NAMES.get(re.sub(r"_\d+$", "", _last(root)), ())
        for (inner, number), path in sorted(layers[root].items()):
            known = _MATRIX if inner else parts
            part = known[number] if number < len(known) else f"array {number}"
            whole = f"{called}/{inner}/{part}" if inner else f"{called}/{part}"
            found[whole] = _by_heads(file.arrays[path], inner)
    return found


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _by_heads(array: NDArray[Any], part: str) -> NDArray[Any]:
    """What an attention has by heads, (…, heads, size) or (heads, size, …), heads side by side."""
    if part == "output" and array.ndim == 3:
        return array.reshape(-1, array.shape[2])
    if part in ("query", "key", "value") and array.ndim > 1:
        return array.reshape(*array.shape[:-2], -1)
    return array


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
                    steps = str(name).partition(":")[0].split("/")
                    if layer in steps:
                        steps = steps[len(steps) - steps[::-1].index(layer) :]
                    own = [step for step in steps if not step.endswith("_cell")]
                    array = _by_heads(file.arrays[path], own[0] if len(own) > 1 else "")
                    yield "/".join((str(layer), *own)), array
