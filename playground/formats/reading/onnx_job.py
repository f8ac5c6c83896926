"""ONNX's own checks and inference of shapes, in a process of its own: see `confined`."""

from __future__ import annotations

from collections.abc import Iterator

import onnx
import onnx.checker
import onnx.shape_inference


def read(contents: bytes, limits: dict[str, int]) -> Iterator[bytes]:
    """Nothing, where the model is sound.

    Raises:
        ValueError: why it is not.
    """
    try:
        onnx.checker.check_model(onnx.ModelProto.FromString(contents), full_check=True)
    except MemoryError:
        raise ValueError("it needs more memory than a file of its size should") from None
    except Exception as error:  # the checker raises its own types, and protobuf's
        raise ValueError(next(iter(str(error).splitlines()), type(error).__name__)) from None
    yield b""
