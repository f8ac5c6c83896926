"""How sharply the loss bends along the head's own weights, which says what rate it can bear.

Where the loss is a squared error of sums as they are, it is a quadratic function of the head's
weights, whatever stands before: its second derivative, of each output's weights and bias, is
(2 / K) · E[ĥ ĥᵀ] with ĥ = (h, 1), h what arrives at the head and K the number of outputs. The
largest eigenvalue λ is the curvature. Gradient descent on a quadratic function runs away at any
rate above 2 / λ (LeCun et al. 1998, "Efficient BackProp", section 4.5).

A cross-entropy bends most where its answers are even, as they nearly are at the first weights:
p (1 − p) = 1/4 of a sigmoid, averaged over K labels, and 1 / K along the steepest direction of a
softmax over K classes. Far from there it flattens out, so a rate beyond the edge leaps to and fro
rather than running away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import Prepared
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.ops import OPS
from playground.engine.program import plan
from playground.network.builder import ParameterSpec
from playground.network.compiler import FEATURES, Trace
from playground.network.head import Head
from playground.network.node import NodeSpec
from playground.network.spec import HEAD, NetworkSpec

_ROWS = 256
# A forward pass that costs more is not worth a warning at every edit.
_MOST_MULTIPLY_ADDS = 50_000_000
_ARRIVING = "arriving"


@dataclass(frozen=True)
class _Situation:
    """All that the curvature depends on."""

    network: NetworkSpec
    head: Head
    prepared: Prepared
    seed: int

    def same_as(self, other: _Situation) -> bool:
        """Whether only places on the canvas differ."""
        return (
            self.prepared is other.prepared
            and self.seed == other.seed
            and _same(self.head, other.head)
            and self.network.links == other.network.links
            and len(self.network.nodes) == len(other.network.nodes)
            and all(map(_same, self.network.nodes, other.network.nodes))
        )


class Curvatures:
    """Works out the head's curvature; remembers the last, and the first weights of its network."""

    def __init__(self) -> None:
        self._known: tuple[_Situation, float | None] | None = None
        self._drawn: dict[tuple[ParameterSpec, int], NDArray[np.float64]] = {}

    def of_head(
        self, network: NetworkSpec, head: Head, traced: Trace, prepared: Prepared, seed: int
    ) -> float | None:
        """λ at the first weights; None where nothing can be said, or not quickly."""
        situation = _Situation(network, head, prepared, seed)
        if self._known is None or not self._known[0].same_as(situation):
            arriving = self._arriving(situation, traced)
            curvature = None if arriving is None else _curvature(arriving, head, traced)
            self._known = situation, curvature
        return self._known[1]

    def _arriving(self, situation: _Situation, traced: Trace) -> NDArray[np.float64] | None:
        """(rows, width) what arrives at the head at the first weights."""
        head = situation.head
        if traced.logits is None or bend(head, traced.logits.shape[0]) is None:
            return None
        rows = _some_rows(situation.prepared.glance.train.features)
        if _multiply_adds(traced) * len(rows) > _MOST_MULTIPLY_ADDS:
            return None
        (source,) = situation.network.sources(HEAD)
        program = plan(traced.builder.graph, len(rows), {_ARRIVING: traced.values[source]})
        executor = ReferenceExecutor(program, np.float64)
        executor.set_control(seed=situation.seed)
        self._draw(traced.builder.parameters, situation.seed)
        for (parameter, _), first in self._drawn.items():
            executor.view(program.parameters[parameter.name])[...] = first
        return executor.run(**{FEATURES: rows})[_ARRIVING]

    def _draw(self, parameters: Iterable[ParameterSpec], seed: int) -> None:
        """Have the first values of these parameters, and no others, at hand."""
        known = self._drawn
        self._drawn = {
            (parameter, seed): known[parameter, seed]
            if (parameter, seed) in known
            else parameter.initializer.draw(parameter, seed)
            for parameter in parameters
        }


def _same(a: NodeSpec | Head, b: NodeSpec | Head) -> bool:
    return a is b or a == b.model_copy(update={"position": a.position})


def bend(head: Head, outputs: int) -> float | None:
    """The loss's second derivative by one of the head's sums, where that can be told."""
    match head.loss_part.name, head.final:
        case "mse", "identity":
            return 2.0 / outputs
        case "binary_cross_entropy", "sigmoid":
            return 0.25 / outputs
        case "cross_entropy", "softmax":
            return 1.0 / outputs
    return None


def bends_alike_everywhere(head: Head) -> bool:
    """Whether the curvature at the first weights is that of all others."""
    return bool(head.loss_part.name == "mse" and head.final == "identity")


def _curvature(arriving: NDArray[np.float64], head: Head, traced: Trace) -> float | None:
    assert traced.logits is not None
    steepness = bend(head, traced.logits.shape[0])
    assert steepness is not None
    with_one = np.concatenate([arriving, np.ones((len(arriving), 1))], axis=1)
    if not np.isfinite(with_one).all():
        return None
    return steepness * _largest_eigenvalue(with_one)


def _multiply_adds(traced: Trace) -> int:
    """Of the forward pass, a sample."""
    nodes = traced.builder.graph.nodes
    return sum(OPS[n.op].multiply_adds(n.inputs, n.output, n.attributes) for n in nodes)


def _some_rows(features: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Rows from all over."""
    count = min(len(features), _ROWS)
    return features[np.linspace(0, len(features) - 1, count).astype(np.int64)].astype(np.float64)


def _largest_eigenvalue(rows: NDArray[np.float64]) -> float:
    """Of E[ĥ ĥᵀ]; the matrix of the samples' products has the same, and may be smaller."""
    small = rows.T @ rows if rows.shape[1] <= len(rows) else rows @ rows.T
    return float(np.linalg.eigvalsh(small)[-1]) / len(rows)
