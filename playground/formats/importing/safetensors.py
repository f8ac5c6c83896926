"""Weights from safetensors files, of whoever wrote them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from playground.formats.importing.found import Found
from playground.formats.importing.own import found_in, with_network
from playground.formats.metadata import KEY
from playground.formats.reading import tensors


def read_safetensors(path: Path) -> Found:
    """The arrays; half precision as it is, bfloat16 as float32.

    Raises:
        UserError: it is not sound.
    """
    read = tensors.read_safetensors(path)
    found = with_network(found_in(path, tensors.KIND, read.arrays), read.metadata.get(KEY))
    # PyTorch's own tools leave this mark.
    return replace(found, framework="pytorch") if read.metadata.get("format") == "pt" else found
