"""A network while it is being drawn from a graph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from playground.engine.graph import Graph, Shape
from playground.formats.importing.graph.flow import Flow
from playground.formats.importing.graph.refused import Refused
from playground.network.builder import Builder
from playground.network.compiler import FEATURES
from playground.network.layers import LAYERS
from playground.network.layers.input import Input
from playground.network.layers.permute import Permute
from playground.network.node import NodeSpec
from playground.network.problems import Misfit
from playground.network.spec import HEAD, INPUT, stem_of

Array = NDArray[Any]
_MOST_LETTERS = 60


class Drawing:
    """Layers, links and weights, in the graph's order; what leaves each layer is known.

    Attributes:
        nodes: layers by id. links: between them. weights: by name.
        mean, scale: of the features, as the graph shifts and scales them first.
    """

    def __init__(self, features: Shape) -> None:
        graph = Graph()
        value = graph.input(FEATURES, features)
        self._builder = Builder(False, value, {}, graph)
        self._values = {INPUT: value}
        self._shown: dict[tuple[str, Shape], Flow] = {}
        self.nodes: dict[str, NodeSpec] = {INPUT: Input(id=INPUT)}
        self.links: list[tuple[str, str]] = []
        self.weights: dict[str, Array] = {}
        self.mean, self.scale = np.zeros(features), np.ones(features)

    def add(
        self,
        layer: str,
        flows: Sequence[Flow],
        weights: Mapping[str, Array] | None = None,
        called: str = "",
        **fields: Any,
    ) -> Flow:
        """Put a layer behind what flows in, each in the shape that the graph has it in.

        Args:
            weights: the layer's own, by "weight" and the like.
            called: what it is called in the graph, "" for nothing that says anything.

        Raises:
            Refused: the layer can't be so.
        """
        identity = self._name(called, layer)
        try:
            node: NodeSpec = LAYERS[layer](id=identity, **fields)
        except ValidationError as error:
            raise Refused(str(error.errors()[0]["msg"]).lower()) from None
        sources = [self.plain(flow) for flow in flows]
        if len({flow.source for flow in sources}) < len(sources):
            raise Refused("one layer would lead into it twice, and a link is there once")
        graph = self._builder.graph
        try:
            with graph.within(scope=identity):
                value = self._builder.build(node, *(self._values[f.source] for f in sources))
        except Misfit as misfit:
            raise Refused(str(misfit).rstrip(".")) from None
        self.nodes[identity], self._values[identity] = node, value
        self.links += [(flow.source, identity) for flow in sources]
        for own, array in (weights or {}).items():
            self.weights[f"{identity}.{own}"] = np.ascontiguousarray(array, np.float32)
        return Flow(identity, value.shape, value.shape)

    def plain(self, flow: Flow) -> Flow:
        """What flows, out of a layer that gives it in the shape the graph has it in."""
        if flow.pads is not None:
            raise Refused("there is padding before it, which only a convolution takes")
        if flow.steps_first or flow.one_way:
            raise Refused("it is given steps or directions before samples")
        if flow.shape == flow.own:
            return flow
        key = flow.source, flow.shape
        if key not in self._shown:
            whole = Flow(flow.source, flow.own, flow.own)
            if len(flow.shape) == 1:
                self._shown[key] = self.add("Flatten", [whole])
            else:
                self._shown[key] = self.add("Reshape", [whole], shape=flow.shape)
        return self._shown[key]

    def permuted(self, flow: Flow, order: Sequence[int]) -> Flow:
        """The axes in another order; two turns that cancel out are none."""
        flow = self.plain(flow)
        node = self.nodes[flow.source]
        if list(order) == sorted(order):
            return flow
        if isinstance(node, Permute) and [node.order[axis] for axis in order] == sorted(order):
            (source,) = (a for a, b in self.links if b == node.id)
            shape = self._values[source].shape
            return Flow(source, shape, shape, alone=False)
        return self.add("Permute", [flow], order=tuple(order))

    def change(self, identity: str, **fields: Any) -> None:
        """Give a layer other fields; what leaves it keeps its shape."""
        self.nodes[identity] = self.nodes[identity].model_copy(update=fields)

    def shorten(self, identity: str) -> None:
        """Let a recurrent layer give its last state alone."""
        node = self.nodes[identity].model_copy(update={"return_sequences": False})
        value = self._values[self.source_of(identity)]
        with self._builder.graph.within(scope=identity):
            self._values[identity] = self._builder.build(node, value)
        self.nodes[identity] = node

    def remove(self, identity: str) -> dict[str, Array]:
        """Take out a layer that leads nowhere; its weights."""
        del self.nodes[identity]
        self.links = [link for link in self.links if identity not in link]
        names = [name for name in self.weights if name.rpartition(".")[0] == identity]
        return {name.rpartition(".")[2]: self.weights.pop(name) for name in names}

    def source_of(self, identity: str) -> str:
        """What leads into a layer of one input."""
        return next(a for a, b in self.links if b == identity)

    def used(self) -> set[str]:
        """The layers that something leads out of."""
        return {a for a, _ in self.links}

    def _name(self, called: str, layer: str) -> str:
        stem = re.sub(r"[^A-Za-z0-9_\-]+", "_", called).strip("_-")[:_MOST_LETTERS]
        if stem and not stem[0].isalpha():
            stem = f"{stem_of(layer)}_{stem}"
        if stem and stem not in self.nodes and stem not in (INPUT, HEAD):
            return stem
        stem = stem or stem_of(layer)
        number = 1
        while f"{stem}_{number}" in self.nodes:
            number += 1
        return f"{stem}_{number}"
