"""What every executor on the CPU has: the buffers, and eyes for what is not finite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, prod
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from playground.engine.graph import LEARNING_RATE, SEED, STEP, Phase
from playground.engine.program import ALIGNMENT, Buffer, Operand, Program

Array = NDArray[Any]
_CACHE_LINE = 64


class DeviceLost(Exception):
    """A GPU can't go on with a run: in words, why. The executor's arrays are as before the call,
    or as after some of its steps, which control has counted.

    Attributes:
        full: whether it has only run out of memory, so that something smaller may still run there.
    """

    def __init__(self, message: str, *, full: bool = False) -> None:
        super().__init__(message)
        self.full = full


@dataclass(frozen=True)
class Outcome:
    """What became of some training steps.

    Attributes:
        steps: how many were taken whole.
        loss: of the last one's batch, before its update; NaN if none was taken.
        diverged: the scope (the id of a layer, or "" for nobody's) of the first number that was not
            finite, or None when all were. The step that met it has changed nothing.
    """

    steps: int
    loss: float
    diverged: str | None = None


@dataclass(frozen=True)
class Rows:
    """A program's inputs and outputs for a number of rows: views on the workspace, by name."""

    inputs: Mapping[str, Array]
    outputs: Mapping[str, Array]


class HostExecutor:
    """Buffers in main memory. They are plain arrays and may be read and written between runs.

    Attributes:
        program: what it runs.
        dtype: float32 or float64.
        parameters, gradients, state, workspace: the flat buffers.
        control: (3,) float64: step, learning rate, seed.
    """

    name: str

    def __init__(self, program: Program, dtype: DTypeLike = np.float32) -> None:
        self.program = program
        self.dtype = np.dtype(dtype)
        sizes = program.sizes
        n_parameters, n_states = sizes[Buffer.PARAMETERS], sizes[Buffer.STATE]
        # Parameters and state are one array, so that a step is kept back and checked at one go.
        state_at = -(-n_parameters // ALIGNMENT) * ALIGNMENT
        self._learned = aligned(state_at + n_states, self.dtype)
        self.parameters = self._learned[:n_parameters]
        self.state = self._learned[state_at:]
        self.gradients = aligned(sizes[Buffer.GRADIENTS], self.dtype)
        self.workspace = aligned(sizes[Buffer.WORKSPACE], self.dtype)
        self.control = np.zeros(sizes[Buffer.CONTROL])
        self._before = aligned(self._learned.size, self.dtype)
        self._zeros = aligned(self._learned.size, self.dtype)
        self._rows: dict[int, Rows] = {}
        phases = [instruction.phase for instruction in program.instructions]
        self._n_compute = sum(phase is not Phase.UPDATE for phase in phases)

    def set_control(
        self,
        *,
        step: int | None = None,
        learning_rate: float | None = None,
        seed: int | None = None,
    ) -> None:
        """Change what a run goes by: the next step's number, the rate, the seed of its draws."""
        for index, number in ((STEP, step), (LEARNING_RATE, learning_rate), (SEED, seed)):
            if number is not None:
                self.control[index] = number

    @property
    def step(self) -> int:
        """How many steps were taken."""
        return int(self.control[STEP])

    def view(self, operand: Operand, rows: int = 0) -> Array:
        """The array that lies at `operand`, for a batch of `rows`; writing to it writes there."""
        shape = operand.full_shape(rows)
        buffer: Array = getattr(self, operand.buffer.value)
        return buffer[operand.offset : operand.offset + prod(shape)].reshape(shape)

    def rows(self, count: int) -> Rows:
        """Inputs and outputs for `count` rows, at most `program.batch`."""
        if count not in self._rows:
            if not 0 < count <= self.program.batch:
                raise ValueError(f"this program takes 1 to {self.program.batch} rows, not {count}")
            program = self.program
            self._rows[count] = Rows(
                {name: self.view(place, count) for name, place in program.inputs.items()},
                {name: self.view(place, count) for name, place in program.outputs.items()},
            )
        return self._rows[count]

    # Running

    def execute(self, first: int, last: int, count: int) -> None:
        """Run the instructions from number `first` up to `last`, on `count` rows."""
        raise NotImplementedError

    def run(self, **inputs: Array) -> Mapping[str, Array]:
        """Compute everything but the update, on a batch given by input name, each (N, …).

        Returns:
            Views on the outputs; the next run overwrites them.
        """
        count = len(next(iter(inputs.values())))
        rows = self.rows(count)
        with np.errstate(all="ignore"):
            for name, array in inputs.items():
                np.copyto(rows.inputs[name], array, casting="same_kind")
        self.execute(0, self._n_compute, count)
        return rows.outputs

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
        """Take at most `steps` optimizer steps, on batches of `order` from place `start` on.

        Args:
            data: one array (samples, …) an input of the program, in its order, C-contiguous and of
                this executor's dtype.
            order: (M,) row numbers, the orders of one or more epochs one after another. The last
                batch of an epoch may be smaller.
            start: where in `order` the first batch begins.
            batch: rows a step.
            steps: how many steps at most; the end of `order` ends it too.
            rates: (steps,) the learning rate of each; left out, it is control's.
            epoch: rows an epoch; left out, all of `order` is one.
        """
        loss = float("nan")
        taken = 0
        epoch = epoch or len(order)
        while taken < steps and start < len(order):
            if rates is not None:
                self.control[LEARNING_RATE] = rates[taken]
            end = (start // epoch + 1) * epoch
            chosen = order[start : min(start + batch, end)]
            rows = self.rows(len(chosen))
            for target, source in zip(rows.inputs.values(), data, strict=True):
                source.take(chosen, 0, target, "clip")
            self.execute(0, self._n_compute, len(chosen))
            new_loss = float(rows.outputs["loss"])
            if not isfinite(new_loss) or not self._all_finite(self.gradients):
                return Outcome(taken, loss, self._first_not_finite(len(chosen)))
            np.copyto(self._before, self._learned)
            self.execute(self._n_compute, len(self.program.instructions), len(chosen))
            if not self._all_finite(self._learned):
                scope = self._parameter_not_finite()
                np.copyto(self._learned, self._before)
                return Outcome(taken, loss, scope)
            loss = new_loss
            self.control[STEP] += 1.0
            taken += 1
            start += len(chosen)
        return Outcome(taken, loss)

    # Looking for what is not finite

    def _all_finite(self, flat: Array) -> bool:
        # 0 · x is 0 for every finite x and NaN for the others: one product tells of them all.
        with np.errstate(invalid="ignore"):
            return float(np.dot(flat, self._zeros[: flat.size])) == 0.0

    def _first_not_finite(self, count: int) -> str:
        """Run the same batch again, stopping at the first instruction that is to blame."""
        for instruction in self.program.instructions[: self._n_compute]:
            self.execute(instruction.number, instruction.number + 1, count)
            if not np.isfinite(self.view(instruction.output, count)).all():
                return instruction.scope
        return ""

    def _parameter_not_finite(self) -> str:
        states = self.state.reshape(self.program.states, self.parameters.size)
        for name, place in self.program.parameters.items():
            part = slice(place.offset, place.offset + prod(place.shape))
            if not all(np.isfinite(flat[part]).all() for flat in (self.parameters, *states)):
                return name.rpartition(".")[0]
        return ""


def aligned(size: int, dtype: np.dtype[Any]) -> Array:
    """(size,) zeros that begin on a cache line."""
    raw = np.zeros(size * dtype.itemsize + _CACHE_LINE, np.uint8)
    skip = -raw.ctypes.data % _CACHE_LINE
    return raw[skip : skip + size * dtype.itemsize].view(dtype)
