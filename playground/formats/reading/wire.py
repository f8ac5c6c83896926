"""Protocol buffers looked through before a library makes objects of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from playground.formats.reading.limits import (
    MOST_ONNX_DEPTH,
    MOST_ONNX_FIELDS,
    MOST_ONNX_PACKED_BYTES,
)

_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5
_MOST_VARINT = 10


class WireError(Exception):
    """Why these bytes are no message that can be read."""


@dataclass(frozen=True)
class Kind:
    """What a message may hold.

    Attributes:
        messages: the kind of message in each field that holds such.
        packed: the fields of numbers that take more memory than bytes.
        texts: the fields of texts.
    """

    messages: Mapping[int, Kind]
    packed: frozenset[int]
    texts: frozenset[int]


def look_through(contents: bytes, kind: Kind) -> None:
    """Count the fields of a message and of all in it, without taking memory for them.

    Raises:
        WireError: it is damaged, or nested deeper or of more fields than `limits` allow.
    """
    n_fields = n_packed = 0
    ahead = [(0, len(contents), kind, 0)]
    while ahead:
        start, stop, inside, depth = ahead.pop()
        for number, at, end in _fields(contents, start, stop):
            n_fields += 1
            if n_fields > MOST_ONNX_FIELDS:
                raise WireError(f"it has more than {MOST_ONNX_FIELDS:,} nodes, names and sizes")
            if number in inside.packed:
                n_packed += end - at
                if n_packed > MOST_ONNX_PACKED_BYTES:
                    raise WireError("too many of its numbers are written one by one")
            if number in inside.texts:
                _check_text(contents, at, end)
            message = inside.messages.get(number)
            if message is not None and end > at:
                if depth == MOST_ONNX_DEPTH:
                    raise WireError(f"it is nested more than {MOST_ONNX_DEPTH} deep")
                ahead.append((at, end, message, depth + 1))


def _check_text(contents: bytes, at: int, end: int) -> None:
    """The library gives bytes in place of a text that is none."""
    try:
        contents[at:end].decode()
    except UnicodeDecodeError:
        raise WireError(f"the text at byte {at:,} is not UTF-8") from None


def _fields(contents: bytes, at: int, stop: int) -> Iterator[tuple[int, int, int]]:
    """Each field's number, and where its bytes lie; nowhere, if it is a number."""
    while at < stop:
        tag, at = _varint(contents, at, stop)
        wire = tag & 7
        if wire == _VARINT:
            _, at = _varint(contents, at, stop)
            start = at
        elif wire == _BYTES:
            length, start = _varint(contents, at, stop)
            at = start + length
        elif wire in (_EIGHT, _FOUR):
            at += 8 if wire == _EIGHT else 4
            start = at
        else:
            raise WireError(f"byte {at:,} begins nothing that is known")
        if at > stop or tag >> 3 == 0:
            raise WireError(f"the field at byte {start:,} does not end where it should")
        yield tag >> 3, start, at


def _varint(contents: bytes, at: int, stop: int) -> tuple[int, int]:
    number = shift = 0
    for place in range(at, min(stop, at + _MOST_VARINT)):
        byte = contents[place]
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, place + 1
        shift += 7
    raise WireError(f"the number at byte {at:,} does not end")
