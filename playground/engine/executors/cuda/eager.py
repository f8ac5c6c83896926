"""Steps on a device, one launch or more an instruction: for networks that keep a GPU busy so.

An op whose threads need not wait for one another is one launch of its kernel. Products, sums and
the rest are left to their array code, in CuPy.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import prod
from typing import Any

import numpy as np

from playground.engine.executors.cuda.buffers import KEPT, Buffers
from playground.engine.executors.cuda.device import Device
from playground.engine.executors.cuda.feed import Feed, sent
from playground.engine.executors.host import Outcome
from playground.engine.graph import LEARNING_RATE, STEP, Phase
from playground.engine.ops import OPS
from playground.engine.program import Buffer, Instruction, Program

_THREADS = 256
_MOST_BLOCKS = 4096


class Eager:
    """Runs a program's instructions one by one."""

    def __init__(self, device: Device, program: Program, buffers: Buffers) -> None:
        self._device = device
        self._program = program
        self._buffers = buffers
        self._calls: dict[int, list[Callable[[], None]]] = {}
        self._n_compute = sum(each.phase is not Phase.UPDATE for each in program.instructions)
        # Array code reads its settings on the host.
        self._control = np.zeros(program.sizes[Buffer.CONTROL])

    def set_control(self, control: np.ndarray[Any, np.dtype[np.float64]]) -> None:
        """Step, learning rate and seed of what is run next."""
        self._control[:] = control
        self._device.put(self._buffers.control, self._control)

    def take(self, feed: Feed, steps: int) -> Outcome:
        """Take steps; what they come to is known when the last is done."""
        controls = _controls(feed, steps)
        on_device = sent(self._device, controls).reshape(controls.shape)
        loss = self._buffers.view(self._program.outputs["loss"])
        losses = self._device.zeros(steps, loss.dtype)
        for step in range(steps):
            self._control[:] = controls[step]
            self._device.xp.copyto(self._buffers.control, on_device[step])
            rows = feed.rows(step)
            self._gather(feed, int(feed.bounds[step]), rows)
            self.run(0, self._n_compute, rows)
            self._device.xp.copyto(losses[step : step + 1], loss)
            self.run(self._n_compute, len(self._program.instructions), rows)
        found = np.zeros(steps, losses.dtype)
        self._device.fetch(found, losses)
        finite = np.isfinite(found)
        taken = steps if finite.all() else int(finite.argmin())
        return Outcome(taken, float(found[taken - 1]) if taken else float("nan"))

    def _gather(self, feed: Feed, start: int, rows: int) -> None:
        chosen = feed.order[start : start + rows]
        for place, source in zip(self._program.inputs.values(), feed.data, strict=True):
            self._device.xp.take(source, chosen, 0, self._buffers.view(place, rows))

    def run(self, first: int, last: int, rows: int) -> None:
        """The instructions from number `first` up to `last`, on `rows` rows."""
        with np.errstate(all="ignore"):
            for call in self._bound(rows)[first:last]:
                call()

    def _bound(self, rows: int) -> list[Callable[[], None]]:
        if rows not in self._calls:
            if len(self._calls) >= KEPT:
                self._calls.clear()
            instructions = self._program.instructions
            self._calls[rows] = [self._call(instruction, rows) for instruction in instructions]
        return self._calls[rows]

    def _call(self, instruction: Instruction, rows: int) -> Callable[[], None]:
        """One instruction, bound to a batch of `rows`."""
        if instruction.op in self._buffers.source.wide:
            return self._launch(instruction, rows)
        places = (*instruction.inputs, *instruction.scratch)
        arrays = [
            self._control if place.buffer is Buffer.CONTROL else self._buffers.view(place, rows)
            for place in places
        ]
        output = self._buffers.view(instruction.output, rows)
        compute = OPS[instruction.op].compute
        return partial(compute, self._device.xp, output, *arrays, **instruction.attributes)

    def _launch(self, instruction: Instruction, rows: int) -> Callable[[], None]:
        wide = self._buffers.programs.get_function("wide")
        row = self._buffers.table(rows).row(instruction.number)
        places = (instruction.output, *instruction.inputs)
        work = max(prod(place.full_shape(rows)) for place in places)
        blocks = min(-(-max(work, 1) // _THREADS), _MOST_BLOCKS)
        return partial(wide, (blocks,), (_THREADS,), (np.uint64(row),))


def _controls(feed: Feed, steps: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """(steps, 3): what control is at each step."""
    controls = np.tile(feed.control, (steps, 1))
    controls[:, STEP] += np.arange(steps)
    if feed.rates is not None:
        controls[:, LEARNING_RATE] = feed.rates[:steps]
    return controls
