"""npz: arrays of objects, headers that are code, and shapes that overflow."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np

from tests.hostile.makers.archives import GIGA, Packed, bomb, packed, zipped
from tests.hostile.makers.maker import MARK, PICKLE, Maker, holding

CODE = f"__import__('os').mkdir('{MARK}')"


def npy(header: str | bytes, data: bytes = b"", version: bytes = b"\x01\x00") -> bytes:
    """An array's file with any header."""
    text = header.encode() if isinstance(header, str) else header
    return b"\x93NUMPY" + version + struct.pack("<H", len(text)) + text + data


def said(descr: str = "'<f4'", shape: str = "(2,)", fortran: str = "False") -> str:
    """A header as NumPy writes it."""
    return f"{{'descr': {descr}, 'fortran_order': {fortran}, 'shape': {shape}, }}\n"


def _npz(file: str, contents: Callable[[], bytes], loads: bool | None = False) -> Maker:
    return Maker(file, lambda path: path.write_bytes(zipped({"w.npy": contents()})), loads)


def _said(file: str, loads: bool | None = False, data: bytes = bytes(8), **parts: str) -> Maker:
    return _npz(file, lambda: npy(said(**parts), data), loads)


def _saved(**arrays: Any) -> bytes:
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def _lazily(file: str, contents: Callable[[], bytes], loads: bool | None = False) -> Maker:
    return Maker(file, lambda path: path.write_bytes(contents()), loads)


def _swelling() -> bytes:
    """A sound header, then more zeros than a file of this size may hold."""
    header = npy(said(shape=f"({GIGA // 4},)"))
    start = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    begun = start.compress(header) + start.flush(zlib.Z_FULL_FLUSH)
    return packed(Packed("w.npy", begun + bomb(GIGA), len(header) + GIGA))


class _Harm:
    def __reduce__(self) -> Any:
        import os

        return os.mkdir, (MARK,)


MAKERS = [
    holding("empty.npz", b""),
    holding("pickle.npz", PICKLE),
    _lazily("one_array.npz", lambda: npy(said(), bytes(8))),
    _lazily("objects.npz", lambda: _saved(w=np.array([_Harm()], object))),
    _said("objects_by_header.npz", descr="'|O'", data=PICKLE),
    _npz("pickle_in_place_of_an_array.npz", lambda: PICKLE),
    _said("structured.npz", descr="[('a', '<f4'), ('b', '|O')]"),
    _said("raw_values.npz", descr="'|V4'"),
    _said("dates.npz", descr="'<M8[s]'", shape="(1,)"),
    _said("complex.npz", descr="'<c8'", shape="(1,)"),
    _said("empty_texts.npz", descr="'<U0'"),
    _said("wide_texts.npz", descr="'<U999999999'", shape="(1,)"),
    _said("texts_of_no_letters.npz", descr="'<U1'", data=b"\xff" * 8),
    _said("code_as_a_type.npz", descr=CODE),
    _said("code_as_a_shape.npz", shape=f"({CODE},)"),
    _npz("code_as_a_header.npz", lambda: npy(CODE)),
    _npz("deep_header.npz", lambda: npy("(" * 9_000 + ")" * 9_000)),
    _npz("header_longer_than_the_file.npz", lambda: b"\x93NUMPY\x02\x00" + b"\xff" * 4 + b"{}"),
    _npz("version_of_the_future.npz", lambda: npy(said(), bytes(8), b"\x09\x00")),
    _said("shape_that_overflows.npz", shape="(4294967296, 4294967296)"),
    _said("shape_that_wraps.npz", shape="(4611686018427387904, 4, 2)"),
    _said("shape_of_many_digits.npz", shape="(" + "9" * 500 + ",)"),
    _said("negative_shape.npz", shape="(-2,)"),
    _said("shape_of_many_axes.npz", shape="(" + "1, " * 70 + "2)"),
    _said("too_short.npz", shape="(100,)"),
    _said("too_long.npz", shape="(1,)"),
    _said("truths_that_are_none.npz", descr="'|b1'", shape="(8,)", data=b"\x07" * 8),
    _lazily("bomb.npz", lambda: packed(Packed("w.npy", bomb(GIGA), GIGA))),
    _lazily("bomb_with_a_header.npz", lambda: _swelling()),
    _lazily("overlaps.npz", lambda: packed(
        Packed("w.npy", bomb(1 << 24), 1 << 24), times=9_000)),
    _lazily("parent.npz", lambda: zipped({"../w.npy": npy(said(), bytes(8))})),
    _lazily("no_array.npz", lambda: zipped({"w.txt": b"1"})),
    _lazily("metadata_of_numbers.npz", lambda: _saved(
        __metadata__=np.zeros(3), w=np.zeros(2)), None),
    _lazily("deep_metadata.npz", lambda: _saved(
        __metadata__=np.array("[" * 100_000), w=np.zeros(2)), None),
    _lazily("not_finite.npz", lambda: _saved(w=np.array([np.inf, np.nan])), None),
]  # fmt: skip
