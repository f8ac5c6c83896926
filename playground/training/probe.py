"""Looks inside a network: what leaves every layer, and the loss's derivative there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from playground.engine.autodiff import differentiate
from playground.engine.executors.runner import Runner
from playground.engine.graph import Phase
from playground.engine.program import Buffer, plan
from playground.errors import UserError
from playground.network.compiler import FEATURES, LOSS, TARGET, Trace, loss_value, trace
from playground.network.heads import Head
from playground.network.signature import Signature
from playground.network.spec import HEAD, INPUT, NetworkSpec
from playground.training.carry import parts

Array = NDArray[Any]
# Rows looked at in one run, and fewer where each takes much memory; more go in several.
ROWS = 1024
_MOST_BYTES = 128_000_000
LOGITS = "head.logits"
_SLOPE = "slope of "


@dataclass(frozen=True, eq=False)
class Flow:
    """One batch's way forwards and backwards.

    Attributes:
        loss: of the batch, without penalties.
        values: (N, *shape) what leaves each layer, by id; see `Probe.activations`.
        slopes: (N, *shape) the loss's derivative with respect to each of `values`, where the loss
            depends on it. The loss is the batch's mean, so each sample's share has 1/N in it.
        gradients: the loss's derivative with respect to each parameter, by name.
    """

    loss: float
    values: Mapping[str, Array]
    slopes: Mapping[str, Array]
    gradients: Mapping[str, Array]


class Probe:
    """Evaluates every layer of one network on an executor of its own, for one thread.

    As `Evaluator`, it is given the flat buffer of a snapshot each time, and looks as prediction
    does: dropout passes everything, and batch normalization uses its running statistics.

    Attributes:
        nodes: the ids whose values can be looked at: the input, each layer that reaches the head,
            in network order, `LOGITS` (before the head's final activation) and `HEAD` (after it).
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
        traced = self._trace()
        self.nodes: tuple[str, ...] = tuple(self._watched(traced))

    def _trace(self) -> Trace:
        traced = trace(self.network, self.head, self.signature, training=False)
        if traced.errors:
            raise UserError(traced.errors[0].message)
        return traced

    def _watched(self, traced: Trace) -> dict[str, Any]:
        assert traced.logits is not None
        assert traced.prediction is not None
        found = {name: value for name, value in traced.values.items() if name != HEAD}
        return {**found, LOGITS: traced.logits, HEAD: traced.prediction}

    @cached_property
    def _forward(self) -> Runner:
        def planned(batch: int) -> Any:
            traced = self._trace()
            watched = self._watched(traced)
            outputs = {name: value for name, value in watched.items() if name != INPUT}
            return plan(traced.builder.graph, batch, outputs)

        return self._runner(planned)

    @cached_property
    def _both_ways(self) -> Runner:
        def planned(batch: int) -> Any:
            traced = self._trace()
            graph = traced.builder.graph
            watched = self._watched(traced)
            loss = loss_value(traced, self.head, self.signature)
            with graph.within(phase=Phase.BACKWARD, scope=""):
                one = graph.apply("fill", value=1.0)
            slopes = differentiate(graph, loss, one, [*watched.values(), *graph.parameters])
            outputs = {LOSS: loss}
            for name, value in watched.items():
                if name != INPUT:
                    outputs[name] = value
                if value in slopes:
                    outputs[_SLOPE + name] = slopes[value]
            for parameter in graph.parameters:
                if parameter in slopes:
                    outputs[_SLOPE + "parameter " + parameter.name] = slopes[parameter]
            return plan(graph, batch, outputs)

        return self._runner(planned)

    def _runner(self, planned: Any) -> Runner:
        program = planned(ROWS)
        wanted = program.sizes[Buffer.WORKSPACE] * self.dtype.itemsize
        if wanted > _MOST_BYTES:
            program = planned(max(1, ROWS * _MOST_BYTES // wanted))
        return Runner(self._device, program, self.dtype)

    @property
    def most_rows(self) -> int:
        """The most samples that `flow` takes."""
        return self._both_ways.program.batch

    def activations(self, parameters: Array, features: Array) -> dict[str, Array]:
        """What leaves every layer for preprocessed features (N, …): (N, *shape) by id, copies.

        `INPUT` gives the features themselves.
        """
        features = np.ascontiguousarray(features, self.dtype)
        found: dict[str, list[Array]] = {name: [] for name in self.nodes if name != INPUT}
        for values in self._runs(parameters, features):
            for name, pieces in found.items():
                pieces.append(values[name].copy())
        joined = {n: p[0] if len(p) == 1 else np.concatenate(p) for n, p in found.items()}
        return {INPUT: features, **joined}

    def _runs(self, parameters: Array, features: Array) -> Iterator[Mapping[str, Array]]:
        runner = self._forward
        np.copyto(runner.parameters, parameters)
        rows = runner.program.batch
        for start in range(0, len(features), rows):
            yield runner.run(**{FEATURES: features[start : start + rows]})

    def flow(self, parameters: Array, features: Array, targets: Array) -> Flow:
        """A batch's way forwards and backwards.

        Args:
            parameters: the flat buffer.
            features: (N, …) preprocessed, at most `most_rows`.
            targets: (N, columns), encoded by the head.
        """
        runner = self._both_ways
        np.copyto(runner.parameters, parameters)
        features = np.ascontiguousarray(features, self.dtype)
        encoded = np.ascontiguousarray(targets, self.dtype)
        found = runner.run(**{FEATURES: features, TARGET: encoded})
        views = parts(runner.parameters, runner.program.parameters)
        prefix = _SLOPE + "parameter "
        gradients = {
            name: found[prefix + name].copy() if prefix + name in found else np.zeros_like(view)
            for name, view in views.items()
        }
        slopes = {n: found[_SLOPE + n].copy() for n in self.nodes if _SLOPE + n in found}
        values = {n: features if n == INPUT else found[n].copy() for n in self.nodes}
        return Flow(float(found[LOSS]), values, slopes, gradients)
