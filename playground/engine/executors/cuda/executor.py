"""The executor that runs a program on a GPU."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from time import perf_counter
from typing import Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

from playground.engine.executors.batches import bounds_of
from playground.engine.executors.cuda.buffers import Buffers
from playground.engine.executors.cuda.device import Device, open_device
from playground.engine.executors.cuda.eager import Eager
from playground.engine.executors.cuda.feed import Feed, Feeder
from playground.engine.executors.cuda.persistent import Persistent, is_small
from playground.engine.executors.host import Array, HostExecutor, Outcome
from playground.engine.executors.remembered import recall, remember, signature_of
from playground.engine.graph import LEARNING_RATE, STEP
from playground.engine.program import Program

# How each device by its name makes products of float32 numbers.
PRECISIONS = {"cuda": "float32", "cuda-tf32": "tf32", "cuda-bfloat16": "bfloat16"}
# What a way of taking steps is timed on.
TRIAL_STEPS = 16


class Way(Protocol):
    """A way to take steps on a device."""

    def take(self, feed: Feed, steps: int) -> Outcome:
        """Take steps, or fewer if a loss is not finite; of its outcome `diverged` says nothing."""


class CudaExecutor(HostExecutor):
    """Runs a program on a GPU. Its own arrays are what counts between two calls.

    A call takes what was learned to the device, and brings it back when all is done and finite;
    training data stay there. If something is not finite, the steps before it are found and taken
    again, so that the run stands where it would on any executor. If the device is lost in the
    midst, nothing has changed.

    There are two ways to take steps, `eager` and `persistent`; at the first steps both are timed,
    if both can be had, and the faster is remembered.

    Args:
        program, dtype: as for any executor.
        name: one of `PRECISIONS`, which are devices.
        device: the GPU; else the one there is.
        way: "eager" or "persistent", to time nothing.

    Raises:
        DeviceLost: the device has no room, or is not there; so do all methods that run something.
    """

    def __init__(
        self,
        program: Program,
        dtype: DTypeLike = np.float32,
        *,
        name: str = "cuda",
        device: Device | None = None,
        way: str | None = None,
    ) -> None:
        super().__init__(program, dtype)
        self.name = name
        self._device = device if device is not None else open_device(PRECISIONS[name])
        with self._at_work():
            state_at = self._learned.size - self.state.size
            small = is_small(program)
            self._buffers = Buffers(
                self._device,
                program,
                self.dtype,
                self._learned.size,
                state_at,
                wide_only=not small,
            )
            self._stage = self._device.stage(self._learned.size, self.dtype)
            self._feeder = Feeder(self._device, self.dtype)
            self._eager = Eager(self._device, program, self._buffers)
            self._ways: dict[str, Way] = {"eager": self._eager}
            if small and all(i.op in self._buffers.source.numbers for i in program.instructions):
                self._ways["persistent"] = Persistent(self._device, program, self._buffers)
        self._way = way

    def _at_work(self) -> AbstractContextManager[None]:
        return self._device.at_work()

    # Running

    def execute(self, first: int, last: int, count: int) -> None:
        self.rows(count)  # refuses what the program has no room for
        on_device = self._buffers
        pairs = (
            (self._learned, on_device.learned),
            (self.gradients, on_device.gradients),
            (self.workspace, on_device.workspace),
        )
        with self._at_work():
            for host, device in pairs:
                self._device.put(device, host)
            self._eager.set_control(self.control)
            self._eager.run(first, last, count)
            for host, device in pairs:
                self._device.fetch(host, device)

    def run(self, **inputs: Array) -> Mapping[str, Array]:
        count = len(next(iter(inputs.values())))
        rows = self.rows(count)
        program, on_device = self.program, self._buffers
        with np.errstate(all="ignore"):
            for name, array in inputs.items():
                np.copyto(rows.inputs[name], array, casting="same_kind")
        with self._at_work():
            self._upload()
            self._eager.set_control(self.control)
            for name in inputs:
                target = on_device.view(program.inputs[name], count)
                self._device.put(target, rows.inputs[name])
            self._eager.run(0, self._n_compute, count)
            for name, place in program.outputs.items():
                self._device.fetch(rows.outputs[name], on_device.view(place, count))
            self._device.fetch(self.gradients, on_device.gradients)
        return rows.outputs

    # Training

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
        bounds = _of_two_sizes(bounds_of(len(order), start, batch, steps, epoch))
        wanted = len(bounds) - 1
        with self._at_work():
            feed = self._feeder.feed(data, order, bounds, rates, self.control)
            self._way = self._way or self._fastest(feed, wanted)
            done = self._take(feed, wanted)
        if done.steps == wanted:
            return done
        # Something in the next step or two is not finite: from here on each is looked at.
        after = int(bounds[done.steps])
        left = None if rates is None else rates[done.steps :]
        rest = super().train(data, order, after, batch, wanted - done.steps, left, epoch)
        loss = rest.loss if rest.steps else done.loss
        return Outcome(done.steps + rest.steps, loss, rest.diverged)

    def _take(self, feed: Feed, wanted: int) -> Outcome:
        """Take as many steps as stay finite, or some fewer, and bring back what was learned."""
        steps = wanted
        while steps > 0:
            found = self._attempt(feed, steps)
            if found.steps == steps and self._is_finite():
                self._accept(feed, steps)
                return found
            steps = found.steps - 1 if found.steps < steps else steps // 2
        return Outcome(0, float("nan"))

    def _attempt(self, feed: Feed, steps: int) -> Outcome:
        self._upload()
        return self._ways[self._way or "eager"].take(feed, steps)

    def _is_finite(self) -> bool:
        return bool(self._device.xp.isfinite(self._buffers.learned).all())

    def _accept(self, feed: Feed, steps: int) -> None:
        self._device.fetch(self._stage, self._buffers.learned)
        # Nothing can fail from here on.
        np.copyto(self._learned, self._stage)
        self.control[STEP] += steps
        if feed.rates is not None:
            self.control[LEARNING_RATE] = feed.rates[steps - 1]

    def _upload(self) -> None:
        np.copyto(self._stage, self._learned)
        self._device.put(self._buffers.learned, self._stage)

    # The faster of two ways

    def _fastest(self, feed: Feed, wanted: int) -> str:
        """The way that takes less time for a few steps, or did when last timed; nothing changes."""
        if len(self._ways) == 1:
            return next(iter(self._ways))
        question = f"way {signature_of(self.program, self.dtype, self._device.name)}"
        answer = recall(question)
        if answer not in self._ways:
            steps = min(wanted, TRIAL_STEPS)
            seconds = {way: self._timed(way, feed, steps) for way in self._ways}
            answer = min(seconds, key=lambda way: seconds[way])
            remember(question, answer)
        return answer

    def _timed(self, way: str, feed: Feed, steps: int) -> float:
        self._way = way
        self._attempt(feed, steps)  # compiles what is to be compiled
        self._device.wait()
        begin = perf_counter()
        self._attempt(feed, steps)
        self._device.wait()
        return perf_counter() - begin


def _of_two_sizes(bounds: NDArray[np.int64]) -> NDArray[np.int64]:
    """As many batches as have two sizes at most: there are more where a run begins off the beat."""
    sizes = np.diff(bounds)
    first = sizes[0]
    others = sizes[sizes != first]
    if len(others):
        odd = np.flatnonzero((sizes != first) & (sizes != others[0]))
        if len(odd):
            return bounds[: odd[0] + 1]
    return bounds
