"""HDF5: a tree of groups and arrays, as Keras keeps weights in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from playground.formats.reading.confined import run_confined
from playground.formats.reading.damage import unsound
from playground.formats.reading.json_text import read_json
from playground.formats.reading.limits import (
    MOST_AXES,
    MOST_HDF5_ATTRIBUTE_BYTES,
    MOST_HDF5_DEPTH,
    MOST_HDF5_OBJECTS,
    MOST_MODEL_BYTES,
    unpacked_bytes,
)
from playground.formats.reading.tensors import read_header, take_arrays

KIND = "HDF5 file"
_MAGIC = b"\x89HDF\r\n\x1a\n"
_JOB = Path(__file__).with_name("hdf5_job.py")
_ATTRIBUTES = "attributes"


@dataclass(frozen=True)
class Hdf5:
    """What an HDF5 file holds.

    Attributes:
        arrays: by path without a first slash: "layers/dense/vars/0".
        attributes: of groups and arrays, by path, the whole file's under "": each a number, a text
            or a list of them, by name.
    """

    arrays: Mapping[str, NDArray[Any]]
    attributes: Mapping[str, Mapping[str, Any]]


def read_hdf5(contents: bytes | bytearray, where: str) -> Hdf5:
    """All arrays and attributes of a file, given its bytes.

    It is read in a process of its own, for the library crashes on damaged files.

    Raises:
        UserError: it is not sound; or has links within it or to other files, arrays that are kept
            elsewhere, ways of packing other than gzip, or values other than numbers and texts.
    """
    if contents[: len(_MAGIC)] != _MAGIC:
        raise unsound(where, KIND, "it does not begin as one does")
    encoded = run_confined(
        _JOB,
        contents,
        where,
        KIND,
        most_bytes=min(unpacked_bytes(len(contents)), MOST_MODEL_BYTES),
        most_objects=MOST_HDF5_OBJECTS,
        most_depth=MOST_HDF5_DEPTH,
        most_axes=MOST_AXES,
        most_attribute_bytes=MOST_HDF5_ATTRIBUTE_BYTES,
    )
    header = read_header(encoded, len(encoded), where)
    arrays = take_arrays(encoded, header, where)
    attributes = read_json(header.metadata[_ATTRIBUTES].encode(), where)
    return Hdf5(arrays, attributes)
