"""What a column of a table has become on its way through an ONNX graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playground.formats.onnx_pen import Pen

ML_DOMAIN = "ai.onnx.ml"
FLOAT, BYTE, INT64, STRING, DOUBLE = 1, 2, 7, 8, 11
"""Of TensorProto."""


@dataclass(frozen=True)
class Flow:
    """What a column has become so far.

    Attributes:
        name: of the tensor: (N, width) float64; (N,) strings with "" where missing; the words of
            texts (N, L), with "" behind the last; (N,) int64 hashes of words, -1 where missing; or
            pixels (N, *pixels) float32.
        width: how many numbers a row; 0 for words, hashes and pixels.
        filling: the word that a missing one is taken for; "" for none.
        pixels: channels, height and width of a picture; () for what is none.
    """

    name: str
    width: int
    filling: str = ""
    pixels: tuple[int, ...] = ()


Write = Callable[[Pen, Any, Flow, str], Flow]


def numbers_of(pen: Pen, words: str, known: Mapping[str, int], other: int, name: str) -> str:
    """The number of each word, int64, in the shape of the words; `other` for any not known."""
    return pen.add(
        "LabelEncoder",
        [words],
        name,
        domain=ML_DOMAIN,
        keys_strings=list(known),
        values_int64s=list(known.values()),
        default_int64=other,
    )
