"""safetensors: a header in JSON, then the arrays' bytes one after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.reading.arrays import Arrays, misshapen
from playground.formats.reading.damage import shown, unsound
from playground.formats.reading.files import read_bytes
from playground.formats.reading.json_text import read_json
from playground.formats.reading.limits import (
    MOST_ARRAYS,
    MOST_HEADER_BYTES,
    MOST_MODEL_BYTES,
    MOST_NAME,
)

KIND = "safetensors file"
_METADATA = "__metadata__"
_LENGTH_SIZE = 8
_BFLOAT16 = "BF16"
_TYPES = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    _BFLOAT16: "<u2",
    "I64": "<i8",
    "I32": "<i4",
    "I16": "<i2",
    "I8": "|i1",
    "U64": "<u8",
    "U32": "<u4",
    "U16": "<u2",
    "U8": "|u1",
    "BOOL": "|u1",
}


@dataclass(frozen=True)
class Place:
    """Where an array lies.

    Attributes:
        type: as the header says it: "F32".
        shape: of the array.
        start, stop: bytes from the end of the header.
    """

    type: str
    shape: tuple[int, ...]
    start: int
    stop: int


@dataclass(frozen=True)
class Header:
    """What a file says of itself: its arrays lie inside of it, one after another, and fit.

    Attributes:
        places: of its arrays, in the order they lie in.
        metadata: texts by name.
        data: where the arrays' bytes begin.
    """

    places: Mapping[str, Place]
    metadata: Mapping[str, str]
    data: int


def read_safetensors(path: Path) -> Arrays:
    """All arrays of a file; bfloat16 as float32.

    Raises:
        UserError: it can't be read, or is not sound.
    """
    contents = read_bytes(path, MOST_MODEL_BYTES)
    header = read_header(contents, len(contents), str(path))
    return Arrays(take_arrays(contents, header, str(path)), header.metadata)


def header_size(beginning: bytes | bytearray, size: int, where: str) -> int:
    """How many bytes the header takes of a file of `size` bytes, by its first 8.

    Raises:
        UserError: more than there are, or than a header can have.
    """
    if len(beginning) < _LENGTH_SIZE:
        raise unsound(where, KIND, "it is too short for one")
    length = int.from_bytes(beginning[:_LENGTH_SIZE], "little")
    if length > min(size - _LENGTH_SIZE, MOST_HEADER_BYTES):
        raise unsound(where, KIND, f"its header would have {length:,} bytes")
    return _LENGTH_SIZE + length


def read_header(beginning: bytes | bytearray, size: int, where: str) -> Header:
    """The header of a file of `size` bytes, of which its beginning is enough.

    Raises:
        UserError: it is not sound.
    """
    data = header_size(beginning, size, where)
    text = beginning[_LENGTH_SIZE:data]
    if text[:1] != b"{":
        raise unsound(where, KIND, "its header is not JSON")
    found = read_json(text, where, MOST_HEADER_BYTES)
    metadata = found.pop(_METADATA, {})
    texts = isinstance(metadata, dict) and all(isinstance(t, str) for t in metadata.values())
    if not texts:
        raise unsound(where, KIND, "its metadata are not texts")
    if len(found) > MOST_ARRAYS:
        raise unsound(where, KIND, f"it has more than {MOST_ARRAYS:,} arrays")
    places = {name: _place(name, given, where) for name, given in found.items()}
    ordered = dict(sorted(places.items(), key=lambda entry: (entry[1].start, entry[1].stop)))
    end = 0
    for name, place in ordered.items():
        if place.start != end:
            raise unsound(where, KIND, f"the array {shown(name)} does not follow the one before")
        end = place.stop
    if data + end != size:
        raise unsound(where, KIND, f"its arrays end at byte {data + end:,} of {size:,}")
    return Header(ordered, metadata, data)


def take_arrays(contents: bytes | bytearray, header: Header, where: str) -> dict[str, NDArray[Any]]:
    """The arrays that a header tells of; views of `contents` where they lie well."""
    return {
        name: _array(contents, header.data, name, place, where)
        for name, place in header.places.items()
    }


def _place(name: str, given: Any, where: str) -> Place:
    def refusal(why: str) -> UserError:
        return unsound(where, KIND, f"of the array {shown(name)}, {why}")

    if len(name) > MOST_NAME or not name.isprintable():
        raise refusal("the name can't be one")
    if not isinstance(given, dict) or set(given) != {"dtype", "shape", "data_offsets"}:
        raise refusal("type, shape and place are not what is said")
    kind, shape, offsets = given["dtype"], given["shape"], given["data_offsets"]
    if not isinstance(kind, str) or kind not in _TYPES:
        raise refusal(f"numbers of type {shown(kind)} can't be read")
    if why := misshapen(shape):
        raise refusal(why)
    pair = isinstance(offsets, list) and [type(offset) for offset in offsets] == [int, int]
    if not pair or not 0 <= offsets[0] <= offsets[1]:
        raise refusal("the place is no beginning and end")
    size = prod(shape) * np.dtype(_TYPES[kind]).itemsize
    if offsets[1] - offsets[0] != size:
        raise refusal(f"the shape needs {size:,} bytes, not {offsets[1] - offsets[0]:,}")
    return Place(kind, tuple(shape), *offsets)


def _array(
    contents: bytes | bytearray, data: int, name: str, place: Place, where: str
) -> NDArray[Any]:
    dtype = np.dtype(_TYPES[place.type])
    found = np.frombuffer(contents, dtype, prod(place.shape), data + place.start)
    found = found.reshape(place.shape)
    if place.type == _BFLOAT16:
        return (found.astype(np.uint32) << 16).view(np.float32)
    if place.type == "BOOL":
        if found.size and found.max() > 1:
            raise unsound(where, KIND, f"the array {shown(name)} is not all true or false")
        return found.astype(bool)
    return found if found.flags.aligned else found.copy()
