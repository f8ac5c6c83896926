"""Windows over images and sequences, as layers have them: fields, padding, and what fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from playground.engine.ops.windows import Axis
from playground.network.problems import Misfit
from playground.network.shapes import in_words

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder

Extent = Annotated[int, Field(ge=1, le=1000)]
# One number for both axes, or height and width.
Pair = Extent | tuple[Extent, Extent]
Padding = Literal["same", "valid"] | Annotated[int, Field(ge=0, le=1000)]


def pair(extent: int | tuple[int, int]) -> tuple[int, int]:
    """Height and width."""
    return extent if isinstance(extent, tuple) else (extent, extent)


def axis(
    layer: str,
    size: int,
    window: int,
    stride: int,
    padding: Literal["same", "valid"] | int,
    dilation: int = 1,
) -> Axis:
    """The windows of a layer along an axis of `size`.

    "same" gives ⌈size / stride⌉ windows; of an odd number of cells to add, the last goes behind
    (ONNX's SAME_UPPER).

    Raises:
        Misfit: they are larger than the axis with its padding.
    """
    span = dilation * (window - 1) + 1
    before = after = padding if isinstance(padding, int) else 0
    if padding == "same":
        total = max(0, (-(-size // stride) - 1) * stride + span - size)
        before, after = total // 2, total - total // 2
    if span > before + size + after:
        raise Misfit(
            f"{layer} looks at {span} in a row, and there are {before + size + after}. "
            "Let it look at fewer, or use padding 'same'."
        )
    return Axis(size, window, stride, dilation, before, after)


# Along the one row of a sequence laid out as an image.
ACROSS_ONE = Axis(1, 1, 1, 1, 0, 0)


def attributes(height: Axis, width: Axis) -> dict[str, int]:
    """The attributes of an op with such windows."""
    return {
        "stride_height": height.stride,
        "stride_width": width.stride,
        "dilation_height": height.dilation,
        "dilation_width": width.dilation,
        "pad_top": height.before,
        "pad_bottom": height.after,
        "pad_left": width.before,
        "pad_right": width.after,
    }


def require_image(layer: str, x: Value) -> tuple[int, int, int]:
    """Channels, height and width.

    Raises:
        Misfit: x is no image.
    """
    if len(x.shape) != 3:
        raise Misfit(
            f"{layer} takes an image, channels × height × width; it is given {in_words(x.shape)}.",
            "Reshape",
        )
    return x.shape[0], x.shape[1], x.shape[2]


def require_sequence(layer: str, x: Value) -> tuple[int, int]:
    """Steps and features.

    Raises:
        Misfit: x is no sequence.
    """
    if len(x.shape) != 2:
        raise Misfit(
            f"{layer} takes a sequence, steps × features; it is given {in_words(x.shape)}.",
            "Reshape",
        )
    return x.shape[0], x.shape[1]


def image_of(builder: Builder, sequence: Value) -> Value:
    """A sequence (N, T, F) as an image one row high, its features as channels: (N, F, 1, T)."""
    steps, features = sequence.shape
    column = builder.apply("reshape", sequence, shape=(steps, features, 1))
    turned = builder.apply("swap", column)
    return builder.apply("reshape", turned, shape=(features, 1, steps))


def sequence_of(builder: Builder, image: Value) -> Value:
    """The other way round: (N, F, 1, T) gives (N, T, F)."""
    features, _, steps = image.shape
    column = builder.apply("reshape", image, shape=(features, steps, 1))
    turned = builder.apply("swap", column)
    return builder.apply("reshape", turned, shape=(steps, features))
