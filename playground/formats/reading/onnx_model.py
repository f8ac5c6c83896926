"""ONNX: a graph of nodes and the arrays they use, as a protocol buffer."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground.formats.reading.damage import unsound
from playground.formats.reading.files import read_bytes
from playground.formats.reading.limits import MOST_ONNX_BYTES
from playground.formats.reading.onnx_graph import why_no_graph
from playground.formats.reading.wire import Kind, WireError, look_through

if TYPE_CHECKING:
    from onnx import ModelProto

KIND = "ONNX model"
# What has ONNX's own checks look at it; see `confined`.
JOB = Path(__file__).with_name("onnx_job.py")


def read_onnx(path: Path) -> ModelProto:
    """The model in a file, which is all in that file.

    Its tensors have as many bytes as their shapes need, its nodes are in order, and it goes round
    in no circle. Whether its operators are known, and used as they should be, is not looked at.

    Raises:
        UserError: it can't be read, is not sound, or keeps arrays in other files.
    """
    return parse_onnx(read_bytes(path, MOST_ONNX_BYTES), str(path))


def parse_onnx(contents: bytes, where: str) -> ModelProto:
    """As `read_onnx`, of bytes that were read already."""
    import onnx

    if not contents:
        raise unsound(where, KIND, "it is empty")
    try:
        look_through(contents, _kinds())
    except WireError as error:
        raise unsound(where, KIND, str(error)) from None
    try:
        model = onnx.ModelProto.FromString(contents)
        why = why_no_graph(model)
    except Exception as error:  # protobuf raises its own
        raise unsound(where, KIND, str(error) or type(error).__name__) from None
    if why:
        raise unsound(where, KIND, why)
    return model


@cache
def _kinds() -> Kind:
    """What an ONNX model may hold, from the library's own description of it."""
    import onnx

    known: dict[str, tuple[Kind, dict[int, Kind]]] = {}

    def kind_of(described: Any) -> Kind:
        if described.full_name not in known:
            inside: dict[int, Kind] = {}
            packed = frozenset(field.number for field in described.fields if _is_whole(field))
            texts = frozenset(f.number for f in described.fields if f.type == f.TYPE_STRING)
            known[described.full_name] = Kind(inside, packed, texts), inside
            inside.update(
                (field.number, kind_of(field.message_type))
                for field in described.fields
                if field.message_type is not None
            )
        return known[described.full_name][0]

    return kind_of(onnx.ModelProto.DESCRIPTOR)


def _is_whole(field: Any) -> bool:
    """Whether it holds numbers that take more memory than they may take as bytes."""
    return field.cpp_type in {
        field.CPPTYPE_INT32,
        field.CPPTYPE_INT64,
        field.CPPTYPE_UINT32,
        field.CPPTYPE_UINT64,
        field.CPPTYPE_ENUM,
        field.CPPTYPE_BOOL,
    }
