"""What the tests of the engine share: slow, plain ways to the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.executors.native.signature import fitted, signature_of
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.graph import Graph, Value
from playground.engine.ops import OPS
from playground.engine.program import plan

Array = NDArray[Any]

# Where NumPy broadcasts or casts it sets 8192 numbers an operand aside, however large the arrays.
ASIDE = 3 * 8192 * 8 + 16_384


def evaluate(graph: Graph, given: Mapping[Value, Array], rows: int) -> dict[Value, Array]:
    """Every value of the graph, each in an array of its own that nothing else writes to.

    Results and working arrays start as NaN, so an op that reads what it has not written is found.
    """
    known = dict(given)
    for node in graph.nodes:
        operands = [known[value].copy() for value in node.inputs]
        if OPS[node.op].alias:
            known[node.output] = operands[0].reshape(node.output.full_shape(rows))
            continue
        out = np.full(node.output.full_shape(rows), np.nan)
        scratch = [
            np.full((rows, *shape) if batched else shape, np.nan)
            for shape, batched in OPS[node.op].scratch(node.inputs, node.output, node.attributes)
        ]
        kept = [np.full(value.full_shape(rows), np.nan) for value in node.kept]
        OPS[node.op].compute(np, out, *operands, *kept, *scratch, **node.attributes)
        known[node.output] = out
        known.update(zip(node.kept, kept, strict=True))
    return known


def executor_of(
    graph: Graph, outputs: Mapping[str, Value], batch: int, dtype: str = "float64"
) -> ReferenceExecutor:
    """An executor of the graph as it stands."""
    return ReferenceExecutor(plan(graph, batch, outputs), dtype)


def run(executor: ReferenceExecutor, given: Mapping[Value, Array]) -> dict[str, Array]:
    """Write parameters, run on the inputs, and copy what comes out."""
    inputs = {}
    for value, array in given.items():
        if value.name in executor.program.parameters:
            executor.view(executor.program.parameters[value.name])[...] = array
        else:
            inputs[value.name] = array
    if inputs:
        return {name: array.copy() for name, array in executor.run(**inputs).items()}
    for call in executor.calls(1):
        call()
    return {name: array.copy() for name, array in executor.rows(1).outputs.items()}


def central_differences(
    function: Callable[[], float], array: Array, width: float = 1e-5
) -> NDArray[np.float64]:
    """The derivative of `function`, which reads `array`, by each number of it."""
    slopes = np.empty(array.shape)
    for place in np.ndindex(array.shape):
        middle = array[place]
        array[place] = middle + width
        above = function()
        array[place] = middle - width
        below = function()
        array[place] = middle
        slopes[place] = (above - below) / (2 * width)
    return slopes


def call_plainly(
    kernel: Callable[..., None], arrays: list[Array], attributes: dict[str, Any]
) -> None:
    """Run the kernel as it stands, on arrays as an op's `compute` takes them, `out` first."""
    signature = signature_of(kernel)
    views = [
        array.reshape(fitted(array.shape, parameter.rank))
        for array, parameter in zip(arrays, signature.arrays, strict=True)
    ]
    kernel(*views, *(kind(attributes[name]) for name, kind in signature.attributes))
