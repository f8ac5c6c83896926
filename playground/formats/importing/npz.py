"""Weights from NumPy archives, of whoever wrote them."""

from __future__ import annotations

from pathlib import Path

from playground.formats.importing.found import Found
from playground.formats.importing.own import found_in, with_network
from playground.formats.npz import METADATA
from playground.formats.reading import npz


def read_npz(path: Path) -> Found:
    """The arrays.

    Raises:
        UserError: it is not sound.
    """
    arrays = dict(npz.read_npz(path).arrays)
    metadata = arrays.pop(METADATA, None)
    text = str(metadata) if metadata is not None and metadata.dtype.kind == "U" else None
    return with_network(found_in(path, npz.KIND, arrays), text)
