"""Whether the GPU runs a program faster than the CPU: found out while the CPU runs it.

The GPU is tried, and its kernels are compiled, in the background. Then, between two calls, both
take a few steps of this very run, and everything is put back as it was. The answer is remembered.
"""

from __future__ import annotations

import os
import platform
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from playground.engine.executors import Executor, create_executor, is_settled
from playground.engine.executors.host import DeviceLost
from playground.engine.executors.probe import PROBE
from playground.engine.executors.remembered import recall, remember, signature_of
from playground.errors import UserError

Array = NDArray[Any]
GPU, CPU = "cuda", "cpu"
# How long each of the two is timed, but for a step that takes longer.
TIMED_S = 0.03
_BUFFERS = ("parameters", "gradients", "state", "control")


class Exercise(Protocol):
    """What a program is timed on."""

    def take(self, executor: Executor, steps: int) -> int:
        """Do so many steps; how many there were to do."""


@dataclass(frozen=True)
class Steps:
    """Training steps, as `Executor.train` takes them."""

    data: Sequence[Array]
    order: NDArray[np.int64]
    batch: int
    epoch: int | None

    def take(self, executor: Executor, steps: int) -> int:
        return executor.train(self.data, self.order, 0, self.batch, steps, None, self.epoch).steps


@dataclass(frozen=True)
class Runs:
    """Runs on one batch."""

    inputs: Mapping[str, Array]

    def take(self, executor: Executor, steps: int) -> int:
        for _ in range(steps):
            executor.run(**self.inputs)
        return steps


def copy_state(source: Executor, target: Executor) -> None:
    """Let one executor stand where another does."""
    for name in _BUFFERS:
        getattr(target, name)[:] = getattr(source, name)


@contextmanager
def unchanged(executor: Executor) -> Iterator[None]:
    """Whatever is done inside, afterwards everything is as before."""
    kept = [getattr(executor, name).copy() for name in _BUFFERS]
    try:
        yield
    finally:
        for name, array in zip(_BUFFERS, kept, strict=True):
            getattr(executor, name)[:] = array


def seconds_a_step(executor: Executor, exercise: Exercise) -> float | None:
    """The shortest time a step has taken, in longer and longer calls; None if none could be taken.

    Nothing is changed.
    """
    best: float | None = None
    steps, spent = 1, 0.0
    with unchanged(executor):
        while spent < TIMED_S:
            begin = perf_counter()
            taken = exercise.take(executor, steps)
            seconds = perf_counter() - begin
            if not taken:
                break
            spent += seconds
            best = seconds / taken if best is None else min(best, seconds / taken)
            if taken == steps:
                steps *= 4
    return best


class Challenge:
    """The GPU against the CPU, over one program."""

    def __init__(self) -> None:
        self.is_over = False
        self._background: threading.Thread | None = None
        self._gpu: Executor | None = None
        self._question = ""

    def winner(self, cpu: Executor, exercise: Exercise) -> Executor | None:
        """The GPU's executor, standing where the CPU's does, once it is known to be the faster.

        To be asked now and then between two calls, until `is_over`.
        """
        if self._background is None:
            if is_settled(cpu):
                self._begin(cpu, exercise)
            return None
        if self._background.is_alive():
            return None
        self.is_over = True
        gpu, self._gpu = self._gpu, None
        if gpu is None:
            return None
        try:
            copy_state(cpu, gpu)
            return gpu if self._gpu_is_faster(cpu, gpu, exercise) else None
        except DeviceLost as lost:
            _give_up(lost)
            return None

    def _begin(self, cpu: Executor, exercise: Exercise) -> None:
        kept = {name: getattr(cpu, name).copy() for name in _BUFFERS}
        self._background = threading.Thread(
            target=self._prepare,
            args=(cpu, kept, exercise),
            name="GPU challenge",
            daemon=True,
        )
        self._background.start()

    def _prepare(self, cpu: Executor, kept: Mapping[str, Array], exercise: Exercise) -> None:
        """Try the GPU, and have everything compiled that a step needs."""
        answer = PROBE.ask()
        if not answer.works:
            return
        machine = f"{answer.words}|{platform.machine()}|{os.cpu_count()}"
        self._question = f"device {signature_of(cpu.program, cpu.dtype, machine)}"
        if recall(self._question) == CPU:
            return
        try:
            gpu = create_executor(GPU, cpu.program, cpu.dtype)
            for name, array in kept.items():
                getattr(gpu, name)[:] = array
            exercise.take(gpu, 1)
        except DeviceLost as lost:
            _give_up(lost)
        except UserError:
            return  # somebody else has lost it meanwhile, and has said so
        else:
            self._gpu = gpu

    def _gpu_is_faster(self, cpu: Executor, gpu: Executor, exercise: Exercise) -> bool:
        answer = recall(self._question)
        if answer not in (GPU, CPU):
            there, here = (seconds_a_step(each, exercise) for each in (gpu, cpu))
            if there is None or here is None:
                return False  # nothing to be timed on; asked again next time
            answer = GPU if there < here else CPU
            remember(self._question, answer)
        return answer == GPU


def _give_up(lost: DeviceLost) -> None:
    """A device that is gone is gone for all; one that is full may have room for others."""
    if not lost.full:
        PROBE.lost(str(lost))
