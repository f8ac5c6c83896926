"""HDF5 and Keras: links, arrays that are elsewhere, filters, and code in layers."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import h5py
import numpy as np

from tests.hostile.makers.archives import zipped
from tests.hostile.makers.maker import MARK, PICKLE, Maker, holding
from tests.hostile.valid import valid


def _file(file: str, fill: Callable[[h5py.File], object], loads: bool | None = False) -> Maker:
    def make(path: Path) -> None:
        buffer = BytesIO()
        with h5py.File(buffer, "w") as opened:
            opened["sound"] = np.zeros(3, np.float32)
            fill(opened)
        path.write_bytes(buffer.getvalue())

    return Maker(file, make, loads)


def _keras(file: str, loads: bool | None = False, **changed: bytes) -> Maker:
    """A sound Keras file with other members."""

    def make(path: Path) -> None:
        with ZipFile(BytesIO(valid("cnn.keras"))) as opened:
            members: dict[Any, bytes] = {name: opened.read(name) for name in opened.namelist()}
        path.write_bytes(zipped(members | {k.replace("__", "."): v for k, v in changed.items()}))

    return Maker(file, make, loads)


def _circle(file: h5py.File) -> None:
    file.create_group("a/b")
    file["a/b/c"] = file["a"]


def _deep(file: h5py.File) -> None:
    group = file
    for _ in range(500):
        group = group.create_group("g")


def _many(file: h5py.File) -> None:
    for number in range(10_001):
        file.create_group(f"g{number}")


def _elsewhere(file: h5py.File) -> None:
    file.create_dataset("w", (10,), "f4", external=[("/etc/passwd", 0, 40)])


def _virtual(file: h5py.File) -> None:
    layout = h5py.VirtualLayout((10,), "f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "w", (10,))
    file.create_virtual_dataset("w", layout)


def _attributes(file: h5py.File) -> None:
    for number in range(100):
        file.attrs[f"a{number}"] = np.zeros(8_000)


def _references(file: h5py.File) -> None:
    file.create_dataset("w", data=np.array([file["sound"].ref], h5py.ref_dtype))


def _link_to_model(path: Path) -> None:
    info = ZipInfo("model.weights.h5")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    path.write_bytes(zipped({"config.json": b"{}", "metadata.json": b"{}", info: b"/etc/passwd"}))


_LAMBDA = {
    "class_name": "Sequential",
    "config": {"layers": [{"class_name": "Lambda", "registered_name": None, "config": {
        "name": "lambda", "function": {"class_name": "__lambda__", "config": {
            "code": f"__import__('os').mkdir('{MARK}')"}}}}]},
}  # fmt: skip
MAKERS = [
    holding("empty.h5", b""),
    holding("pickle.h5", PICKLE),
    holding("magic_alone.h5", b"\x89HDF\r\n\x1a\n" + bytes(100)),
    holding("magic_and_junk.h5", b"\x89HDF\r\n\x1a\n" + bytes(range(256)) * 100),
    _file("link_to_another_file.h5", lambda f: f.__setitem__(
        "w", h5py.ExternalLink("/etc/passwd", "/"))),
    _file("link_within.h5", lambda f: f.__setitem__("w", h5py.SoftLink("/sound"))),
    _file("link_to_itself.h5", lambda f: f.__setitem__("w", h5py.SoftLink("/w"))),
    _file("circle.h5", _circle),
    _file("two_names.h5", lambda f: f.__setitem__("w", f["sound"])),
    _file("numbers_in_another_file.h5", _elsewhere),
    _file("virtual.h5", _virtual),
    _file("bomb_that_was_never_written.h5", lambda f: f.create_dataset(
        "w", (10**6, 10**6), "f8", chunks=(1000, 1000))),
    _file("bomb_that_was_packed.h5", lambda f: f.create_dataset(
        "w", data=np.zeros(60_000_000, np.float32), chunks=(10**6,), compression="gzip")),
    _file("shape_that_overflows.h5", lambda f: f.create_dataset(
        "w", (2**31, 2**31), "u1", chunks=(1, 1))),
    _file("other_filter.h5", lambda f: f.create_dataset(
        "w", data=np.zeros(100), chunks=(10,), compression="lzf")),
    _file("unknown_filter.h5", lambda f: f.create_dataset(
        "w", (100,), "f4", chunks=(10,), compression=32015, allow_unknown_filter=True)),
    _file("references.h5", _references),
    _file("structured.h5", lambda f: f.create_dataset(
        "w", data=np.zeros(3, [("a", "f4"), ("b", "i4")]))),
    _file("texts.h5", lambda f: f.create_dataset(
        "w", data=np.array(["a", "b"], object), dtype=h5py.string_dtype())),
    _file("raw_values.h5", lambda f: f.create_dataset("w", data=np.void(PICKLE))),
    _file("no_values.h5", lambda f: f.create_dataset("w", dtype="f4")),
    _file("named_type.h5", lambda f: f.__setitem__("w", np.dtype("f4"))),
    _file("deep.h5", _deep),
    _file("many_groups.h5", _many),
    _file("large_attributes.h5", _attributes),
    _file("pickle_beside.h5", lambda f: f.attrs.__setitem__("training_config", np.void(PICKLE)),
          None),
    _file("not_finite.h5", lambda f: f.create_dataset("w", data=np.array([np.nan, np.inf])), None),
    _file("code_beside.h5", lambda f: f.attrs.__setitem__("config", json.dumps(_LAMBDA)), None),
    holding("empty.keras", b""),
    holding("pickle.keras", PICKLE),
    _keras("code_in_a_layer.keras", None, config__json=json.dumps(_LAMBDA).encode()),
    _keras("deep_config.keras", config__json=b"[" * 100_000),
    _keras("config_is_a_list.keras", None, config__json=b"[]"),
    _keras("pickled_weights.keras", model__weights__h5=PICKLE),
    Maker("linked_weights.keras", _link_to_model),
    Maker("parent.keras", lambda path: path.write_bytes(
        zipped({"config.json": b"{}", "model.weights.h5": b"", "assets/../../evil": b"x"}))),
]  # fmt: skip
