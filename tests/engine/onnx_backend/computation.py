"""A program in the making: ONNX's tensors as values of a graph, and what comes out of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.executors.host import HostExecutor
from playground.engine.graph import Graph, Value
from playground.engine.program import Program, plan

Array = NDArray[Any]
Create = Callable[[Program, "np.dtype[Any]"], HostExecutor]


class Computation:
    """Ops applied to tensors, and their run by one executor in one dtype.

    The shape of our values leaves the batch out, that of ONNX's tensors does not. So a tensor is
    taken in one of three ways: its first axis as the batch (`rows`), all of it as a batch of one
    sample (`sample`), or without a batch, as a parameter is (`whole`). One computation has one
    batch.

    Attributes:
        graph: what was applied.
        create: makes the executor of a program.
        dtype: float32 or float64.
    """

    def __init__(self, create: Create, dtype: np.dtype[Any]) -> None:
        self.graph = Graph()
        self.create = create
        self.dtype = dtype
        self._given: dict[Value, Array] = {}
        self._batch: int | None = None
        self._of_one_sample = False

    def fresh(self) -> Computation:
        """Another one, with nothing in it."""
        return Computation(self.create, self.dtype)

    # Taking tensors

    def rows(self, tensor: Array) -> Value:
        """(N, …) as a batch of N."""
        assert not self._of_one_sample
        return self._input(tensor)

    def sample(self, tensor: Array) -> Value:
        """(…) as the only sample of a batch."""
        assert self._of_one_sample or self._batch is None
        self._of_one_sample = True
        return self._input(tensor[None])

    def whole(self, tensor: Array) -> Value:
        """(…) as a parameter."""
        value = self.graph.parameter(f"whole_{len(self._given)}", tensor.shape)
        self._given[value] = tensor
        return value

    def _input(self, batch: Array) -> Value:
        assert self._batch in (None, len(batch))
        self._batch = len(batch)
        value = self.graph.input(f"batch_{len(self._given)}", batch.shape[1:])
        self._given[value] = batch
        return value

    # What is done with them

    def apply(self, op: str, *values: Value, **attributes: Any) -> Value:
        """Apply one of our ops."""
        return self.graph.apply(op, *values, **attributes)

    def run(self, *wanted: Value) -> list[Array]:
        """These values; the batch axis of what was taken as a sample is gone."""
        batch = self._batch or 1
        executor = self._executor(wanted, batch)
        for view, tensor in self._inputs(executor, batch):
            view[...] = tensor
        _execute(executor, batch)
        outputs = executor.rows(batch).outputs
        arrays = [outputs[str(place)].copy() for place in range(len(wanted))]
        if not self._of_one_sample:
            return arrays
        return [a[0] if v.batched else a for v, a in zip(wanted, arrays, strict=True)]

    def run_by_row(self, wanted: Value) -> Array:
        """(N,): a single number, the program being run on each row by itself."""
        assert self._batch is not None
        executor = self._executor([wanted], 1)
        inputs, output = self._inputs(executor, 1), executor.rows(1).outputs["0"]
        found = np.empty(self._batch, self.dtype)
        for row in range(self._batch):
            for view, tensor in inputs:
                view[0] = tensor[row]
            _execute(executor, 1)
            found[row] = output
        return found

    def _executor(self, wanted: Iterable[Value], batch: int) -> HostExecutor:
        """One with the parameters laid in."""
        outputs = {str(place): value for place, value in enumerate(wanted)}
        executor = self.create(plan(self.graph, batch, outputs), self.dtype)
        for value, tensor in self._given.items():
            if not value.batched:
                executor.view(executor.program.parameters[value.name])[...] = tensor
        return executor

    def _inputs(self, executor: HostExecutor, count: int) -> list[tuple[Array, Array]]:
        """Where each batched tensor goes, and the tensor."""
        views = executor.rows(count).inputs
        return [(views[value.name], t) for value, t in self._given.items() if value.batched]


def _execute(executor: HostExecutor, count: int) -> None:
    executor.execute(0, len(executor.program.instructions), count)
