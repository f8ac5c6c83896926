"""What the recurrent layers have in common: their fields, and how they are built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from playground.network.initializers import Initializer, InitializerField, Orthogonal, Xavier, Zeros
from playground.network.node import NodeSpec
from playground.network.windows import require_sequence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.engine.graph import Shape, Value
    from playground.network.builder import Builder
    from playground.network.sight import Sight


class Recurrent(NodeSpec):
    """Goes through a sequence (N, T, F), and carries what it has seen from step to step.

    Parameters: weight (F, G·units) for what comes in, recurrent (units, G·units) for the state of
    the step before, bias (G·units,). They are G matrices side by side, one a gate.

    Class attributes: `op`, which computes it, and `gates`, its G.
    """

    op: ClassVar[str]
    gates: ClassVar[int]

    units: int = Field(
        16, ge=1, le=10_000, title="Units", description="How many numbers its state has."
    )
    return_sequences: bool = Field(
        False,
        title="Whole sequence",
        description="Whether the state of every step leaves, or that of the last step alone.",
    )
    initializer: InitializerField = Field(
        Xavier(), title="Initializer", description="What the weights of its inputs start as."
    )

    def build(self, builder: Builder, x: Value) -> Value:
        steps, features = require_sequence(self.catalogue.label, x)
        units, columns = self.units, self.gates * self.units
        weight = builder.parameter(
            "weight",
            (features, columns),
            self.initializer,
            fan_in=features,
            fan_out=units,
            penalised=True,
            gates=self.gates,
        )
        # Orthogonal, so that a state neither grows nor fades on its way (Saxe et al. 2014).
        recurrent = builder.parameter(
            "recurrent",
            (units, columns),
            Orthogonal(),
            fan_in=units,
            fan_out=units,
            penalised=True,
            gates=self.gates,
        )
        states = builder.apply(
            self.op, x, weight, recurrent, *self.biases(builder), **self.attributes(builder)
        )
        if self.return_sequences:
            return states
        row = builder.apply("reshape", states, shape=(steps * units,))
        return builder.apply("slice", row, start=(steps - 1) * units, stop=steps * units)

    def biases(self, builder: Builder) -> list[Value]:
        """What is added to the products, (G·units,) each."""
        shape = (self.gates * self.units,)
        return [builder.parameter("bias", shape, self.first_bias(), gates=self.gates)]

    def first_bias(self) -> Initializer:
        """What the bias starts as."""
        return Zeros()

    def attributes(self, builder: Builder) -> dict[str, Any]:
        """The op's attributes."""
        return {"keep": builder.training}

    def sees(self, shapes: Sequence[Shape], sights: Sequence[Sight]) -> Sight:
        return sights[0].so_far() if self.return_sequences else sights[0].everywhere()
