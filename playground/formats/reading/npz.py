"""npz: a zip of arrays, each with a header that says type and shape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.reading.archive import SafeZip
from playground.formats.reading.arrays import Arrays, misshapen
from playground.formats.reading.damage import shown, unsound
from playground.formats.reading.files import read_bytes
from playground.formats.reading.limits import (
    MOST_ARRAYS,
    MOST_MODEL_BYTES,
    MOST_NPY_HEADER_BYTES,
)

KIND = "npz file"
_SUFFIX = ".npy"
_MAGIC = b"\x93NUMPY"
# How many bytes the header's length is written in, by the format's version.
_LENGTH_SIZES = {1: 2, 2: 4, 3: 4}
# The header is a Python literal, as NumPy writes it; it is looked at and not evaluated.
_HEADER = re.compile(
    r"\{'descr': (?P<descr>.+), 'fortran_order': (?P<fortran>True|False), "
    r"'shape': \((?P<shape>[0-9, ]*)\), ?\}\s*"
)
_NUMBERS = re.compile(r"'([<>|=]?(?:f[248]|[iu][1248]|b1|U[1-9][0-9]{0,7}))'")
_CODE_POINTS, _SURROGATES = 0x110000, (0xD800, 0xDFFF)


def read_npz(path: Path) -> Arrays:
    """All arrays of a file, of numbers or of texts.

    Raises:
        UserError: it can't be read, or is not sound. Arrays of Python objects are refused, by
            their header.
    """
    archive = check_npz(read_bytes(path, MOST_MODEL_BYTES), str(path))
    return Arrays(
        {name.removesuffix(_SUFFIX): _read(archive, name, str(path)) for name in archive.names}
    )


def check_npz(contents: bytes, where: str) -> SafeZip:
    """The archive of a file's contents, in which all that is said of the arrays is sound.

    Raises:
        UserError: it is not.
    """
    archive = SafeZip(contents, where, KIND)
    if len(archive.names) > MOST_ARRAYS:
        raise unsound(where, KIND, f"it has more than {MOST_ARRAYS:,} arrays")
    for member in archive.names:
        if not member.endswith(_SUFFIX):
            raise unsound(where, KIND, f"{shown(member)} in it is no array")
        _form(archive, member, where)
    return archive


def _read(archive: SafeZip, member: str, where: str) -> NDArray[Any]:
    form = _form(archive, member, where)
    flat = np.frombuffer(archive.read(member), form.dtype, prod(form.shape), form.data)
    if form.dtype.kind == "U" and not _are_letters(flat):
        raise _refusal(member, where, "the text holds numbers that are no letters")
    if form.dtype.kind == "b" and flat.size and flat.view(np.uint8).max() > 1:
        raise _refusal(member, where, "not all is true or false")
    array = flat.reshape(form.shape, order=form.order)
    native = form.dtype.newbyteorder("=")
    return array if array.flags.aligned and form.dtype == native else array.astype(native)


@dataclass(frozen=True)
class _Form:
    """What a header says of an array: it fits the member's size."""

    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    order: Literal["C", "F"]
    data: int


def _form(archive: SafeZip, member: str, where: str) -> _Form:
    size = archive.size(member)
    text, data = _header(archive.beginning(member, MOST_NPY_HEADER_BYTES + 12))
    found = _HEADER.fullmatch(text)
    if found is None:
        raise _refusal(member, where, "the header is not one of NumPy's")
    if "O" in found["descr"]:
        raise _refusal(member, where, "the values are Python objects, which could run code")
    kind = _NUMBERS.fullmatch(found["descr"])
    if kind is None:
        raise _refusal(member, where, f"values of type {shown(found['descr'])} can't be read")
    sizes = [each for each in found["shape"].replace(" ", "").split(",") if each]
    shape = tuple(int(each) if len(each) < 20 else -1 for each in sizes)
    if why := misshapen(shape):
        raise _refusal(member, where, why)
    dtype = np.dtype(kind[1])
    if data + prod(shape) * dtype.itemsize != size:
        raise _refusal(member, where, f"the shape {shape} does not fit its {size - data:,} bytes")
    return _Form(dtype, shape, "F" if found["fortran"] == "True" else "C", data)


def _refusal(member: str, where: str, why: str) -> UserError:
    return unsound(where, KIND, f"of the array {shown(member)}, {why}")


def _header(beginning: bytes) -> tuple[str, int]:
    """The header's text, and where the array's bytes begin; no text where there is none."""
    size = _LENGTH_SIZES.get(beginning[6] if len(beginning) > 8 else 0)
    if beginning[: len(_MAGIC)] != _MAGIC or size is None or beginning[7] != 0:
        return "", 0
    length = int.from_bytes(beginning[8 : 8 + size], "little")
    data = 8 + size + length
    if length > MOST_NPY_HEADER_BYTES or data > len(beginning):
        return "", 0
    return beginning[8 + size : data].decode("latin-1"), data


def _are_letters(texts: NDArray[Any]) -> bool:
    points = np.ascontiguousarray(texts.astype(texts.dtype.newbyteorder("="))).view(np.uint32)
    first, last = _SURROGATES
    return bool(((points < first) | ((points > last) & (points < _CODE_POINTS))).all())
