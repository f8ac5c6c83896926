"""Where a network's activations are met: the sums before them, what leaves, how much passes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from playground.engine.autodiff import differentiate
from playground.engine.executors.runner import Runner
from playground.engine.graph import Shape, Value
from playground.engine.program import plan
from playground.errors import UserError
from playground.network.activations import ACTIVATIONS, Activation
from playground.network.compiler import FEATURES, Trace, trace
from playground.network.heads import Head
from playground.network.layers.shared import Shared
from playground.network.signature import Signature
from playground.network.spec import HEAD, INPUT, NetworkSpec

Array = NDArray[Any]
# As many as the instruments look at, and the same ones.
MOST_ROWS = 256
_LEAST_ROWS = 32
# Numbers leaving all these layers for all samples that are looked at: fewer of larger networks.
_MOST_NUMBERS = 100_000
_SEED, _BEFORE, _SLOPE = "ones like ", "before ", "slope of "


@dataclass(frozen=True)
class BentLayer:
    """A layer that ends in an activation.

    Attributes:
        id: its name; `HEAD` for the head.
        activation: in force.
        shape: of one sample.
        owner: the layer whose field the activation is: itself, or the one that is applied again.
        learned: the name of the slopes that a PReLU has learned, or "".
    """

    id: str
    activation: Activation
    shape: Shape
    owner: str
    learned: str = ""

    @property
    def n_units(self) -> int:
        """Channels of an image, features of a sequence, numbers of a vector."""
        if not self.shape:
            return 1
        return self.shape[0] if len(self.shape) == 3 else self.shape[-1]

    def by_unit(self, values: Array) -> Array:
        """(units, M) of values (N, *shape): all that one unit gives, sample after sample."""
        axis = 1 if values.ndim == 4 else values.ndim - 1
        units: Array = np.moveaxis(values, axis, 0).reshape(self.n_units, -1)
        return units


@dataclass(frozen=True, eq=False)
class Bent:
    """Some samples at one layer.

    Attributes:
        before, after: (N, *shape) what its activation is given, and what it makes of that.
        slopes: likewise, the activation's derivative there: the factor by which the gradient is
            multiplied on its way back. None where it looks at whole rows.
    """

    before: Array
    after: Array
    slopes: Array | None

    @property
    def passing(self) -> float:
        """The mean |f′|; NaN where there is no such factor."""
        if self.slopes is None or not self.slopes.size:
            return float("nan")
        with np.errstate(all="ignore"):
            return float(np.abs(self.slopes).mean(dtype=np.float64))


class BentProbe:
    """Looks at every activation of one network, on an executor of its own, for one thread.

    As the network answers: dropout passes everything. Gates within recurrent layers are left out.

    Attributes:
        layers: those that end in an activation and reach the head, in network order, the head last
            if what it ends in can stand in a layer too.
        n_rows: how many samples are looked at, at most.
    """

    def __init__(
        self,
        network: NetworkSpec,
        head: Head,
        signature: Signature,
        dtype: DTypeLike = np.float32,
    ) -> None:
        """Raises `UserError` where the network has errors; the first is named."""
        self.network, self.head, self.signature = network, head, signature
        self.dtype = np.dtype(dtype)
        traced = self._trace()
        self.layers = self._layers(traced)
        numbers = sum(prod(layer.shape) for layer in self.layers)
        self.n_rows = min(max(_MOST_NUMBERS // max(1, numbers), _LEAST_ROWS), MOST_ROWS)
        self._places = {value.name: value.shape for value in traced.builder.graph.parameters}

    def look(self, parameters: Array, features: Array) -> dict[str, Bent]:
        """Preprocessed features (N, …), at most `n_rows`, at each layer, by id; copies."""
        runner = self._runner
        np.copyto(runner.parameters, parameters)
        rows = len(features)
        inputs = {FEATURES: np.ascontiguousarray(features, self.dtype)}
        for layer in self.layers:
            if not layer.activation.whole_row:
                inputs[_SEED + layer.id] = np.ones((rows, *layer.shape), self.dtype)
        found = runner.run(**inputs)
        return {
            layer.id: Bent(
                found[_BEFORE + layer.id].copy(),
                found[layer.id].copy(),
                None if layer.activation.whole_row else found[_SLOPE + layer.id].copy(),
            )
            for layer in self.layers
        }

    def slopes_learned(self, layer: BentLayer, parameters: Array) -> Array | None:
        """The slopes (units,) that a PReLU has learned; None for any other activation."""
        at = 0
        for name, shape in self._places.items():
            if name == layer.learned:
                return np.array(parameters[at : at + prod(shape)])
            at += prod(shape)
        return None

    def chain(self, identity: str) -> list[BentLayer]:
        """The layers that the gradient passes on its way from the head to one, that one last.

        Where ways part, along the first. The head is left out: its loss takes the derivative
        through both together.
        """
        by_id = {layer.id: layer for layer in self.layers}
        sources = self.network.all_sources()
        way, at = [], HEAD
        while at != INPUT and sources.get(at):
            at = sources[at][0]
            if at in by_id:
                way.append(by_id[at])
        reached = [layer.id for layer in way]
        return way[: reached.index(identity) + 1] if identity in reached else []

    def _trace(self) -> Trace:
        traced = trace(self.network, self.head, self.signature, training=False)
        if traced.errors:
            raise UserError(traced.errors[0].message)
        return traced

    def _layers(self, traced: Trace) -> tuple[BentLayer, ...]:
        nodes = {node.id: node for node in self.network}
        found = []
        for identity in self.network.order():
            node = nodes.get(identity)
            acting = nodes.get(node.layer, node) if isinstance(node, Shared) else node
            activation = getattr(acting, "activation", None)
            if identity in traced.values and isinstance(activation, Activation):
                assert acting is not None
                shape = traced.values[identity].shape
                learned = f"{acting.id}.slope" if activation.name == "prelu" else ""
                found.append(BentLayer(identity, activation, shape, acting.id, learned))
        if self.head.final in ACTIVATIONS and traced.logits is not None:
            final = ACTIVATIONS[self.head.final]()
            found.append(BentLayer(HEAD, final, traced.logits.shape, HEAD))
        return tuple(found)

    @cached_property
    def _runner(self) -> Runner:
        traced = self._trace()
        graph = traced.builder.graph
        outputs: dict[str, Value] = {}
        for layer in self.layers:
            before, after = self._around(traced, layer)
            outputs[_BEFORE + layer.id] = graph.apply("copy", before)
            outputs[layer.id] = graph.apply("copy", after)
            if layer.activation.whole_row:
                continue
            seed = graph.input(_SEED + layer.id, layer.shape)
            slope = seed if after is before else differentiate(graph, after, seed, [before])[before]
            outputs[_SLOPE + layer.id] = graph.apply("copy", slope)
        return Runner("cpu", plan(graph, self.n_rows, outputs), self.dtype)

    def _around(self, traced: Trace, layer: BentLayer) -> tuple[Value, Value]:
        """The values on both sides of a layer's activation."""
        if layer.id == HEAD:
            assert traced.logits is not None
            assert traced.prediction is not None
            return traced.logits, traced.prediction
        after = traced.values[layer.id]
        made = next((n for n in traced.builder.graph.nodes if n.output is after), None)
        if made is None or made.op != layer.activation.chosen_op:
            return after, after
        return made.inputs[0], after
