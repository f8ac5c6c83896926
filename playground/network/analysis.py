"""What a network costs, layer by layer: numbers learned, products, memory, and what it sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import prod

from playground.engine.graph import Shape, Value
from playground.engine.ops import OPS
from playground.engine.program import Update
from playground.network.compiler import Trace
from playground.network.layers.embedding import Embedding
from playground.network.layers.shared import Shared
from playground.network.node import NodeSpec
from playground.network.sight import Sight, Span
from playground.network.spec import NetworkSpec
from playground.network.workspace import room, workspace

FLOAT32_BYTES = 4


@dataclass(frozen=True)
class LayerCost:
    """One layer, or the head. Everything is of one sample unless it says otherwise.

    Attributes:
        id: the node's, or "head".
        shape: of what leaves.
        parameters: how many numbers it learns. Those of a layer that is applied again are the
            layer's, not the Shared's.
        multiply_adds: products summed up by the forward pass (see `Op.multiply_adds`).
        activations: how many numbers leave it.
        held_bytes: what of it stays in memory, for the whole batch, until the backward pass has
            read it; layers with a function after the product keep that function's results alone.
        sees: its receptive field: height and width of an image, or steps of a sequence; None where
            samples are vectors, which have no near and far.
    """

    id: str
    shape: Shape
    parameters: int
    multiply_adds: int
    activations: int
    held_bytes: int
    sees: tuple[int, ...] | None


@dataclass(frozen=True)
class Analysis:
    """The whole network.

    Attributes:
        layers: in an order in which they can run, the head last. Those that can't be built, and
            those that lead nowhere, are left out.
        batch: the samples of a step that the bytes are for.
        weights_bytes: all parameters, running statistics too.
        gradients_bytes: one number a parameter.
        optimizer_bytes: what the optimizer remembers, and its working arrays.
        activations_bytes: what stays until the backward pass has read it: the batch itself, its
            targets too, and every layer's `held_bytes`.
        passing_bytes: the most that comes and goes beside it: gradients of activations, and working
            arrays of the ops.

    Together they are a training program's buffers: the first three exactly, the others within two
    fifths where they amount to something. What a session keeps beside (a copy to evaluate with,
    snapshots, history) is not counted.
    """

    layers: tuple[LayerCost, ...]
    batch: int
    weights_bytes: int
    gradients_bytes: int
    optimizer_bytes: int
    activations_bytes: int
    passing_bytes: int

    @cached_property
    def parameters(self) -> int:
        """How many numbers are learned."""
        return sum(layer.parameters for layer in self.layers)

    @cached_property
    def multiply_adds(self) -> int:
        """Products summed up for one sample by the forward pass."""
        return sum(layer.multiply_adds for layer in self.layers)

    @cached_property
    def activations(self) -> int:
        """How many numbers leave the layers, a sample."""
        return sum(layer.activations for layer in self.layers)

    @property
    def total_bytes(self) -> int:
        """All memory that is counted."""
        return (
            self.weights_bytes
            + self.gradients_bytes
            + self.optimizer_bytes
            + self.activations_bytes
            + self.passing_bytes
        )

    def __getitem__(self, identity: str) -> LayerCost:
        for layer in self.layers:
            if layer.id == identity:
                return layer
        raise KeyError(identity)


def analyse(
    network: NetworkSpec,
    traced: Trace,
    *,
    batch: int,
    update: Update,
    item_bytes: int = FLOAT32_BYTES,
) -> Analysis:
    """Count what each layer costs; milliseconds for hundreds of layers.

    Args:
        traced: the network built for training.
        batch: samples a step.
        update: the optimizer's, which has memory of its own.
        item_bytes: of a number, 4 for float32.
    """
    graph = traced.builder.graph
    shapes = traced.shapes()
    learned = traced.parameter_counts()
    products = multiply_adds(traced)
    ends = [value for value in (traced.logits,) if value is not None]
    space = workspace(graph, _fixed(traced), ends, batch)
    sights = _sights(network, traced, shapes)
    layers = tuple(
        LayerCost(
            identity,
            shapes[identity],
            learned[identity],
            products[identity],
            prod(shapes[identity]),
            space.held.get(identity, 0) * item_bytes,
            sights[identity].extents if identity in sights else None,
        )
        for identity in network.order()
        if identity in shapes
    )
    numbers = sum(value.size(1) for value in graph.parameters)
    # The targets are as many as the logits.
    given = sum(room(value, batch) for value in (*graph.inputs, *ends))
    return Analysis(
        layers,
        batch,
        numbers * item_bytes,
        numbers * item_bytes,
        (update.states + update.working) * numbers * item_bytes,
        (given + sum(space.held.values())) * item_bytes,
        space.passing * item_bytes,
    )


def multiply_adds(traced: Trace) -> dict[str, int]:
    """The products that each node (and the head) sums up for one sample, forward."""
    products = dict.fromkeys(traced.shapes(), 0)
    for node in traced.builder.graph.nodes:
        if node.scope in products:
            cost = OPS[node.op].multiply_adds(node.inputs, node.output, node.attributes)
            products[node.scope] += cost
    return products


def _fixed(traced: Trace) -> Iterable[Value]:
    """The parameters that no optimizer moves."""
    graph, nodes = traced.builder.graph, traced.builder.nodes
    frozen = {identity for identity, node in nodes.items() if node.frozen}
    return [
        value
        for value in graph.parameters
        if value in graph.assignments or value.name.rpartition(".")[0] in frozen
    ]


def _sights(network: NetworkSpec, traced: Trace, shapes: dict[str, Shape]) -> dict[str, Sight]:
    """What each layer sees of a sample; nothing for those of which it can't be said."""
    found: dict[str, Sight] = {}
    sample = Sight.of_sample(traced.builder.features.shape)
    nodes, all_sources = traced.builder.nodes, network.all_sources()
    for identity in network.order():
        if identity not in shapes:
            continue
        node, sources = nodes.get(identity), all_sources[identity]
        arriving = [shapes[source] for source in sources]
        sight = sample
        if isinstance(node, Embedding) and len(arriving[0]) == 1:
            sight = Sight((Span.of_sample(*arriving[0]),))
        elif sources:
            known = [found[source] for source in sources if source in found]
            node = nodes[node.layer] if isinstance(node, Shared) else node
            sight = _seen(node, arriving, known) if len(known) == len(sources) else None
        if sight is not None:
            found[identity] = sight
    return found


def _seen(node: NodeSpec | None, shapes: list[Shape], sights: list[Sight]) -> Sight:
    """After a node, or the head, whose every result comes of all."""
    return sights[0].everywhere() if node is None else node.sees(shapes, sights)


def count_words(count: float) -> str:
    """A count in three figures: "840", "1.2k", "34k", "3.4M"."""
    return _in_units(count, ("", "k", "M", "G", "T"))


def bytes_words(count: float) -> str:
    """Bytes in the units that disks are sold by: "840 B", "12 kB", "3.4 MB"."""
    return _in_units(count, (" B", " kB", " MB", " GB", " TB"))


def _in_units(count: float, units: tuple[str, ...]) -> str:
    """Below ten with a decimal, where there is a unit; from ten on without."""
    for place, unit in enumerate(units):
        scaled = count / 1000.0**place
        last = place == len(units) - 1
        if place and scaled < 9.95:
            return f"{scaled:.1f}".removesuffix(".0") + unit
        if scaled < 999.5 or last:
            return f"{scaled:,.0f}{unit}"
    raise AssertionError("there is a unit")
