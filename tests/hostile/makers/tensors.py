"""safetensors: headers that lie, and weights that are none."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save

from playground.formats.metadata import KEY, metadata_of
from tests.formats.trained import session
from tests.hostile.makers.documents import DEEP
from tests.hostile.makers.maker import MARK, PICKLE, Maker, holding


def _file(header: Any, data: bytes = b"", length: int | None = None) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def _one(kind: str = "F32", shape: Any = (2,), offsets: Any = (0, 8), **more: Any) -> bytes:
    size = offsets[1] if isinstance(offsets[1], int) and 0 <= offsets[1] < 100 else 8
    entry = {"dtype": kind, "shape": list(shape), "data_offsets": list(offsets), **more}
    return _file({"w": entry}, bytes(size))


def _about(**changes: Any) -> bytes:
    """Sound weights, with other metadata."""
    trained = session("binary").trained()
    said = json.loads(metadata_of(trained)) | changes
    return bytes(save(dict(trained.parameters), {KEY: json.dumps(said)}))


def _lazily(file: str, contents: Callable[[], bytes], loads: bool | None = False) -> Maker:
    return Maker(file, lambda path: path.write_bytes(contents()), loads)


def _sparse(path: Path) -> None:
    size = 3_000_000_000
    header = _file({"w": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}})
    with path.open("wb") as file:
        file.write(header)
        file.truncate(len(header) + size)


MAKERS = [
    holding("empty.safetensors", b""),
    holding("pickle.safetensors", PICKLE),
    holding("seven_bytes.safetensors", bytes(7)),
    holding("zeros.safetensors", bytes(1000)),
    holding("header_of_exabytes.safetensors", _file({}, length=2**63)),
    holding("header_longer_than_the_file.safetensors", _file({}, length=1000)),
    _lazily("header_of_blanks.safetensors", lambda: _file(b"{}" + b" " * 12_000_000)),
    _lazily("deep_header.safetensors", lambda: _file(b'{"a":' * DEEP)),
    _lazily("many_tensors.safetensors", lambda: _file(
        {f"{n}": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]} for n in range(30_000)})),
    holding("header_is_a_list.safetensors", _file([])),
    holding("header_says_twice.safetensors", _file(
        b'{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},'
        b'"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', bytes(1))),
    holding("overlapping.safetensors", _file({
        "a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]},
        "b": {"dtype": "F32", "shape": [2], "data_offsets": [4, 12]}}, bytes(12))),
    holding("gap.safetensors", _file({
        "a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]},
        "b": {"dtype": "F32", "shape": [1], "data_offsets": [8, 12]}}, bytes(12))),
    holding("more_after_the_end.safetensors", _one() + b"#!/bin/sh"),
    holding("outside.safetensors", _one(offsets=(10**9, 10**9 + 8))),
    holding("backwards.safetensors", _one(offsets=(8, 0))),
    holding("negative_place.safetensors", _one(offsets=(-8, 0))),
    holding("place_of_fractions.safetensors", _one(offsets=(0.0, 8.0))),
    holding("shape_that_overflows.safetensors", _one(shape=(2**32, 2**32))),
    holding("shape_that_wraps.safetensors", _one(shape=(2**62, 4, 2**2))),
    holding("negative_shape.safetensors", _one(shape=(-1, -2))),
    holding("shape_of_truths.safetensors", _one(shape=(True, 2))),
    holding("shape_of_many_axes.safetensors", _one(shape=[1] * 100 + [2])),
    holding("zero_times_much.safetensors", _one(shape=(0, 2**62, 2**62), offsets=(0, 0))),
    holding("unknown_type.safetensors", _one(kind="F128")),
    holding("type_is_a_list.safetensors", _one(kind=["F32"])),  # type: ignore[arg-type]
    holding("more_fields.safetensors", _one(file="../../etc/passwd")),
    holding("truths_that_are_none.safetensors", _file(
        {"w": {"dtype": "BOOL", "shape": [2], "data_offsets": [0, 2]}}, b"\x01\x02")),
    holding("control_letters_in_a_name.safetensors", _file(
        {"\x1b[2J\n": {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]}}, bytes(1))),
    holding("path_as_a_name.safetensors", _file(
        {"../../../etc/passwd": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}, bytes(4)),
        None),
    holding("metadata_of_numbers.safetensors", _file({"__metadata__": {"a": 1}})),
    holding("metadata_is_a_text.safetensors", _file({"__metadata__": "a"})),
    _lazily("not_finite.safetensors", lambda: bytes(save(
        {**session("binary").trained().parameters, "head.bias": np.full(1, np.nan, np.float32)},
        {KEY: metadata_of(session("binary").trained())})), None),
    _lazily("deep_metadata.safetensors", lambda: bytes(save(
        {"w": np.zeros(1)}, {KEY: "[" * DEEP})), None),
    _lazily("network_of_many.safetensors", lambda: _about(network={"nodes": [{}] * 200_000}), None),
    _lazily("network_that_overflows.safetensors", lambda: _about(
        feature_shape=[2**40], network={"nodes": [{"id": "a", "type": "Dense", "units": 2**40}]}),
        None),
    _lazily("network_in_a_circle.safetensors", lambda: _about(network={
        "nodes": [{"id": "a", "type": "Dense"}], "links": [["a", "a"]]}), None),
    _lazily("html_classes.safetensors", lambda: _about(
        class_names=[f"<img src=x onerror={MARK}>", "<b>"]), None),
    Maker("holes.safetensors", _sparse),
]  # fmt: skip
