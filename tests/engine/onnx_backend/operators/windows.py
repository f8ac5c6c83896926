"""Where ONNX's windows lie, as the attributes of our ops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.engine.graph import Shape

from ..node import OnnxNode


@dataclass(frozen=True)
class Windows:
    """Windows along one axis.

    Attributes:
        window, stride, dilation: as in our ops.
        before, after: cells of padding.
        beyond: cells after the padding that the last window reaches into (`ceil_mode`).
    """

    window: int
    stride: int
    dilation: int
    before: int
    after: int
    beyond: int = 0


# An axis that there is not: images of one row.
NONE = Windows(1, 1, 1, 0, 0)


def windows_of(node: OnnxNode, image: Shape, window: Shape) -> list[Windows]:
    """The windows along each axis of an image, by the operator's attributes."""
    axes = len(image)
    strides = node.attribute("strides", [1] * axes)
    dilations = node.attribute("dilations", [1] * axes)
    pads = node.attribute("pads", [0] * 2 * axes)
    found = []
    for axis in range(axes):
        given = window[axis], strides[axis], dilations[axis]
        before, after = _pads(node, image[axis], *given, (pads[axis], pads[axis + axes]))
        beyond = (
            _beyond(image[axis], *given, before, after) if node.attribute("ceil_mode", 0) else 0
        )
        found.append(Windows(*given, before, after, beyond))
    return found


def _pads(
    node: OnnxNode, size: int, window: int, stride: int, dilation: int, given: tuple[int, int]
) -> tuple[int, int]:
    """Before and after, worked out where `auto_pad` says so (the operator's own formula)."""
    kind = node.attribute("auto_pad", "NOTSET")
    if kind not in ("SAME_UPPER", "SAME_LOWER"):
        return given
    seen = dilation * (window - 1) + 1
    total = max(0, (-(-size // stride) - 1) * stride + seen - size)
    less, more = total // 2, total - total // 2
    return (less, more) if kind == "SAME_UPPER" else (more, less)


def _beyond(size: int, window: int, stride: int, dilation: int, before: int, after: int) -> int:
    """What a last window that begins inside, or in the padding before, lacks."""
    seen = dilation * (window - 1) + 1
    last = -(-(before + size + after - seen) // stride) * stride
    if last >= before + size:
        last -= stride
    return max(0, last + seen - (before + size + after))


def attributes_of(height: Windows, width: Windows) -> dict[str, Any]:
    """The attributes that our ops with windows share."""
    return {
        "stride_height": height.stride,
        "stride_width": width.stride,
        "dilation_height": height.dilation,
        "dilation_width": width.dilation,
        "pad_top": height.before,
        "pad_bottom": height.after + height.beyond,
        "pad_left": width.before,
        "pad_right": width.after + width.beyond,
    }
