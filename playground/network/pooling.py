"""What the layers have in common that keep one number a window."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from playground.network.node import NodeSpec
from playground.network.problems import Misfit
from playground.network.shapes import in_words
from playground.network.windows import (
    ACROSS_ONE,
    Padding,
    Pair,
    attributes,
    axis,
    image_of,
    pair,
    sequence_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.engine.graph import Shape, Value
    from playground.engine.ops.windows import Axis
    from playground.network.builder import Builder
    from playground.network.sight import Sight


class Pooling(NodeSpec):
    """Image (N, C, H, W) to (N, C, H', W'), or sequence (N, T, F) to (N, T', F).

    Class attribute `op`: what is done with each window.
    """

    op: ClassVar[str]

    size: Pair = Field(2, title="Size", description="How much a window holds.")
    stride: Pair | None = Field(
        None, title="Stride", description="How far a window moves on; empty for its size."
    )
    padding: Padding = Field(
        "valid",
        title="Padding",
        description="Empty cells round it: as many as leave no rest over, none, or a number.",
    )

    def build(self, builder: Builder, x: Value) -> Value:
        if len(x.shape) not in (2, 3):
            raise Misfit(
                f"{self.type} takes an image or a sequence; it is given {in_words(x.shape)}.",
                "Reshape",
            )
        stride = self.size if self.stride is None else self.stride
        if len(x.shape) == 3:
            sizes = zip(x.shape[1:], pair(self.size), pair(stride), strict=True)
            height, width = (self._axis(*each) for each in sizes)
            return self._pooled(builder, x, height, width)
        if isinstance(self.size, tuple) or isinstance(stride, tuple):
            raise Misfit(f"{self.type} over a sequence takes one number as size and as stride.")
        along = self._axis(x.shape[0], self.size, stride)
        pooled = self._pooled(builder, image_of(builder, x), ACROSS_ONE, along)
        return sequence_of(builder, pooled)

    def _axis(self, size: int, window: int, stride: int) -> Axis:
        if isinstance(self.padding, int) and self.padding >= window:
            raise Misfit(
                f"{self.type} with {self.padding} cells of padding has windows of {window} with "
                "nothing in them. Use less padding than the size."
            )
        return axis(self.type, size, window, stride, self.padding)

    def _pooled(self, builder: Builder, image: Value, height: Axis, width: Axis) -> Value:
        settings = {"window_height": height.window, "window_width": width.window}
        return builder.apply(self.op, image, **settings, **attributes(height, width))

    def sees(self, shapes: Sequence[Shape], sights: Sequence[Sight]) -> Sight:
        stride = self.size if self.stride is None else self.stride
        if len(shapes[0]) == 2:
            assert isinstance(self.size, int)
            assert isinstance(stride, int)
            return sights[0].through(self._axis(shapes[0][0], self.size, stride))
        each = zip(shapes[0][1:], pair(self.size), pair(stride), strict=True)
        return sights[0].through(*(self._axis(*windows) for windows in each))
