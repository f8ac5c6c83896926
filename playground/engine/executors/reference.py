"""The executor that is read first: NumPy, one op at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import DTypeLike

from playground.engine.executors.host import HostExecutor
from playground.engine.ops import OPS
from playground.engine.program import Instruction, Program

_KEPT = 16  # numbers of rows for which the calls are kept


class ReferenceExecutor(HostExecutor):
    """Runs a program op by op, in NumPy.

    A run allocates no arrays: all views are made once for each number of rows.
    """

    name = "numpy"

    def __init__(self, program: Program, dtype: DTypeLike = np.float32) -> None:
        super().__init__(program, dtype)
        self._calls: dict[int, list[Callable[[], None]]] = {}

    def execute(self, first: int, last: int, count: int) -> None:
        with np.errstate(all="ignore"):
            for call in self.calls(count)[first:last]:
                call()

    def calls(self, count: int) -> list[Callable[[], None]]:
        """Every instruction, bound to a batch of `count` rows."""
        if count not in self._calls:
            self.rows(count)  # refuses what the program has no room for
            if len(self._calls) >= _KEPT:
                self._calls.clear()
            self._calls[count] = [
                self.call(instruction, count) for instruction in self.program.instructions
            ]
        return self._calls[count]

    def call(self, instruction: Instruction, count: int) -> Callable[[], None]:
        """One instruction, bound to a batch of `count` rows."""
        arrays = [
            self.view(operand, count) for operand in (*instruction.inputs, *instruction.scratch)
        ]
        output = self.view(instruction.output, count)
        return partial(OPS[instruction.op].compute, np, output, *arrays, **instruction.attributes)
