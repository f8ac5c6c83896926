"""Weights from NumPy archives, of whoever wrote them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from playground.errors import UserError
from playground.formats.damage import ZIP_DAMAGE
from playground.formats.importing.found import Found
from playground.formats.importing.own import found_in, with_network
from playground.formats.npz import METADATA


def read_npz(path: Path) -> Found:
    """The arrays.

    Raises:
        UserError: it is not sound.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except ZIP_DAMAGE as error:
        raise UserError(f"{path} is not a sound npz file: {error}.") from None
    metadata = arrays.pop(METADATA, None)
    text = str(metadata) if metadata is not None and metadata.dtype.kind == "U" else None
    return with_network(found_in(path, "NumPy archive", arrays), text)
