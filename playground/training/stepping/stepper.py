"""One training step, instruction by instruction, forwards and backwards."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.graph import LEARNING_RATE, Phase
from playground.engine.program import Buffer, Instruction, Operand
from playground.network.compiler import LOSS
from playground.training.room import refuse_what_has_no_room
from playground.training.stepping.breakpoints import Breakpoints
from playground.training.stepping.origins import Origins, written_by
from playground.training.stepping.upcoming import Upcoming, compiled_step

Array = NDArray[Any]
# What going back needs is kept up to so much; beyond, the step is run anew from its beginning.
MOST_BYTES = 256_000_000


@dataclass(frozen=True, eq=False)
class _Undo:
    """What one instruction has written over."""

    before: tuple[tuple[Operand, Array], ...]

    @property
    def n_bytes(self) -> int:
        return sum(array.nbytes for _, array in self.before)


class Stepper:
    """The next training step, run on the reference executor as far as is wanted.

    After its last instruction the parameters and the optimizer's memory are, to the last bit, what
    the step gives on that executor; on others within rounding.

    For one thread.

    Attributes:
        step: which step it is. executor: its buffers. origins: where operands come from.
        position: how many instructions have run; the current one is the last of them.

    Args:
        step: the batch, the rate, and the run before it.
        most_bytes: how much may be kept for going back.

    Raises:
        UserError: the network has errors, or there is no room for it twice.
    """

    def __init__(
        self, step: Upcoming, dtype: DTypeLike = np.float32, most_bytes: int = MOST_BYTES
    ) -> None:
        self.program = compiled_step(step.moment.stage).program
        refuse_what_has_no_room(self.program, np.dtype(dtype).itemsize)
        self.executor = ReferenceExecutor(self.program, dtype)
        self.origins = Origins(self.program)
        self.rows = len(step.rows)
        self._calls = self.executor.calls(self.rows)
        self._most_bytes = most_bytes
        self.begin(step)

    def begin(self, step: Upcoming) -> None:
        """Be before the first instruction of another step of the same stage."""
        self.step = step
        if len(step.rows) != self.rows:
            self.rows = len(step.rows)
            self._calls = self.executor.calls(self.rows)
        self._begin()

    def _begin(self) -> None:
        moment, executor = self.step.moment, self.executor
        executor.workspace.fill(0)
        executor.gradients.fill(0)
        executor.parameters[:] = moment.parameters
        executor.state[:] = moment.optimizer
        executor.control[:] = moment.control
        executor.control[LEARNING_RATE] = self.step.rate
        with np.errstate(all="ignore"):
            for name, target in executor.rows(self.rows).inputs.items():
                np.copyto(target, self.step.inputs[name], casting="same_kind")
        self.position = 0
        self._undo: deque[_Undo] = deque()
        self._n_bytes = 0

    # Where it is

    @property
    def instructions(self) -> tuple[Instruction, ...]:
        """All of the step."""
        return self.program.instructions

    @property
    def current(self) -> Instruction | None:
        """The instruction that has just run; None before the first."""
        return self.instructions[self.position - 1] if self.position else None

    @property
    def finished(self) -> bool:
        """Whether the whole step is taken."""
        return self.position == len(self.instructions)

    @property
    def remembered(self) -> int:
        """How many instructions can be gone back without running anew."""
        return len(self._undo)

    @property
    def refusal(self) -> str:
        """Why the run itself would not take this step, as far as it is known by now, or "".

        A run looks at the loss and the gradients before its update, and at everything learned
        after it, and takes no step that has met a number that is not finite.
        """
        phase = self.current.phase if self.current is not None else Phase.FORWARD
        computed = phase is Phase.UPDATE or self._at_end_of(Phase.BACKWARD)
        if computed and not np.isfinite(self.executor.gradients).all():
            return "A gradient is not finite: the run would stop here and leave its weights."
        if phase is not Phase.FORWARD and not np.isfinite(self.loss):
            return "The loss is not finite: the run would stop here and leave its weights."
        if self.finished and not np.isfinite(self.executor.parameters).all():
            return "A weight is no longer finite: the run would take this step back."
        return ""

    @property
    def loss(self) -> float:
        """Of the batch, without penalties; NaN until it is computed."""
        place = self.program.outputs[LOSS]
        writer = next(n for n, each in enumerate(self.instructions) if each.output == place)
        return float(self.executor.view(place)) if self.position > writer else float("nan")

    def array(self, operand: Operand) -> Array:
        """What lies at a place now, a view; not to be written to."""
        return self.executor.view(operand, self.rows)

    def before(self, operand: Operand) -> Array:
        """What lay at a place before the current instruction: as now, if it was not written to."""
        if self._undo:
            for place, array in self._undo[-1].before:
                if place == operand:
                    return array
        return self.array(operand)

    def _at_end_of(self, phase: Phase) -> bool:
        done, left = self.instructions[: self.position], self.instructions[self.position :]
        return bool(done) and done[-1].phase is phase and not (left and left[0].phase is phase)

    # Moving

    def forward(self) -> bool:
        """Run the next instruction; False where there is none."""
        if self.finished:
            return False
        instruction = self.instructions[self.position]
        undo = _Undo(
            tuple(
                (each, self.array(each).copy()) for each in dict.fromkeys(written_by(instruction))
            )
        )
        with np.errstate(all="ignore"):
            self._calls[self.position]()
        self.position += 1
        self._undo.append(undo)
        self._n_bytes += undo.n_bytes
        while self._n_bytes > self._most_bytes and len(self._undo) > 1:
            self._n_bytes -= self._undo.popleft().n_bytes
        return True

    def back(self) -> bool:
        """Be where it was before the current instruction, in every buffer; False at the start."""
        if not self.position:
            return False
        if not self._undo:
            self.go_to(self.position - 1)
            return True
        undo = self._undo.pop()
        self._n_bytes -= undo.n_bytes
        for operand, array in undo.before:
            np.copyto(self.array(operand), array)
        self.position -= 1
        return True

    def restart(self) -> None:
        """Be before the first instruction."""
        self._begin()

    def go_to(self, position: int) -> None:
        """Be where so many instructions have run."""
        if position < self.position - len(self._undo):
            self._begin()
        while self.position > position:
            self.back()
        while self.position < position:
            self.forward()

    def run(self, breakpoints: Breakpoints) -> str:
        """Go on to the next breakpoint, or to the end; why it has stopped, in words."""
        while self.forward():
            reason = self.reason(breakpoints)
            if reason:
                return reason
        return ""

    def scan(self, breakpoints: Breakpoints) -> str:
        """The same from the beginning, and faster: going back from there is running anew."""
        self._begin()
        with np.errstate(all="ignore"):
            for call in self._calls:
                call()
                self.position += 1
                reason = self.reason(breakpoints)
                if reason:
                    return reason
        return ""

    def reason(self, breakpoints: Breakpoints) -> str:
        """Why to stop at the current instruction, in words, or ""."""
        current = self.current
        if current is None:
            return ""
        before = self.instructions[self.position - 2] if self.position > 1 else None
        state = [each for each in current.inputs if each.buffer is Buffer.STATE]
        written = [self.array(each) for each in (current.output, *state)]
        return breakpoints.reason(current, before, written)

    # Where else one may want to be: positions, for `go_to`

    def after_next(self, key: Callable[[Instruction], object]) -> int:
        """Where the next instruction that differs in `key` from the one before it has run."""
        rest = self.instructions[max(self.position - 1, 0) :]
        if not self.position:
            return 1
        for one, other in pairwise(rest):
            if key(one) != key(other):
                return other.number + 1
        return len(self.instructions)

    def next_phase(self) -> int:
        """Where the next phase has begun, or the end."""
        return self.after_next(lambda each: each.phase)

    def next_layer(self) -> int:
        """Where the next layer, or phase, has begun, or the end."""
        return self.after_next(lambda each: (each.phase, each.scope))
