"""What every reader checks of an array before it takes memory for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any

from numpy.typing import NDArray

from playground.formats.reading.limits import MOST_AXES, MOST_MODEL_BYTES


@dataclass(frozen=True)
class Arrays:
    """The arrays of a file, by name, and what is said beside them.

    Attributes:
        arrays: in the file's order; they may be read-only views of its bytes.
        metadata: texts by name.
    """

    arrays: Mapping[str, NDArray[Any]]
    metadata: Mapping[str, str] = field(default_factory=dict)


def misshapen(shape: object) -> str:
    """Why this can't be the shape of an array, or ""."""
    if not isinstance(shape, list | tuple) or not all(type(size) is int for size in shape):
        return "its shape is no list of whole numbers"
    if len(shape) > MOST_AXES:
        return f"it has {len(shape)} axes, where {MOST_AXES} are the most"
    if any(size < 0 for size in shape):
        return "a size of its shape is below 0"
    if prod(size or 1 for size in shape) > MOST_MODEL_BYTES:
        return "its shape holds more numbers than a file can"
    return ""
