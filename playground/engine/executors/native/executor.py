"""The executor that runs compiled kernels, many steps a call, without Python in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

import numpy as np
from numpy.typing import DTypeLike, NDArray

from playground.engine.executors.host import Array, HostExecutor, Outcome
from playground.engine.executors.native import entry
from playground.engine.executors.native.blas import find_blas
from playground.engine.executors.native.library import WORTH_THREADS, library
from playground.engine.executors.native.table import Words, bind, kernels_of, work_of
from playground.engine.program import Buffer, Program

_KEPT = 16  # numbers of rows for which the table is kept
LOSS = "loss"


class Table:
    """A bound table and where it lies."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self.address = words.ctypes.data
        self.width = words.shape[1]


class NativeExecutor(HostExecutor):
    """Runs a program on compiled kernels. While it does, other threads of Python go on.

    A run of steps keeps what was learned before it and looks at the result: if something in it is
    not finite, the same steps are taken again one by one, so that the step before is found.

    Raises:
        RuntimeError: some kernel is not compiled yet; see `Library.wanted`.
    """

    name = "native"

    def __init__(self, program: Program, dtype: DTypeLike = np.float32) -> None:
        super().__init__(program, dtype)
        self._library = library(self.dtype.name)
        if not self._library.load(kernels_of(program)):
            raise RuntimeError(f"the kernels are not compiled yet: {kernels_of(program)}")
        self._run, self._train = self._library.entry("run"), self._library.entry("train")
        large = work_of(program) >= WORTH_THREADS
        self._threads: Callable[[], AbstractContextManager[None]]
        self._threads = nullcontext if large else find_blas().threads.one
        self._tables: dict[int, Table] = {}
        buffers = {buffer: getattr(self, buffer.value) for buffer in Buffer}
        self._bases = {buffer: array.ctypes.data for buffer, array in buffers.items()}
        self._control_before = np.zeros(self.control.size)
        self._taken = np.zeros(1, np.int64)
        self._last_loss = np.zeros(1)
        self._run_row, self._train_row = self._rows_of_words()
        self._run_at, self._train_at = self._run_row.ctypes.data, self._train_row.ctypes.data
        self._bound_data: Sequence[Array] | None = None
        self._sources: list[Array] = []
        self._places = np.zeros((0, entry.INPUT_WORDS), np.int64)

    def _rows_of_words(self) -> tuple[Words, Words]:
        """What the entry points are called with, as far as it never changes."""
        run, train = np.zeros(entry.RUN_WORDS, np.int64), np.zeros(entry.TRAIN_WORDS, np.int64)
        train[entry.COMPUTE] = self._n_compute
        train[entry.ALL] = len(self.program.instructions)
        train[entry.CONTROL] = self.control.ctypes.data
        train[entry.TAKEN] = self._taken.ctypes.data
        train[entry.LAST_LOSS] = self._last_loss.ctypes.data
        if LOSS in self.program.outputs:
            train[entry.LOSS] = self.view(self.program.outputs[LOSS]).ctypes.data
        return run, train

    def execute(self, first: int, last: int, count: int) -> None:
        table = self._table(count)
        self._run_row[1:] = table.address, table.width, first, last
        with self._threads():
            self._run(self._run_at)

    def _table(self, count: int) -> Table:
        if count not in self._tables:
            self.rows(count)  # refuses what the program has no room for
            if len(self._tables) >= _KEPT:
                self._tables.clear()
            self._tables[count] = Table(
                bind(self.program, count, self._library.address, self._bases, self.dtype.itemsize)
            )
        return self._tables[count]

    def train(
        self,
        data: Sequence[Array],
        order: NDArray[np.int64],
        start: int,
        batch: int,
        steps: int,
        rates: NDArray[np.float64] | None = None,
        epoch: int | None = None,
    ) -> Outcome:
        if start >= len(order) or steps <= 0:
            return Outcome(0, float("nan"))
        epoch = epoch or len(order)
        if start % epoch % batch:
            # Its last batch is of another size than those of the epochs that follow.
            order = order[: (start // epoch + 1) * epoch]
        np.copyto(self._before, self._learned)
        np.copyto(self._control_before, self.control)
        epochs_after = len(order) // epoch - start // epoch - 1
        this_epoch = -(-(epoch - start % epoch) // batch)
        wanted = min(steps, this_epoch + epochs_after * -(-epoch // batch))
        self._take_steps(data, order, start, batch, wanted, rates, epoch)
        taken = int(self._taken[0])
        if taken == wanted and self._all_finite(self._learned):
            return Outcome(taken, float(self._last_loss[0]))
        np.copyto(self._learned, self._before)
        np.copyto(self.control, self._control_before)
        return super().train(data, order, start, batch, wanted, rates, epoch)

    def _take_steps(
        self,
        data: Sequence[Array],
        order: NDArray[np.int64],
        start: int,
        batch: int,
        steps: int,
        rates: NDArray[np.float64] | None,
        epoch: int,
    ) -> None:
        whole = min(batch, epoch)
        rest = (epoch - start % epoch) % batch
        table, last = self._table(whole), self._table(rest or whole)
        order = np.ascontiguousarray(order, np.int64)
        rates = None if rates is None else np.ascontiguousarray(rates, np.float64)
        if data is not self._bound_data:
            self._bind_data(data)
        row = self._train_row
        row[entry.TABLE], row[entry.LAST_TABLE] = table.address, last.address
        row[entry.WIDTH] = table.width
        row[entry.ORDER], row[entry.COUNT] = order.ctypes.data, len(order)
        row[entry.START], row[entry.BATCH], row[entry.STEPS] = start, batch, steps
        row[entry.EPOCH] = epoch
        row[entry.RATES] = 0 if rates is None else rates.ctypes.data
        with self._threads():
            self._train(self._train_at)

    def _bind_data(self, data: Sequence[Array]) -> None:
        """Where the data lie; they are held on to, so that nothing else comes to lie there."""
        inputs = self.rows(1).inputs.values()
        self._sources = [np.ascontiguousarray(source, self.dtype) for source in data]
        self._places = np.array(
            [
                (source.ctypes.data, target.ctypes.data, target.size)
                for source, target in zip(self._sources, inputs, strict=True)
            ],
            np.int64,
        )
        self._train_row[entry.INPUTS] = self._places.ctypes.data
        self._train_row[entry.INPUT_COUNT] = len(self._places)
        self._bound_data = data
