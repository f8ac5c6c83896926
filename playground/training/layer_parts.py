"""Whose a parameter is, and what it is to its layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from playground.engine.graph import Shape
from playground.network.activations import Activation, Identity
from playground.network.compiler import Trace
from playground.network.layers.shared import Shared
from playground.network.node import NodeSpec
from playground.network.spec import HEAD, INPUT, NetworkSpec

_BIAS = "bias"
# Layers that pass on the numbers they are given.
_PASSING = ("Input", "Dropout", "Flatten", "Permute", "Reshape")


@dataclass(frozen=True)
class Layer:
    """A layer that has parameters, or makes new numbers.

    Attributes:
        id: its name; `HEAD` for the head.
        activation: the name of its activation; "" for none.
        alpha: the activation's field of that name, where it has one.
        frozen: whether training leaves it as it is.
        weights, biases: the names of what it learns.
        statistics: the names of its running statistics, which are no part of the loss.
        shape: of one sample leaving it.
        is_new: whether the numbers that leave are not those that came.
    """

    id: str
    activation: str
    alpha: float
    frozen: bool
    weights: tuple[str, ...]
    biases: tuple[str, ...]
    statistics: tuple[str, ...]
    shape: Shape
    is_new: bool

    @property
    def learned(self) -> tuple[str, ...]:
        """The names of all it learns."""
        return self.weights + self.biases

    @property
    def n_units(self) -> int:
        """Channels of an image, features of a sequence, numbers of a vector."""
        if not self.shape:
            return 1
        return self.shape[0] if len(self.shape) == 3 else self.shape[-1]


def layers_of(network: NetworkSpec, traced: Trace) -> tuple[Layer, ...]:
    """The layers of a sound network that reach the head, in its order, the head last."""
    nodes = {node.id: node for node in network}
    shapes = traced.shapes()
    return tuple(
        _layer(identity, nodes, shapes.get(identity, ()), traced)
        for identity in network.order()
        if identity != INPUT and (identity == HEAD or identity in traced.values)
    )


def _layer(identity: str, nodes: Mapping[str, NodeSpec], shape: Shape, traced: Trace) -> Layer:
    node = nodes.get(identity)
    acting = nodes.get(node.layer, node) if isinstance(node, Shared) else node
    own = [p for p in traced.builder.parameters if p.name.rpartition(".")[0] == identity]
    learned = [p.name for p in own if p.learned]
    activation, alpha = _activation(acting)
    return Layer(
        identity,
        activation,
        alpha,
        node is not None and node.frozen,
        tuple(name for name in learned if not name.endswith(_BIAS)),
        tuple(name for name in learned if name.endswith(_BIAS)),
        tuple(p.name for p in own if not p.learned),
        shape,
        acting is None or acting.type not in _PASSING,
    )


def _activation(node: NodeSpec | None) -> tuple[str, float]:
    found = getattr(node, "activation", "")
    if isinstance(found, Activation):
        name = "" if isinstance(found, Identity) else found.name
        return name, float(getattr(found, "alpha", 1.0))
    return str(found), 1.0


def numbers_a_sample(layers: tuple[Layer, ...]) -> int:
    """How many numbers leave all layers for one sample."""
    return sum(prod(layer.shape) for layer in layers)
