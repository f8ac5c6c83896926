"""A network's parameters, as places that arrays can go to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Literal

from playground.engine.graph import Shape
from playground.formats.importing.way import AS_IS, TRANSPOSED, Way
from playground.network.compiler import Trace, trace
from playground.network.heads import Head
from playground.network.layers.activation import Activation
from playground.network.layers.dropout import Dropout
from playground.network.layers.embedding import Embedding
from playground.network.layers.flatten import Flatten
from playground.network.layers.gru import GRU
from playground.network.node import NodeSpec
from playground.network.signature import Signature
from playground.network.spec import HEAD, NetworkSpec

Kind = Literal["matrix", "filters", "table", "vector"]

# Keras has the update gate before the reset gate.
_KERAS_GRU = (1, 0, 2)
_FILTERS_2D = Way("axes from H, W, in, out to out, in, H, W", axes=(3, 2, 0, 1))
_FILTERS_1D = Way("axes from step, in, out to out, in, step", axes=(2, 1, 0))


@dataclass(frozen=True)
class Slot:
    """A parameter that an array may become.

    Attributes:
        name, shape: as the network has it.
        kind: a "matrix" (inputs, outputs); "filters" (out, in, …); a "table" (entries, numbers); or
            a "vector".
        gated: whether it is a GRU's, whose gates stand in another order elsewhere.
        rows: of a matrix behind a flattened image, the image's shape (C, H, W).
    """

    name: str
    shape: Shape
    kind: Kind
    gated: bool = False
    rows: Shape | None = None

    @property
    def layer(self) -> str:
        """The layer it is of."""
        return self.name.rpartition(".")[0]

    @cached_property
    def kin(self) -> Slot:
        """The same of no layer: what fits one fits all that are alike."""
        return replace(self, name=f".{self.role}")

    @property
    def role(self) -> str:
        """What it is to its layer: "weight"."""
        return self.name.rpartition(".")[2]

    def ways(self, shape: Shape, framework: str) -> tuple[Way, ...]:
        """How an array of `shape` can become this parameter, as `framework` has it first.

        Args:
            shape: the array's.
            framework: whose conventions it follows, "" where that is not known.
        """
        usual = self.usual(framework)
        others = [way for name in ("playground", "pytorch", "keras") for way in self.usual(name)]
        fitting = [way for way in (*usual, *others) if way.shape_of(shape) == self.shape]
        return tuple(dict.fromkeys(fitting))

    def usual(self, framework: str) -> tuple[Way, ...]:
        """What a framework's arrays need, several where it is not known which."""
        match framework:
            case "playground":
                return (AS_IS,)
            case "pytorch":
                return (TRANSPOSED,) if self.kind == "matrix" else (AS_IS,)
            case "keras-channels-first" if self.rows is not None:
                return (AS_IS,)
            case "keras-unsure" if self.rows is not None:
                return (self._from_keras(), AS_IS)
            case "keras" | "keras-channels-first" | "keras-unsure":
                return (self._from_keras(),)
            case _ if self.kind == "matrix":
                return (AS_IS, TRANSPOSED)
            case _:
                return (AS_IS,)

    def _from_keras(self) -> Way:
        if self.kind == "filters":
            return _FILTERS_2D if len(self.shape) == 4 else _FILTERS_1D
        if self.kind == "matrix" and self.rows is not None:
            return Way("rows from H·W·C to C·H·W", rows=self.rows)
        if self.gated:
            return Way("gates in another order", gates=_KERAS_GRU)
        if self.kind == "vector" and self.role == "slope":
            return Way("as it is", shape=self.shape)
        return AS_IS


def slots_of(network: NetworkSpec, head: Head, signature: Signature) -> tuple[Slot, ...]:
    """Every parameter of a network, in its order; none where the network can't be built."""
    traced = trace(network, head, signature, training=False)
    nodes = {node.id: node for node in network}
    found = []
    for parameter in traced.builder.parameters:
        owner, _, own = parameter.name.rpartition(".")
        node = nodes.get(owner)
        gated = isinstance(node, GRU)
        kind = _kind(parameter.shape, node)
        rows = _flattened(owner, network, traced) if kind == "matrix" and own == "weight" else None
        found.append(Slot(parameter.name, parameter.shape, kind, gated, rows))
    return tuple(found)


def _kind(shape: Shape, node: NodeSpec | None) -> Kind:
    if isinstance(node, Embedding):
        return "table"
    if len(shape) == 2:
        return "matrix"
    convolving = node is not None and node.type in ("Conv1D", "Conv2D")
    return "filters" if convolving and len(shape) > 2 else "vector"


def _flattened(owner: str, network: NetworkSpec, traced: Trace) -> Shape | None:
    """The image whose places a layer's inputs are, where its channels are more than one."""
    (source, *more) = network.sources(owner if owner != HEAD else HEAD) or [""]
    while not more and source in network:
        node = network[source]
        before = network.sources(source)
        if isinstance(node, Flatten) and len(before) == 1:
            shape = traced.values[before[0]].shape if before[0] in traced.values else ()
            turned = len(shape) == 3 and shape[0] > 1 and prod(shape[1:]) > 1
            return shape if turned else None
        if not isinstance(node, Activation | Dropout) or len(before) != 1:
            return None
        (source,) = before
    return None
