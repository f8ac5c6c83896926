"""What a layer's `build` is handed: a graph, and names for what the layer learns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playground.engine.graph import Graph, Shape, Value
from playground.network.problems import Misfit
from playground.network.shapes import in_words

if TYPE_CHECKING:
    from playground.network.initializers import Initializer
    from playground.network.node import NodeSpec


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
        gates: how many matrices its columns are, side by side; each grows by itself.
    """

    name: str
    shape: Shape
    initializer: Initializer
    fan_in: int
    fan_out: int
    penalised: bool
    learned: bool = True
    gates: int = 1


@dataclass
class Builder:
    """Builds one network's graph.

    Attributes:
        training: whether dropout and the like act.
        features: one sample's features, as the data gives them.
        nodes: the network's, by id, for a layer that stands for another.
        graph: what is being built.
        parameters: what is learned, in order.
    """

    training: bool
    features: Value
    nodes: Mapping[str, NodeSpec]
    graph: Graph = field(default_factory=Graph)
    parameters: list[ParameterSpec] = field(default_factory=list)
    _by_name: dict[str, Value] = field(default_factory=dict)
    _owner: str = ""

    def apply(self, op: str, *inputs: Value, **attributes: Any) -> Value:
        """Add an op to the graph; see `Graph.apply`."""
        return self.graph.apply(op, *inputs, **attributes)

    def build(self, node: NodeSpec, *operands: Value) -> Value:
        """Add a layer; a frozen one acts as it does when the network only answers."""
        before, self.training = self.training, self.training and not node.frozen
        try:
            return node.build(self, *operands)
        finally:
            self.training = before

    def parameter(
        self,
        name: str,
        shape: Shape,
        initializer: Initializer,
        *,
        fan_in: int = 1,
        fan_out: int = 1,
        penalised: bool = False,
        gates: int = 1,
    ) -> Value:
        """Something to learn, named after the layer being built: "weight" is "dense_1.weight".

        Raises:
            Misfit: a layer is applied again to what its parameters do not fit.
        """
        return self._kept(
            ParameterSpec(
                self._named(name), shape, initializer, fan_in, fan_out, penalised, gates=gates
            )
        )

    def statistic(self, name: str, shape: Shape, initializer: Initializer) -> Value:
        """A running statistic, named as a parameter is; `graph.assign` says what it becomes."""
        return self._kept(
            ParameterSpec(
                self._named(name), shape, initializer, 1, 1, penalised=False, learned=False
            )
        )

    @contextmanager
    def with_parameters_of(self, owner: str) -> Iterator[None]:
        """What is built meanwhile has the parameters of the layer `owner`, not some of its own."""
        before, self._owner = self._owner, owner
        try:
            yield
        finally:
            self._owner = before

    def _named(self, name: str) -> str:
        return f"{self._owner or self.graph.scope}.{name}"

    def _kept(self, spec: ParameterSpec) -> Value:
        """The parameter, made by whichever layer of those that share it is built first."""
        known = self._by_name.get(spec.name)
        if known is None:
            self.parameters.append(spec)
            known = self._by_name[spec.name] = self.graph.parameter(spec.name, spec.shape)
        if known.shape != spec.shape:
            raise Misfit(
                f"{spec.name} is shared; it is {in_words(known.shape)}, and would have to be "
                f"{in_words(spec.shape)} here. Layers that share weights take inputs of one shape."
            )
        return known

    def dense(self, x: Value, units: int, initializer: Initializer, *, bias: bool = True) -> Value:
        """x · weight + bias: (N, …, I) gives (N, …, units)."""
        from playground.network.initializers import Zeros

        inputs = x.shape[-1]
        weight = self.parameter(
            "weight", (inputs, units), initializer, fan_in=inputs, fan_out=units, penalised=True
        )
        product = self.apply("matmul", x, weight)
        if not bias:
            return product
        return self.apply("add_bias", product, self.parameter("bias", (units,), Zeros()))
