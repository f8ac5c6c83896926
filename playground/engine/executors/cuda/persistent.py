"""Steps on a device, many in one launch: for networks too small to keep a GPU busy otherwise.

One block of threads runs the whole table, step after step, and does its products itself (CuPy
refuses cuBLAS while a CUDA graph is captured, so that a graph would need the same kernels).
"""

from __future__ import annotations

from math import prod, sqrt

import numpy as np

from playground.engine.executors.cuda import source
from playground.engine.executors.cuda.buffers import Buffers
from playground.engine.executors.cuda.device import Device, DeviceArray
from playground.engine.executors.cuda.feed import Feed, sent
from playground.engine.executors.host import Outcome
from playground.engine.executors.native.table import Words
from playground.engine.graph import Phase
from playground.engine.program import Instruction, Program

# So many steps a launch at most: a GPU that draws a screen, too, must get a turn.
STEPS_A_LAUNCH = 128
# Multiplications a step above which one block has no chance against cuBLAS.
MOST_WORK = 2e7


class Persistent:
    """Takes a program's steps in one block of threads."""

    def __init__(self, device: Device, program: Program, buffers: Buffers) -> None:
        self._device = device
        self._program = program
        self._buffers = buffers
        self._n_compute = sum(each.phase is not Phase.UPDATE for each in program.instructions)
        self._progress = device.zeros(2, np.dtype(np.int64))
        self._last_loss = device.zeros(1, np.dtype(np.float64))

    def take(self, feed: Feed, steps: int) -> Outcome:
        """Take steps until they are done, or a loss is not finite.

        Raises:
            ValueError: the batches are of more than two sizes.
        """
        words, kept = self._frame(feed, steps)
        frame = sent(self._device, words)
        self._device.put(self._progress, np.zeros(2, np.int64))
        self._device.put(self._buffers.control, feed.control)
        launch = self._buffers.programs.get_function("steps")
        for _ in range(0, steps, STEPS_A_LAUNCH):
            launch((1,), (source.LANES,), (frame, np.int64(STEPS_A_LAUNCH)))
        progress, loss = np.zeros(2, np.int64), np.zeros(1)
        self._device.fetch(progress, self._progress)
        self._device.fetch(loss, self._last_loss)
        del kept
        taken = int(progress[0])
        return Outcome(taken, float(loss[0]) if taken else float("nan"))

    def _frame(self, feed: Feed, steps: int) -> tuple[Words, list[DeviceArray]]:
        """What the program is called with, and what must be held on to meanwhile."""
        address = self._device.address
        sizes = np.unique(np.diff(feed.bounds[: steps + 1]))
        if len(sizes) > 2:
            raise ValueError(f"batches of two sizes at most, not {len(sizes)}")
        whole, rest = (self._buffers.table(int(size)) for size in (sizes[-1], sizes[0]))
        inputs = [
            (address(data), address(self._buffers.view(place, 1)), prod(place.shape))
            for place, data in zip(self._program.inputs.values(), feed.data, strict=True)
        ]
        kept = [
            sent(self._device, np.array(inputs, np.int64)),
            sent(self._device, feed.bounds[: steps + 1]),
        ]
        if feed.rates is not None:
            kept.append(sent(self._device, np.asarray(feed.rates[:steps], np.float64)))
        words = np.zeros(source.FRAME_WORDS, np.int64)
        words[source.TABLE], words[source.REST_TABLE] = whole.address, rest.address
        words[source.WIDTH] = whole.width
        words[source.COMPUTE] = self._n_compute
        words[source.ALL] = len(self._program.instructions)
        words[source.CONTROL] = address(self._buffers.control)
        words[source.ORDER], words[source.BOUNDS] = address(feed.order), address(kept[1])
        words[source.ROWS], words[source.WANTED] = sizes[-1], steps
        words[source.RATES] = address(kept[2]) if feed.rates is not None else 0
        words[source.LOSS] = address(self._buffers.view(self._program.outputs["loss"]))
        words[source.INPUTS], words[source.INPUT_COUNT] = address(kept[0]), len(inputs)
        words[source.PROGRESS] = address(self._progress)
        words[source.LAST_LOSS] = address(self._last_loss)
        return words, kept


def is_small(program: Program) -> bool:
    """Whether one block of threads may be the faster."""
    return work_of(program) < MOST_WORK


def work_of(program: Program) -> float:
    """About how many multiplications a step takes."""
    return sum(_work(instruction, program.batch) for instruction in program.instructions)


def _work(instruction: Instruction, rows: int) -> float:
    """Of a product (n, k) · (k, m) it is n · k · m, the root of the three sizes' product.

    Of anything else it is more than that, which does no harm: what counts is that no large product
    is taken for a small one.
    """
    places = (instruction.output, *instruction.inputs)
    sizes = sorted((prod(place.full_shape(rows)) for place in places), reverse=True)
    if instruction.phase is Phase.UPDATE or len(sizes) < 3:
        return float(sizes[0])
    return sqrt(sizes[0]) * sqrt(sizes[1]) * sqrt(sizes[2])
