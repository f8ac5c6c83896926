"""What a layer's `build` is handed: a graph, and names for what the layer learns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playground.engine.graph import Graph, Shape, Value

if TYPE_CHECKING:
    from playground.network.initializers import Initializer


@dataclass(frozen=True)
class ParameterSpec:
    """A parameter as the network knows it.

    Attributes:
        name: "dense_1.weight".
        shape: its shape.
        initializer: what it starts as.
        fan_in, fan_out: how many numbers each result sums up, and feeds.
        penalised: whether L1 and L2 count it (weights yes, biases no).
        learned: whether the optimizer moves it; running statistics are kept beside what is learned.
    """

    name: str
    shape: Shape
    initializer: Initializer
    fan_in: int
    fan_out: int
    penalised: bool
    learned: bool = True


@dataclass
class Builder:
    """Builds one network's graph.

    Attributes:
        graph: what is being built.
        training: whether dropout and the like act.
        parameters: what is learned, in order.
    """

    training: bool
    graph: Graph = field(default_factory=Graph)
    parameters: list[ParameterSpec] = field(default_factory=list)

    def apply(self, op: str, *inputs: Value, **attributes: Any) -> Value:
        """Add an op to the graph; see `Graph.apply`."""
        return self.graph.apply(op, *inputs, **attributes)

    def parameter(
        self,
        name: str,
        shape: Shape,
        initializer: Initializer,
        *,
        fan_in: int = 1,
        fan_out: int = 1,
        penalised: bool = False,
    ) -> Value:
        """Something to learn, named after the layer being built: "weight" is "dense_1.weight"."""
        full_name = f"{self.graph.scope}.{name}"
        self.parameters.append(
            ParameterSpec(full_name, shape, initializer, fan_in, fan_out, penalised)
        )
        return self.graph.parameter(full_name, shape)

    def statistic(self, name: str, shape: Shape, initializer: Initializer) -> Value:
        """A running statistic, named as a parameter is; `graph.assign` says what it becomes."""
        full_name = f"{self.graph.scope}.{name}"
        spec = ParameterSpec(full_name, shape, initializer, 1, 1, penalised=False, learned=False)
        self.parameters.append(spec)
        return self.graph.parameter(full_name, shape)

    def dense(self, x: Value, units: int, initializer: Initializer, *, bias: bool = True) -> Value:
        """x · weight + bias: (N, I) gives (N, units)."""
        from playground.network.initializers import Zeros

        (inputs,) = x.shape
        weight = self.parameter(
            "weight", (inputs, units), initializer, fan_in=inputs, fan_out=units, penalised=True
        )
        product = self.apply("matmul", x, weight)
        if not bias:
            return product
        return self.apply("add_bias", product, self.parameter("bias", (units,), Zeros()))
