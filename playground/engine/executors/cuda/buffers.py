"""A program's buffers on a device, and its table of bound instructions."""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import Any

import numpy as np

from playground.engine.executors.cuda.device import Device, DeviceArray, Programs
from playground.engine.executors.cuda.feed import sent
from playground.engine.executors.cuda.source import Source, source_of
from playground.engine.executors.native.table import Words, bind, kernels_of
from playground.engine.program import Buffer, Operand, Program

# Numbers of rows for which what is bound is kept.
KEPT = 16

_source_of = lru_cache(maxsize=32)(source_of)


class Buffers:
    """What lies on the device.

    Attributes:
        learned: parameters and optimizer's memory, in one array as on the host.
        gradients, workspace: flat, as on the host.
        control: (3,) float64.
        source: the CUDA C++ of the program's ops, or of those alone that may run in many blocks.
        programs: the same, compiled when first used.
    """

    def __init__(
        self,
        device: Device,
        program: Program,
        dtype: np.dtype[Any],
        learned: int,
        state_at: int,
        *,
        wide_only: bool,
    ) -> None:
        self._device = device
        self._program = program
        self._dtype = dtype
        sizes = program.sizes
        self.learned = device.zeros(learned, dtype)
        self.gradients = device.zeros(sizes[Buffer.GRADIENTS], dtype)
        self.workspace = device.zeros(sizes[Buffer.WORKSPACE], dtype)
        self.control = device.zeros(sizes[Buffer.CONTROL], np.dtype(np.float64))
        self._flat = {
            Buffer.PARAMETERS: self.learned[: sizes[Buffer.PARAMETERS]],
            Buffer.STATE: self.learned[state_at:],
            Buffer.GRADIENTS: self.gradients,
            Buffer.WORKSPACE: self.workspace,
            Buffer.CONTROL: self.control,
        }
        self.source: Source = _source_of(tuple(sorted(kernels_of(program))), dtype)
        if wide_only:
            # A compiler takes seconds over loops of products that nobody would run.
            self.source = _source_of(tuple(sorted(self.source.wide)), dtype)
        self.programs: Programs = device.compiled(self.source.text)
        self._tables: dict[int, Table] = {}

    def view(self, operand: Operand, rows: int = 0) -> DeviceArray:
        """The array that lies at `operand`, for a batch of `rows`."""
        shape = operand.full_shape(rows)
        flat = self._flat[operand.buffer]
        return flat[operand.offset : operand.offset + prod(shape)].reshape(shape)

    def table(self, rows: int) -> Table:
        """The instructions bound to a batch of `rows`."""
        if rows not in self._tables:
            if len(self._tables) >= KEPT:
                self._tables.clear()
            bases = {
                buffer: self._device.address(flat) if flat.size else 0
                for buffer, flat in self._flat.items()
            }
            numbers = self.source.numbers
            words = bind(
                self._program, rows, lambda op: numbers.get(op, -1), bases, self._dtype.itemsize
            )
            self._tables[rows] = Table(self._device, words)
        return self._tables[rows]


class Table:
    """A bound table on the device.

    Attributes:
        address: where it begins.
        width: words a row.
    """

    def __init__(self, device: Device, words: Words) -> None:
        self._words = sent(device, words)
        self.address = device.address(self._words)
        self.width = int(words.shape[1])

    def row(self, number: int) -> int:
        """Where an instruction's row begins."""
        return self.address + 8 * self.width * number
