"""safetensors: weights as named arrays, read by PyTorch, JAX, Rust and others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.format import Format
from playground.formats.metadata import KEY, metadata_of, trained_from
from playground.training.trained import Trained


class SafeTensors(Format):
    """One tensor a parameter; everything else as JSON under the metadata key "playground"."""

    name = "safetensors"
    suffix = ".safetensors"
    label = "safetensors"
    help = "Weights by name. Read by PyTorch, JAX, Rust and others; runs no code when opened."
    snippet = (
        "from safetensors.numpy import load_file\n"
        'weights = load_file("{file}")\n'
        'weights["head.weight"].shape'
    )

    def encode(self, trained: Trained) -> bytes:
        from safetensors.numpy import save

        arrays = {name: np.ascontiguousarray(a) for name, a in trained.parameters.items()}
        encoded: bytes = save(arrays, {KEY: metadata_of(trained)})
        return encoded

    def predict(self, path: Path, features: NDArray[Any]) -> NDArray[Any]:
        return self.decode(path).predict(features)

    def decode(self, path: Path) -> Trained:
        """The trained network in the file."""
        from safetensors import SafetensorError, safe_open

        try:
            with safe_open(path, framework="np") as file:  # type: ignore[no-untyped-call]
                parameters = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
                metadata = file.metadata() or {}
        except (SafetensorError, OSError) as error:
            raise UserError(f"{path} is not a sound safetensors file: {error}.") from None
        if KEY not in metadata:
            raise UserError(f"{path} has no metadata of Playground's, so its network is unknown.")
        return trained_from(metadata[KEY], parameters, str(path))

    def reader(self) -> str:
        return "safetensors"
