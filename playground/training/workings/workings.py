"""Runs samples through a network and keeps what happens on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from playground.engine.executors.runner import Runner
from playground.engine.graph import Graph, Kind, Value
from playground.engine.ops.linear import as_rows
from playground.engine.program import Buffer, Program, plan
from playground.errors import UserError
from playground.network.activations import Activation, Identity
from playground.network.compiler import FEATURES, LOSS, TARGET, Trace, loss_value, trace
from playground.network.heads import Head
from playground.network.layers.shared import Shared
from playground.network.node import NodeSpec
from playground.network.signature import Signature
from playground.network.sliding.found import sliding_nodes, slidings
from playground.network.spec import HEAD, INPUT, NetworkSpec
from playground.training.carry import parts
from playground.training.workings.factors import Factors, factors_of
from playground.training.workings.station import Product, Station
from playground.training.workings.windowed import Windowed

Array = NDArray[Any]
# Samples at a time, and fewer where each takes much memory.
MOST_ROWS = 256
_MOST_BYTES = 64_000_000


@dataclass(frozen=True, eq=False)
class Worked:
    """Some samples' way through a network.

    Attributes:
        features: (N, …) as the network is given them. targets: (N, K), encoded by the head.
        stations: every layer that reaches the head, in network order, the head last. Inputs are
            stations too, with nothing arriving.
        logits, prediction: (N, K) before and after the head's final activation.
        loss: of these samples together, as the engine has it, without penalties.
    """

    features: Array
    targets: Array
    stations: tuple[Station, ...]
    logits: Array
    prediction: Array
    loss: float

    def station(self, identity: str) -> Station:
        """The station of this id."""
        return next(each for each in self.stations if each.id == identity)


class Workings:
    """Looks at every step inside one network, on an executor of its own, for one thread.

    As `Probe`, it is given the flat buffer of a snapshot each time, and looks as prediction does:
    dropout passes everything, and batch normalization uses its running statistics.
    """

    def __init__(
        self,
        network: NetworkSpec,
        head: Head,
        signature: Signature,
        dtype: DTypeLike = np.float32,
        *,
        device: str = "cpu",
    ) -> None:
        """Raises `UserError` where the network has errors; the first is named."""
        self.network, self.head, self.signature = network, head, signature
        self.dtype = np.dtype(dtype)
        self._device = device
        traced = trace(network, head, signature, training=False)
        if traced.errors:
            raise UserError(traced.errors[0].message)
        reaching = network.reaching_head()
        self._order = [n for n in network.order() if n in reaching and n in traced.values]
        self._sources = network.all_sources()
        self._traced = traced
        self._factors = _all_factors(traced, self._order)
        moved = sliding_nodes(traced)
        self._slid = {name: moved[name] for name in self._order if name in moved}
        self._slidings = slidings(traced)
        self._watched = self._values(traced)
        self._loss = loss_value(traced, head, signature)

    @property
    def most_rows(self) -> int:
        """The most samples that `of` takes."""
        return self._runner.program.batch

    def of(self, parameters: Array, features: Array, targets: Array) -> Worked:
        """Everything that happens to some samples.

        Args:
            parameters: the flat buffer.
            features: (N, …) preprocessed, at most `most_rows`.
            targets: (N, K), encoded by the head.
        """
        runner = self._runner
        np.copyto(runner.parameters, parameters)
        features = np.ascontiguousarray(features, self.dtype)
        encoded = np.ascontiguousarray(targets, self.dtype)
        with np.errstate(all="ignore"):
            found = runner.run(**{FEATURES: features, TARGET: encoded})
        values = {name: found[name].copy() for name in self._watched}
        own = {n: v.copy() for n, v in parts(runner.parameters, runner.program.parameters).items()}
        by_value = {value: values[name] for name, value in self._watched.items()}
        by_value |= {value: own[value.name] for value in self._traced.builder.graph.parameters}
        by_value[self._traced.builder.features] = features
        stations = [self._station(name, by_value, own) for name in (*self._order, HEAD)]
        assert self._traced.logits is not None
        assert self._traced.prediction is not None
        logits, prediction = by_value[self._traced.logits], by_value[self._traced.prediction]
        loss = float(found[LOSS])
        return Worked(features, encoded, tuple(stations), logits, prediction, loss)

    @cached_property
    def _runner(self) -> Runner:
        program = self._planned(MOST_ROWS)
        wanted = program.sizes[Buffer.WORKSPACE] * self.dtype.itemsize
        if wanted > _MOST_BYTES:
            program = self._planned(max(1, MOST_ROWS * _MOST_BYTES // wanted))
        return Runner(self._device, program, self.dtype)

    def _planned(self, batch: int) -> Program:
        return plan(self._traced.builder.graph, batch, {LOSS: self._loss, **self._watched})

    def _values(self, traced: Trace) -> dict[str, Value]:
        """Every computed value that is looked at, by a name for the program."""
        assert traced.logits is not None
        assert traced.prediction is not None
        wanted = [traced.values[name] for name in self._order]
        wanted += [traced.logits, traced.prediction]
        for factors in self._factors.values():
            wanted += [factors.product, factors.sums]
        wanted += [node.output for node in self._slid.values()]
        return {v.name: v for v in dict.fromkeys(wanted) if v.kind is Kind.COMPUTED}

    def _station(
        self, name: str, by_value: Mapping[Value, Array], own: Mapping[str, Array]
    ) -> Station:
        traced = self._traced
        assert traced.prediction is not None
        output = by_value[traced.prediction if name == HEAD else traced.values[name]]
        sources = tuple(self._sources.get(name, ()))
        inputs = tuple(by_value[traced.values[source]] for source in sources)
        node, owner = self._node(name)
        prefix = f"{owner}."
        parameters = {n.removeprefix(prefix): a for n, a in own.items() if n.startswith(prefix)}
        factors = self._factors.get(name)
        return Station(
            name,
            HEAD if node is None else node.type,
            node,
            sources,
            inputs,
            output,
            parameters,
            None if factors is None else _product(factors, by_value),
            _activation(node),
            self._windowed(name, by_value, own, _activation(node)),
        )

    def _windowed(
        self,
        name: str,
        by_value: Mapping[Value, Array],
        own: Mapping[str, Array],
        activation: Activation | None,
    ) -> Windowed | None:
        if name not in self._slid:
            return None
        (source,) = self._sources[name]
        values = self._traced.values
        sums = by_value[self._slid[name].output]
        x, y = by_value[values[source]], by_value[values[name]]
        return Windowed(self._slidings[name], x, sums, y, own, activation)

    def _node(self, name: str) -> tuple[NodeSpec | None, str]:
        """The layer whose fields count, and the name its parameters go under."""
        if name == HEAD:
            return None, HEAD
        node = self.network[name]
        if isinstance(node, Shared):
            return self.network[node.layer], node.layer
        return node, name


def _all_factors(traced: Trace, order: list[str]) -> dict[str, Factors]:
    graph: Graph = traced.builder.graph
    found = {name: factors_of(graph, name) for name in (*order, HEAD) if name != INPUT}
    return {name: factors for name, factors in found.items() if factors is not None}


def _product(factors: Factors, by_value: Mapping[Value, Array]) -> Product:
    bias = factors.bias
    return Product(
        factors.weight.name,
        "" if bias is None else bias.name,
        as_rows(by_value[factors.x]),
        by_value[factors.weight],
        None if bias is None else by_value[bias],
        as_rows(by_value[factors.product]),
        as_rows(by_value[factors.sums]),
    )


def _activation(node: NodeSpec | None) -> Activation | None:
    found = getattr(node, "activation", None)
    return found if isinstance(found, Activation) and not isinstance(found, Identity) else None
