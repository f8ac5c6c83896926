"""Activations that let positive numbers through and hold negative ones back."""

from __future__ import annotations

from math import inf, prod
from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from playground.network.activations.activation import Activation
from playground.network.initializers import Initializer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.engine.graph import Value
    from playground.network.builder import Builder, ParameterSpec

_IMAGE_AXES = 3


class Relu(Activation):
    """max(x, 0)."""

    name = "relu"
    label = "ReLU"
    help = "Cuts negative numbers to 0. Quick, and gradients pass where it is on."
    op = "relu"
    strength = (
        "Slope 1 wherever it is on, however deep the network: gradients do not shrink. Quick."
    )
    weakness = (
        "Slope 0 below 0: a unit whose sums are all negative is dead, and no gradient reaches it."
    )
    lowest = 0.0


class LeakyRelu(Activation):
    """x above 0, slope · x below."""

    name = "leaky_relu"
    label = "Leaky ReLU"
    help = "ReLU that lets a little of the negative side through, so units can't die."
    op = "leaky_relu"
    strength = "Like ReLU, but some gradient passes below 0 too, so no unit dies."
    weakness = "One more number to choose; with a slope of 0 it is ReLU again."

    slope: float = Field(
        0.1, ge=0.0, lt=1.0, title="Slope", description="What is kept of negative numbers."
    )

    @property
    def reach(self) -> tuple[float, float]:
        return (-inf, inf) if self.slope > 0.0 else (0.0, inf)


class StartingSlope(Initializer):
    """Every slope starts alike."""

    name = "starting_slope"
    label = "Starting slope"
    help = "Every slope starts alike."

    slope: float

    def draw(self, parameter: ParameterSpec, seed: int) -> NDArray[np.float64]:
        return np.full(parameter.shape, self.slope)


class PRelu(Activation):
    """x above 0, slope · x below, each slope learned (He et al. 2015, section 2.1).

    A vector's units have a slope each, and so have the features of a sequence (both are the last
    axis) and the channels of an image (the first). Called "dense_1.slope" in the layer dense_1.
    """

    name = "prelu"
    label = "PReLU"
    help = "Leaky ReLU that learns, for each unit, how much of the negative side to let through."
    op = "prelu"
    strength = "Each unit learns how much it lets through below 0, so none has to die."
    weakness = "More to learn, one number a unit."

    start: float = Field(
        0.25,
        ge=-1.0,
        le=1.0,
        title="Starting slope",
        description="What is kept of negative numbers before anything is learned.",
    )

    @property
    def reach(self) -> tuple[float, float]:
        return (-inf, inf) if self.start > 0.0 else (0.0, inf)

    def apply(self, builder: Builder, x: Value) -> Value:
        image = len(x.shape) == _IMAGE_AXES
        count = x.shape[0] if image else x.shape[-1]
        slope = builder.parameter("slope", (count,), StartingSlope(slope=self.start))
        return builder.apply("prelu", x, slope, span=prod(x.shape[1:]) if image else 1)


class Elu(Activation):
    """x above 0, alpha (eˣ − 1) below."""

    name = "elu"
    label = "ELU"
    help = "ReLU with a smooth bend towards −alpha below 0."
    op = "elu"
    strength = "Some gradient passes below 0, and answers lie nearer to a mean of 0 than with ReLU."
    weakness = "Flat far below 0, and it costs an exponential."
    lowest = -1.0

    alpha: float = Field(
        1.0, gt=0.0, le=10.0, title="Alpha", description="How far it goes below 0."
    )

    @property
    def reach(self) -> tuple[float, float]:
        return -self.alpha, inf


class Selu(Activation):
    """1.0507 · (x above 0, 1.6733 (eˣ − 1) below)."""

    name = "selu"
    label = "SELU"
    help = "An ELU stretched so that signals keep their size through many layers by themselves."
    op = "selu"
    strength = (
        "With LeCun weights and dense layers it keeps mean 0 and spread 1 through many layers."
    )
    weakness = "Only there: with other weights, or ordinary dropout, it is just a stretched ELU."
    lowest = -1.7580993408


class Softplus(Activation):
    """ln(1 + eˣ)."""

    name = "softplus"
    label = "Softplus"
    help = "A ReLU with a rounded corner."
    op = "softplus"
    strength = "ReLU without the corner: its slope is the sigmoid, which is never quite 0."
    weakness = (
        "Never quite 0 either, 0.69 at x = 0: nothing is switched off, and answers drift upwards."
    )
    lowest = 0.0
