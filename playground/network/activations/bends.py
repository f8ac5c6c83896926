"""What an activation makes of numbers, and how steep it is there: by the op and its derivative."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.engine.autodiff import differentiate
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.graph import Graph
from playground.engine.program import plan
from playground.network.builder import Builder

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    from playground.network.activations.activation import Activation

    Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Bend:
    """An activation at some numbers.

    Attributes:
        x, y, slope: (P,) what goes in, what comes out, and the derivative dy/dx.
    """

    x: Array
    y: Array
    slope: Array


@dataclass(frozen=True, eq=False)
class RowBend:
    """An activation that looks at a whole row.

    Attributes:
        x, y: (K,) the row, and what becomes of it.
        slopes: (K, K) of which [i, j] is ∂yᵢ/∂xⱼ.
    """

    x: Array
    y: Array
    slopes: Array


def bend(
    activation: Activation,
    x: Array,
    learned: Mapping[str, float] | None = None,
    dtype: DTypeLike = np.float64,
) -> Bend:
    """The activation at each of x (P,), by itself.

    Args:
        learned: what it has learned, by name ("slope"), in place of what it starts as.
    """
    points = np.ascontiguousarray(np.ravel(x)[:, None], dtype)
    y, slope = _both_ways(activation, points, np.ones_like(points), learned or {}, dtype)
    return Bend(points[:, 0], y[:, 0], slope[:, 0])


def bend_row(activation: Activation, x: Array, dtype: DTypeLike = np.float64) -> RowBend:
    """The activation of one row (K,)."""
    row = np.ascontiguousarray(np.ravel(x), dtype)
    copies = np.repeat(row[None, :], len(row), 0)
    y, slopes = _both_ways(activation, copies, np.eye(len(row), dtype=dtype), {}, dtype)
    return RowBend(row, y[0], slopes)


def _both_ways(
    activation: Activation,
    points: Array,
    seeds: Array,
    learned: Mapping[str, float],
    dtype: DTypeLike,
) -> tuple[Array, Array]:
    """Results (P, K), and the derivative of what `seeds` (P, K) weighs them with."""
    graph = Graph()
    value = graph.input("x", points.shape[1:])
    seed = graph.input("seed", points.shape[1:])
    builder = Builder(False, value, {}, graph)
    result = builder.apply("copy", activation.apply(builder, value))
    slope = differentiate(graph, result, seed, [value])[value]
    outputs = {"y": result, "slope": builder.apply("copy", slope)}
    executor = ReferenceExecutor(plan(graph, max(1, len(points)), outputs), dtype)
    for parameter in builder.parameters:
        start = parameter.initializer.draw(parameter, 0)
        name = parameter.name.rpartition(".")[2]
        executor.view(executor.program.parameters[parameter.name])[...] = learned.get(name, start)
    found = executor.run(x=points, seed=seeds)
    return found["y"].copy(), found["slope"].copy()
