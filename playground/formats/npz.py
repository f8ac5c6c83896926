"""npz: NumPy's own archive of arrays."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.damage import ZIP_DAMAGE
from playground.formats.format import Format
from playground.formats.metadata import metadata_of, trained_from
from playground.training.trained import Trained

METADATA = "__metadata__"


class Npz(Format):
    """One array a parameter, and "__metadata__", a text array of JSON."""

    name = "npz"
    suffix = ".npz"
    label = "NumPy npz"
    help = "Weights by name, for NumPy alone; never needs pickle."
    snippet = (
        "import numpy as np\n"
        'weights = np.load("{file}", allow_pickle=False)\n'
        'weights["head.weight"].shape'
    )

    def encode(self, trained: Trained) -> bytes:
        buffer = BytesIO()
        arrays = {METADATA: np.array(metadata_of(trained)), **trained.parameters}
        np.savez(buffer, allow_pickle=False, **arrays)
        return buffer.getvalue()

    def predict(self, path: Path, features: NDArray[Any]) -> NDArray[Any]:
        return self.decode(path).predict(features)

    def decode(self, path: Path) -> Trained:
        """The trained network in the file."""
        try:
            with np.load(path, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
        except ZIP_DAMAGE as error:
            raise UserError(f"{path} is not a sound npz file: {error}.") from None
        if METADATA not in arrays:
            raise UserError(f"{path} has no {METADATA}, so its network is unknown.")
        return trained_from(str(arrays.pop(METADATA)), arrays, str(path))

    def reader(self) -> str:
        return "NumPy"
