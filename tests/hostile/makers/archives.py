"""Project files: zips that swell, lie about themselves, or lead out of their folder."""

from __future__ import annotations

import json
import stat
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import numpy as np
from safetensors.numpy import save

from tests.hostile.makers.maker import MARK, PICKLE, Maker, holding
from tests.hostile.valid import valid
from tests.project.documents import document

DOCUMENT = json.dumps(document()).encode()
_PIECE = 1 << 24
GIGA = 64 * _PIECE
# The last block of a deflated stream, with nothing in it.
_LAST = b"\x03\x00"
Members = dict[str | ZipInfo, bytes]


def zipped(members: Members, how: int = ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", how) as file:
        for name, contents in members.items():
            if isinstance(name, ZipInfo):
                name.compress_type = how
            file.writestr(name, contents)
    return buffer.getvalue()


@cache
def run_members() -> Members:
    """What a sound project with a run holds."""
    with ZipFile(BytesIO(valid("run.playground"))) as file:
        return {name: file.read(name) for name in file.namelist()}


def _zip(file: str, members: Callable[[], Members], loads: bool | None = False) -> Maker:
    return Maker(file, lambda path: path.write_bytes(zipped(members())), loads)


def _with(file: str, loads: bool | None = False, **changed: bytes) -> Maker:
    """A sound project with other members; two underscores stand for the dot."""
    return _zip(
        file,
        lambda: run_members() | {name.replace("__", "."): data for name, data in changed.items()},
        loads,
    )


def _named(name: str) -> ZipInfo:
    info = ZipInfo("x")
    info.filename = name
    return info


def _mode(name: str, mode: int) -> ZipInfo:
    info = ZipInfo(name)
    info.external_attr = mode << 16
    return info


def _numbers(**changes: Any) -> bytes:
    return json.dumps(json.loads(bytes(run_members()["run.json"])) | changes).encode()


def bomb(size: int) -> bytes:
    """So many zeros, or a few more, deflated: a thousandth of their size."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    piece = stream.compress(bytes(_PIECE)) + stream.flush(zlib.Z_FULL_FLUSH)
    return piece * (size // _PIECE) + _LAST


@dataclass(frozen=True)
class Packed:
    """A member as it lies in an archive: whatever it is, and whatever it says of itself."""

    name: str
    data: bytes
    size: int
    crc: int = 0

    @classmethod
    def of(cls, name: str, contents: bytes) -> Packed:
        """One that is as it says."""
        stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = stream.compress(contents) + stream.flush()
        return cls(name, packed, len(contents), zlib.crc32(contents))


def packed(*members: Packed, times: int = 1) -> bytes:
    """A zip written by hand, its last member listed `times` over, each under another name."""
    body = central = b""
    for member in members:
        last = member is members[-1]
        start = len(body)
        for number in range(times if last else 1):
            name = (member.name if number == 0 else f"{member.name}{number}").encode()
            central += struct.pack(
                "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, member.crc, len(member.data),
                member.size, len(name), 0, 0, 0, 0, 0, start,
            ) + name  # fmt: skip
        name = member.name.encode()
        body += struct.pack(
            "<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, member.crc, len(member.data), member.size,
            len(name), 0,
        ) + name + member.data  # fmt: skip
    count = len(members) - 1 + times
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(central), len(body), 0)
    return body + central + end


def _beside(**swelling: int) -> bytes:
    """A sound project with bombs beside what it holds, or in its place."""
    bombs = {name.replace("__", "."): size for name, size in swelling.items()}
    return packed(
        *[Packed.of(str(n), data) for n, data in run_members().items() if n not in bombs],
        *[Packed(name, bomb(size), size) for name, size in bombs.items()],
    )


def _many_members(path: Path) -> None:
    with ZipFile(path, "w") as file:
        for number in range(12_000):
            file.writestr(f"{number}", b"")


def _renamed_locally(path: Path) -> None:
    whole = zipped({"project.json": DOCUMENT})
    path.write_bytes(whole.replace(b"project.json", b"PROJECT.json", 1))


def _encrypted(path: Path) -> None:
    whole = bytearray(zipped({"project.json": DOCUMENT}))
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.find(start) + offset] |= 1
    path.write_bytes(whole)


def _arrays(**changes: np.ndarray[Any, Any]) -> bytes:
    from safetensors.numpy import load

    return bytes(save(load(bytes(run_members()["run.safetensors"])) | changes))


def _png(width: int, height: int) -> bytes:
    header = struct.pack(">2L5B", width, height, 1, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\r" + chunk + struct.pack(">L", zlib.crc32(chunk))


def _lazily(file: str, contents: Callable[[], bytes], loads: bool | None = False) -> Maker:
    return Maker(file, lambda path: path.write_bytes(contents()), loads)


MAKERS = [
    holding("bad_magic.playground", b"PK\x03\x05" + bytes(100)),
    holding("pickle.playground", PICKLE),
    holding("only_the_end.playground", b"PK\x05\x06" + bytes(18)),
    holding("end_of_64_bits.playground", b"PK\x03\x04" + bytes(26)
            + struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, *[2**62] * 4)
            + struct.pack("<4sLQL", b"PK\x06\x07", 0, 30, 1)
            + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, *[0xFFFF] * 2, *[2**32 - 1] * 2, 0)),
    # Bombs.
    _lazily("bomb.playground", lambda: packed(Packed("project.json", bomb(GIGA), GIGA))),
    _lazily("bomb_that_lies.playground", lambda: packed(Packed("project.json", bomb(GIGA), 2_000))),
    _lazily("bomb_in_the_run.playground", lambda: _beside(run__safetensors=GIGA)),
    _lazily("bomb_of_overlaps.playground", lambda: packed(
        Packed("project.json", bomb(_PIECE), _PIECE), times=5_000)),
    _lazily("bomb_beside.playground", lambda: _beside(other=GIGA)),
    _lazily("swelling_document.playground", lambda: zipped({"project.json": b" " * 30_000_000})),
    _lazily("bomb_inside.playground", lambda: zipped(
        {"project.json": DOCUMENT, "inner.zip": packed(Packed("a", bomb(GIGA), GIGA))}), True),
    Maker("many_members.playground", _many_members),
    # Names and kinds.
    _zip("parent.playground", lambda: run_members() | {"../evil": b"x"}),
    _zip("parent_inside.playground", lambda: run_members() | {"a/../../evil": b"x"}),
    _zip("absolute.playground", lambda: run_members() | {"/tmp/evil": b"x"}),
    _zip("backslash.playground", lambda: run_members() | {_named("..\\evil"): b"x"}),
    _zip("drive.playground", lambda: run_members() | {"C:evil": b"x"}),
    _zip("nul_in_a_name.playground", lambda: run_members() | {_named("project.json\0.txt"): b"x"}),
    _zip("long_name.playground", lambda: run_members() | {"a" * 60_000: b"x"}),
    _zip("link.playground", lambda: run_members()
         | {_mode("link", stat.S_IFLNK | 0o777): b"/etc/passwd"}),
    _zip("linked_document.playground", lambda: {
        _mode("project.json", stat.S_IFLNK | 0o777): b"/etc/passwd"}),
    _zip("device.playground", lambda: run_members() | {_mode("zero", stat.S_IFCHR | 0o666): b""}),
    _zip("folder_as_the_document.playground", lambda: {"project.json/": b""}),
    Maker("two_of_a_name.playground", lambda path: path.write_bytes(
        zipped({"project.json": DOCUMENT, "projecT.json": b"{}"}).replace(b"projecT", b"project"))),
    # Lies.
    Maker("password.playground", _encrypted),
    Maker("other_name_in_place.playground", _renamed_locally),
    Maker("bzip2.playground", lambda path: path.write_bytes(
        zipped({"project.json": DOCUMENT}, ZIP_BZIP2))),
    Maker("lzma.playground", lambda path: path.write_bytes(
        zipped({"project.json": DOCUMENT}, ZIP_LZMA))),
    Maker("wrong_sum.playground", lambda path: path.write_bytes(
        zipped({"project.json": DOCUMENT}, ZIP_STORED).replace(b"A small one", b"A small ONE"))),
    # What is in it.
    _zip("no_document.playground", lambda: {"readme.txt": b"hello"}),
    _with("deep_document.playground", project__json=b"[" * 100_000),
    _with("deep_numbers.playground", run__json=b"[" * 100_000),
    _with("pickled_run.playground", run__safetensors=PICKLE),
    _with("pickled_numbers.playground", run__json=PICKLE),
    _with("header_bomb.playground", run__safetensors=struct.pack("<Q", 2**62) + b"{}"),
    _lazily("run_of_the_future.playground", lambda: zipped(
        run_members() | {"run.json": _numbers(format=10**9)})),
    _lazily("endless_seed.playground", lambda: zipped(
        run_members() | {"run.json": _numbers(seed=10**19)})),
    _lazily("negative_epoch.playground", lambda: zipped(
        run_members() | {"run.json": _numbers(epoch=-(10**18))})),
    _lazily("parameters_of_others.playground", lambda: zipped(
        run_members() | {"run.json": _numbers(parameters=["../../etc/passwd"])})),
    _lazily("weights_of_another_shape.playground", lambda: zipped(run_members() | {
        "run.safetensors": _arrays(**{"parameter head.weight": np.zeros((3, 3), np.float32)})})),
    _lazily("weights_that_are_not_finite.playground", lambda: zipped(run_members() | {
        "run.safetensors": _arrays(**{"parameter head.weight": np.full((5, 1), np.nan, "f4")})})),
    _lazily("optimizer_too_large.playground", lambda: zipped(run_members() | {
        "run.safetensors": _arrays(optimizer=np.zeros(8_000_000, np.float32))})),
    _lazily("optimizer_of_texts.playground", lambda: zipped(run_members() | {
        "run.safetensors": _arrays(optimizer=np.zeros(26, bool))})),
    _lazily("history_of_two_lengths.playground", lambda: zipped(run_members() | {
        "run.safetensors": _arrays(**{"history epoch": np.zeros(99)})})),
    _with("picture_bomb.playground", picture__png=_png(60_000, 60_000)),
    _with("picture_that_is_none.playground", picture__png=b"<svg onload=alert(1)>"),
    _with("origin_elsewhere.playground", None, origin__json=json.dumps(
        {"path": f"/tmp/{MARK}.json", "stamp": [1, 2, 3], "edited": True, "epoch": 1}).encode()),
    _with("origin_that_is_none.playground", origin__json=b'{"path": 5}'),
    _with("data_that_is_none.playground", data__json=b"[]"),
]  # fmt: skip
