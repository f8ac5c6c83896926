"""safetensors: weights as named arrays, read by PyTorch, JAX, Rust and others."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from playground.errors import UserError
from playground.formats.code.names import quoted
from playground.formats.material import Material
from playground.formats.metadata import KEY, metadata_of, trained_from
from playground.formats.reading.damage import unsound
from playground.formats.reading.files import read_bytes
from playground.formats.reading.limits import MOST_MODEL_BYTES
from playground.formats.reading.tensors import KIND, read_header
from playground.formats.weights import WeightsFormat
from playground.training.trained import Trained

_SNIPPET = """
import json

import numpy as np
from safetensors import safe_open

with safe_open({file}, framework="np") as file:
    weights = {{name: file.get_tensor(name) for name in file.keys()}}
    about = json.loads(file.metadata()["playground"])
mean, scale = (np.reshape(about["features"][part], x.shape[1:]) for part in ("mean", "scale"))
seen = (x - mean) / scale  # what the first layer takes
print({{name: array.shape for name, array in weights.items()}}, about["decision"])
"""


class SafeTensors(WeightsFormat):
    """One tensor a parameter; everything else as JSON under the metadata key "playground"."""

    name = "safetensors"
    suffix = ".safetensors"
    label = "safetensors"
    help = "Weights by name. Read by PyTorch, JAX, Rust and others; runs no code when opened."
    loaded = """
import safetensors
with safetensors.safe_open(path, framework="np") as file:
    metadata = json.loads(file.metadata()["playground"])
    w = {name: file.get_tensor(name) for name in file.keys()}
reader = "safetensors " + safetensors.__version__ + " and NumPy " + np.__version__
"""

    def snippet(self, material: Material, path: Path) -> str:
        return _SNIPPET.format(file=quoted(path.name)).strip()

    def encode(self, trained: Trained) -> bytes:
        from safetensors.numpy import save

        arrays = {name: np.ascontiguousarray(a) for name, a in trained.parameters.items()}
        encoded: bytes = save(arrays, {KEY: metadata_of(trained)})
        return encoded

    def decode(self, path: Path) -> Trained:
        """The trained network in the file."""
        from safetensors import SafetensorError
        from safetensors.numpy import load

        contents = read_bytes(path, MOST_MODEL_BYTES)
        metadata = read_header(contents, len(contents), str(path)).metadata
        if KEY not in metadata:
            raise UserError(f"{path} has no metadata of Playground's, so its network is unknown.")
        try:
            parameters = load(contents)
        except (SafetensorError, KeyError, ValueError) as error:
            raise unsound(str(path), KIND, str(error)) from None
        return trained_from(metadata[KEY], parameters, str(path))

    def reader(self) -> str:
        return "safetensors"
