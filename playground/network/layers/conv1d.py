"""Filters that slide along a sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from playground.network.convolution import Convolution
from playground.network.node import Catalogue
from playground.network.windows import (
    ACROSS_ONE,
    Extent,
    axis,
    image_of,
    require_sequence,
    sequence_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.engine.graph import Shape, Value
    from playground.engine.ops.windows import Axis
    from playground.network.builder import Builder
    from playground.network.sight import Sight


class Conv1D(Convolution):
    """Sequence (N, T, F) to (N, T', filters), weight (filters, F / groups, kernel)."""

    catalogue = Catalogue(
        "Conv1D",
        "Convolution",
        "convolution_1d",
        "Looks for short patterns everywhere along a sequence with the same few weights.",
    )

    kernel: Extent = Field(3, title="Kernel", description="How many steps a filter sees at once.")
    stride: Extent = Field(1, title="Stride", description="How far a filter moves on each time.")
    dilation: Extent = Field(
        1, title="Dilation", description="How far apart the steps lie that a filter sees."
    )

    def build(self, builder: Builder, x: Value) -> Value:
        steps, features = require_sequence("Conv1D", x)
        along = self._axis(steps)
        shape = (self.filters, features // self.groups, self.kernel)
        image = self.convolve(builder, image_of(builder, x), ACROSS_ONE, along, shape)
        return self.activation.apply(builder, sequence_of(builder, image))

    def sees(self, shapes: Sequence[Shape], sights: Sequence[Sight]) -> Sight:
        return self.activation.sees(shapes[0], sights[0].through(self._axis(shapes[0][0])))

    def _axis(self, steps: int) -> Axis:
        """The windows along the sequence."""
        return axis("Conv1D", steps, self.kernel, self.stride, self.padding, self.dilation)
