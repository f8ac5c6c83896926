"""What the convolutions have in common: their fields, and how they are built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from playground.network.activations import ActivationField, Relu
from playground.network.initializers import He, InitializerField, Zeros
from playground.network.node import NodeSpec
from playground.network.problems import Misfit
from playground.network.windows import Padding, Pair, attributes

if TYPE_CHECKING:
    from playground.engine.graph import Shape, Value
    from playground.engine.ops.windows import Axis
    from playground.network.builder import Builder


class Convolution(NodeSpec):
    """Filters that weigh what a window sees, wherever the window stands."""

    filters: int = Field(
        8, ge=1, le=10_000, title="Filters", description="How many patterns it looks for."
    )
    kernel: Pair = Field(3, title="Kernel", description="How much a filter sees at once.")
    stride: Pair = Field(1, title="Stride", description="How far a filter moves on each time.")
    padding: Padding = Field(
        "same",
        title="Padding",
        description="Zeros round it: as many as keep its size (at stride 1), none, or a number.",
    )
    dilation: Pair = Field(
        1, title="Dilation", description="How far apart the places lie that a filter sees."
    )
    groups: int = Field(
        1,
        ge=1,
        le=10_000,
        title="Groups",
        description="Filters in as many groups, each seeing its own share of the channels.",
    )
    activation: ActivationField = Field(
        Relu(), title="Activation", description="The non-linear function after the sums."
    )
    initializer: InitializerField = Field(
        He(), title="Initializer", description="What the weights start as."
    )
    bias: bool = Field(
        True, title="Bias", description="Whether each filter adds a number of its own."
    )

    def convolve(
        self, builder: Builder, image: Value, height: Axis, width: Axis, shape: Shape
    ) -> Value:
        """Image (N, C, H, W) to (N, filters, H', W'), without the activation.

        Args:
            height, width: the windows.
            shape: of the learned weight, (filters, C / groups, …).
        """
        channels = image.shape[0]
        for number, what in ((channels, "channels it is given"), (self.filters, "filters")):
            if number % self.groups:
                raise Misfit(
                    f"{self.type} in {self.groups} groups needs a multiple of {self.groups} "
                    f"channels and filters; there are {number} {what}."
                )
        window = height.window * width.window
        weight = builder.parameter(
            "weight",
            shape,
            self.initializer,
            fan_in=channels // self.groups * window,
            fan_out=self.filters // self.groups * window,
            penalised=True,
        )
        if len(shape) < 4:
            full = (*shape[:2], height.window, width.window)
            weight = builder.apply("reshape", weight, shape=full)
        settings = {**attributes(height, width), "groups": self.groups}
        if not self.bias:
            return builder.apply("conv2d", image, weight, **settings)
        bias = builder.parameter("bias", (self.filters,), Zeros())
        return builder.apply("conv2d_bias", image, weight, bias, **settings)
