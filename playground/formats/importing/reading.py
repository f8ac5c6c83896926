"""Reads weights from any file that holds some."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playground.errors import UserError
from playground.formats.importing.found import Found
from playground.formats.importing.keras import read_keras
from playground.formats.importing.npz import read_npz
from playground.formats.importing.onnx import read_onnx
from playground.formats.importing.safetensors import read_safetensors

# Readers by the file's ending, in the order people are told of them.
READERS: dict[str, Callable[[Path], Found]] = {
    ".safetensors": read_safetensors,
    ".npz": read_npz,
    ".onnx": read_onnx,
    ".keras": read_keras,
    ".h5": read_keras,
    ".hdf5": read_keras,
}
_PICKLES = (".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".bin", ".joblib")


def read_weights(path: Path) -> Found:
    """Everything in a file of weights.

    Raises:
        UserError: it is of no kind that can be read, or not sound.
    """
    suffix = path.suffix.lower()
    if suffix in READERS:
        return READERS[suffix](path)
    if suffix in _PICKLES:
        raise UserError(
            f"{path} is a kind of file that runs code when it is opened, so it is not read. In "
            "PyTorch, save the weights with safetensors.torch.save_file(model.state_dict(), …)."
        )
    raise UserError(f"{path} is no file of weights by its name: those end in {', '.join(READERS)}.")
