"""A program at work on a device, moving to another executor where that is better or needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from playground.engine.executors import (
    Executor,
    Outcome,
    create_executor,
    is_settled,
    overtaken,
)
from playground.engine.executors.batches import bounds_of
from playground.engine.executors.challenge import Challenge, Exercise, Runs, Steps, copy_state
from playground.engine.executors.host import DeviceLost
from playground.engine.executors.probe import PROBE, seems_present
from playground.engine.program import Program

Array = NDArray[Any]
# How often, at most, it is looked whether something faster is ready.
LOOK_EVERY_S = 0.25


class Runner:
    """Runs a program on whatever is best for a device now.

    Compiled kernels may not be there yet when a run begins: the reference executor takes the first
    steps, and hands over between two calls with every buffer as it is. On "auto" a GPU may take
    over in the same manner, when it has proved to be faster. A GPU that is lost in the midst of a
    call hands back to the CPU, which takes the steps that are missing.

    Attributes:
        device: as asked for.
        program: what is run.
        dtype: float32 or float64.
        notice: what has happened to the device, in words, or "".
    """

    def __init__(self, device: str, program: Program, dtype: DTypeLike) -> None:
        self.device = device
        self.program = program
        self.dtype = np.dtype(dtype)
        self.notice = ""
        try:
            self._executor: Executor = create_executor(device, program, dtype)
        except DeviceLost as lost:
            self._executor = self._in_its_place(lost)
        self._challenge = Challenge() if device == "auto" and seems_present() else None
        self._looked = monotonic()

    @property
    def name(self) -> str:
        """The executor in force."""
        return self._executor.name

    @property
    def preparing(self) -> bool:
        """Whether something faster on the CPU is being compiled, to be moved to."""
        return self.device != "numpy" and not is_settled(self._executor)

    @property
    def parameters(self) -> Array:
        """The flat parameter buffer; as the next three, a plain array to be read and written."""
        return self._executor.parameters

    @property
    def gradients(self) -> Array:
        """The flat gradient buffer, laid out as the parameters are."""
        return self._executor.gradients

    @property
    def state(self) -> Array:
        """The optimizer's memory."""
        return self._executor.state

    @property
    def control(self) -> Array:
        """(3,) float64: step, learning rate, seed."""
        return self._executor.control

    @property
    def step(self) -> int:
        """How many steps were taken."""
        return self._executor.step

    def set_control(self, **numbers: float) -> None:
        """See `HostExecutor.set_control`."""
        self._executor.set_control(**numbers)  # type: ignore[arg-type]

    def take_over(self, other: Runner) -> None:
        """Go on from another run of a program with the same parameters and memory."""
        copy_state(other._executor, self._executor)

    def run(self, **inputs: Array) -> Mapping[str, Array]:
        """See `HostExecutor.run`."""
        self._move_over(Runs(inputs))
        try:
            return self._executor.run(**inputs)
        except DeviceLost as lost:
            self._fall_back(lost)
            return self._executor.run(**inputs)

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
        """See `HostExecutor.train`."""
        self._move_over(Steps(data, order, batch, epoch))
        before = self._executor.step
        try:
            return self._executor.train(data, order, start, batch, steps, rates, epoch)
        except DeviceLost as lost:
            taken = self._executor.step - before
            self._fall_back(lost)
        left = None if rates is None else rates[taken:]
        after = int(bounds_of(len(order), start, batch, taken, epoch)[-1])
        rest = self._executor.train(data, order, after, batch, steps - taken, left, epoch)
        return Outcome(taken + rest.steps, rest.loss, rest.diverged)

    def _move_over(self, exercise: Exercise) -> None:
        now = monotonic()
        if now - self._looked < LOOK_EVERY_S:
            return
        self._looked = now
        if overtaken(self._executor, self.device):
            self._go_on_with(create_executor("cpu", self.program, self.dtype))
        elif self._challenge is not None:
            winner = self._challenge.winner(self._executor, exercise)
            if self._challenge.is_over:
                self._challenge = None
            if winner is not None:
                self._executor = winner

    def _go_on_with(self, other: Executor) -> None:
        copy_state(self._executor, other)
        self._executor = other

    def _fall_back(self, lost: DeviceLost) -> None:
        """Go on on the CPU, from where the arrays on the host stand."""
        self._go_on_with(self._in_its_place(lost))

    def _in_its_place(self, lost: DeviceLost) -> Executor:
        if not lost.full:
            PROBE.lost(str(lost))
        self.notice = f"{lost}. The run goes on on the CPU, with no step lost."
        return create_executor("cpu", self.program, self.dtype)
