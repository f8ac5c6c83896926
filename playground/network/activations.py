"""The non-linear functions a layer can end in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.graph import Graph
from playground.engine.ops import OPS
from playground.engine.program import plan
from playground.network.named import NamedPart, as_field, entries

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.engine.graph import Value
    from playground.network.builder import Builder


class Activation(NamedPart):
    """A function applied to a layer's result.

    Class attribute `op`: the op that computes it, "" for none.
    """

    op: ClassVar[str]

    def apply(self, builder: Builder, x: Value) -> Value:
        """Add it to the graph; the shape stays."""
        return builder.apply(self.op, x, **self.attributes())

    def attributes(self) -> dict[str, Any]:
        """The op's attributes: this activation's fields."""
        return self.model_dump()

    def curve(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """The function's values at each of x (P,), for drawing; computed by its op."""
        graph = Graph()
        value = graph.input("x", (1,))
        result = graph.apply(self.op or "copy", value, **self.attributes())
        executor = ReferenceExecutor(plan(graph, len(x), {"y": result}), np.float64)
        return executor.run(x=x[:, None])["y"][:, 0].copy()

    @property
    def formula(self) -> str:
        """y as a formula of x."""
        return OPS[self.op].formula if self.op else "y = x"


class Identity(Activation):
    """No function at all."""

    name = "identity"
    label = "Identity"
    help = "Passes numbers on unchanged: the layer stays a matrix product."
    op = ""

    def apply(self, builder: Builder, x: Value) -> Value:
        return x


class Sigmoid(Activation):
    """1 / (1 + e⁻ˣ)."""

    name = "sigmoid"
    label = "Sigmoid"
    help = "Squeezes numbers into 0 to 1. Flat at both ends, where gradients vanish."
    op = "sigmoid"


class Tanh(Activation):
    """The hyperbolic tangent."""

    name = "tanh"
    label = "tanh"
    help = "Squeezes numbers into −1 to 1, centred on 0."
    op = "tanh"


class Relu(Activation):
    """max(x, 0)."""

    name = "relu"
    label = "ReLU"
    help = "Cuts negative numbers to 0. Quick, and gradients pass where it is on."
    op = "relu"


class LeakyRelu(Activation):
    """x above 0, slope · x below."""

    name = "leaky_relu"
    label = "Leaky ReLU"
    help = "ReLU that lets a little of the negative side through, so units can't die."
    op = "leaky_relu"

    slope: float = Field(
        0.1, ge=0.0, lt=1.0, title="Slope", description="What is kept of negative numbers."
    )


class Elu(Activation):
    """x above 0, alpha (eˣ − 1) below."""

    name = "elu"
    label = "ELU"
    help = "ReLU with a smooth bend towards −alpha below 0."
    op = "elu"

    alpha: float = Field(
        1.0, gt=0.0, le=10.0, title="Alpha", description="How far it goes below 0."
    )


class Softplus(Activation):
    """ln(1 + eˣ)."""

    name = "softplus"
    label = "Softplus"
    help = "A ReLU with a rounded corner."
    op = "softplus"


ACTIVATIONS = entries("activation", [Identity, Sigmoid, Tanh, Relu, LeakyRelu, Elu, Softplus])

ActivationField = Annotated[Activation, *as_field(ACTIVATIONS)]
