"""Weights from safetensors files, of whoever wrote them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from playground.errors import UserError
from playground.formats.importing.found import Found
from playground.formats.importing.own import found_in, with_network
from playground.formats.metadata import KEY

_KIND = "safetensors file"


def read_safetensors(path: Path) -> Found:
    """The arrays; half precision as it is, bfloat16 as float32.

    Raises:
        UserError: it is not sound.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="np") as file:  # type: ignore[no-untyped-call]
            arrays = {name: np.asarray(file.get_tensor(name)) for name in file.keys()}  # noqa: SIM118
            metadata = file.metadata() or {}
    except (SafetensorError, OSError) as error:
        raise UserError(f"{path} is not a sound safetensors file: {error}.") from None
    found = with_network(found_in(path, _KIND, arrays), metadata.get(KEY))
    # PyTorch's own tools leave this mark.
    return replace(found, framework="pytorch") if metadata.get("format") == "pt" else found
