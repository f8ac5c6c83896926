"""npz: NumPy's own archive of arrays."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np

from playground.errors import UserError
from playground.formats.code.names import quoted
from playground.formats.damage import ZIP_DAMAGE
from playground.formats.material import Material
from playground.formats.metadata import metadata_of, trained_from
from playground.formats.reading.damage import unsound
from playground.formats.reading.files import read_bytes
from playground.formats.reading.limits import MOST_MODEL_BYTES
from playground.formats.reading.npz import KIND, check_npz
from playground.formats.weights import WeightsFormat
from playground.training.trained import Trained

METADATA = "__metadata__"
_SNIPPET = """
import json

import numpy as np

with np.load({file}, allow_pickle=False) as file:
    weights = {{name: file[name] for name in file.files if name != "__metadata__"}}
    about = json.loads(str(file["__metadata__"]))
mean, scale = (np.reshape(about["features"][part], x.shape[1:]) for part in ("mean", "scale"))
seen = (x - mean) / scale  # what the first layer takes
print({{name: array.shape for name, array in weights.items()}}, about["decision"])
"""


class Npz(WeightsFormat):
    """One array a parameter, and "__metadata__", a text array of JSON."""

    name = "npz"
    suffix = ".npz"
    label = "NumPy npz"
    help = "Weights by name, for NumPy alone; never needs pickle."
    loaded = """
with np.load(path, allow_pickle=False) as file:
    metadata = json.loads(str(file["__metadata__"]))
    w = {name: file[name] for name in file.files if name != "__metadata__"}
reader = "NumPy " + np.__version__
"""

    def snippet(self, material: Material, path: Path) -> str:
        return _SNIPPET.format(file=quoted(path.name)).strip()

    def size(self, material: Material) -> int:
        text = len(metadata_of(material.trained))  # four bytes a letter
        return 4 * (material.numbers + text) + 300 * len(material.trained.parameters) + 600

    def encode(self, trained: Trained) -> bytes:
        buffer = BytesIO()
        arrays = {METADATA: np.array(metadata_of(trained)), **trained.parameters}
        np.savez(buffer, allow_pickle=False, **arrays)
        return buffer.getvalue()

    def decode(self, path: Path) -> Trained:
        """The trained network in the file."""
        contents = read_bytes(path, MOST_MODEL_BYTES)
        check_npz(contents, str(path))
        try:
            with np.load(BytesIO(contents), allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            about = str(arrays.pop(METADATA, ""))
        except ZIP_DAMAGE as error:
            raise unsound(str(path), KIND, str(error)) from None
        if not about:
            raise UserError(f"{path} has no {METADATA}, so its network is unknown.")
        return trained_from(about, arrays, str(path))

    def reader(self) -> str:
        return "NumPy"
