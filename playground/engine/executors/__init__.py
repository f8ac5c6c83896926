"""What runs a program, and the choice among them."""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from playground.engine.executors.host import DeviceLost, HostExecutor, Outcome
from playground.engine.executors.probe import PROBE
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.ops import OPS
from playground.engine.program import Program
from playground.errors import UserError
from playground.registry import did_you_mean

DEVICES = {
    "auto": "Whatever is fastest for this network",
    "cpu": "The fastest there is on the CPU",
    "numpy": "NumPy, one op at a time",
    "cuda": "The GPU",
    "cuda-tf32": "The GPU, products of numbers rounded to 10 bits, for speed with wide layers",
    "cuda-bfloat16": "The GPU, products of numbers rounded to 7 bits",
}
GPU_DEVICES = tuple(name for name in DEVICES if name.startswith("cuda"))

Executor = HostExecutor


def create_executor(device: str, program: Program, dtype: DTypeLike) -> Executor:
    """An executor for `program` on a device by its name in `DEVICES`.

    What is fastest may have to be compiled first: then that begins in the background, and this is
    the one that runs meanwhile. `overtaken` tells when it is ready. For "auto" it is one on the
    CPU; whether a GPU is faster is for a `Runner` to find out.

    Raises:
        UserError: there is no such device, or it does not work here; why, and what to do.
        DeviceLost: the GPU has worked in this process, but has no room for this or is gone.
    """
    if device not in DEVICES:
        hint = did_you_mean(str(device), DEVICES)
        raise UserError(
            f"There is no device called {device!r}.{hint} There are: {', '.join(DEVICES)}."
        )
    if device in GPU_DEVICES:
        return gpu_executor(device, program, dtype)
    if device != "numpy" and native_is_ready(program, dtype):
        return native_executor(program, dtype)
    return ReferenceExecutor(program, dtype)


def overtaken(executor: Executor, device: str) -> bool:
    """Whether `create_executor` would now give something faster on the CPU than `executor`.

    Asks the disk, so not more often than a few times a second.
    """
    if device == "numpy" or executor.name != ReferenceExecutor.name:
        return False
    return native_is_ready(executor.program, executor.dtype)


def is_settled(executor: Executor) -> bool:
    """Whether nothing faster on the CPU than `executor` is being made ready."""
    if executor.name != ReferenceExecutor.name or not can_be_native(executor.program):
        return True
    from playground.engine.executors.native.library import library

    return bool(library(executor.dtype.name).failure)


def can_be_native(program: Program) -> bool:
    """Whether the program's kernels can be compiled for the CPU."""
    from playground.engine.executors.native.library import is_possible
    from playground.engine.executors.native.table import kernels_of

    return is_possible() and all(OPS[name].kernel is not None for name in kernels_of(program))


def native_is_ready(program: Program, dtype: DTypeLike) -> bool:
    """Whether every kernel of a program is compiled; if not, that begins in the background."""
    from playground.engine.executors.native.library import library
    from playground.engine.executors.native.table import kernels_of

    if not can_be_native(program):
        return False
    return library(np.dtype(dtype).name).wanted(kernels_of(program))


def native_executor(program: Program, dtype: DTypeLike) -> Executor:
    """The compiled executor of a program whose kernels are ready."""
    from playground.engine.executors.native.executor import NativeExecutor

    return NativeExecutor(program, dtype)


def gpu_executor(device: str, program: Program, dtype: DTypeLike) -> Executor:
    """The GPU's executor; the first time, the GPU is tried before, which takes seconds."""
    answer = PROBE.ask()
    if answer.lost:
        raise DeviceLost(answer.words)
    if not answer.works:
        raise UserError(f"There is no GPU to train on: {answer.words}. Use device 'auto' or 'cpu'.")
    from playground.engine.executors.cuda.executor import CudaExecutor

    return CudaExecutor(program, dtype, name=device)


__all__ = [
    "DEVICES",
    "GPU_DEVICES",
    "DeviceLost",
    "Executor",
    "Outcome",
    "create_executor",
    "is_settled",
    "overtaken",
]
