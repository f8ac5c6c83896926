"""Compiled kernels in memory, and the child process that makes those that are missing."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from functools import cache
from importlib.util import find_spec
from itertools import count
from time import sleep
from typing import Any

from playground.engine.executors.native import cache as disk
from playground.engine.executors.native.blas import (
    LIMIT,
    SYMBOLS,
    SYMBOLS_OF_BLAS,
    TILE,
    TURN,
    find_blas,
)
from playground.engine.executors.native.tile_shape import shape_of

# How often it is looked whether what is waited for is there.
LOOK_EVERY_S = 0.1
# Products of fewer multiplications gain nothing from a second thread, and lose a lot where the
# other core is busy: threads wait for each other at every one of them.
WORTH_THREADS = 5_000_000
_CHILD = "playground.engine.executors.native.build"

Entry = Callable[[int], None]
_numbers = count()


class Library:
    """Kernels by name, for one dtype.

    Attributes:
        dtype: float32 or float64.
        failure: why kernels can't be compiled here, or "".
    """

    def __init__(self, dtype: str) -> None:
        self.dtype = dtype
        self.failure = ""
        self._addresses: dict[str, int] = {}
        self._linked_code: list[Any] = []  # kept, or the code would be freed
        self._limit = ctypes.c_int64(0)  # multiplications in the largest product of our own
        self._lock = threading.Lock()

    def load(self, names: Iterable[str]) -> bool:
        """Have these kernels, and what all need, in memory; False while some are not on disk."""
        with self._lock:
            # In order: what is linked first is used by what comes after.
            return all(self._has(name) for name in (*disk.needed(self.dtype), *names))

    def _has(self, name: str) -> bool:
        if name in self._addresses:
            return True
        found = disk.read(name, self.dtype)
        if found is None:
            return False
        self._link(name, *found)
        return True

    def _link(self, name: str, symbol: str, code: bytes) -> None:
        # Symbols are unique in the process that compiled them, not among several such processes.
        binding = linker()
        exported = (TILE, TURN) if name == disk.TILES else (symbol,)
        builder = binding.JITLibraryBuilder().add_object_img(code)
        for each in exported:
            builder.export_symbol(each)
        for imported, address in self._imports(name).items():
            builder.import_symbol(imported, address)
        unique = f"{name} {self.dtype} {next(_numbers)}"
        linked = builder.add_current_process().link(_session(), unique)
        self._linked_code.append(linked)
        self._addresses.update({each: int(linked[each]) for each in exported})
        self._addresses[name] = int(linked[symbol])

    def _imports(self, name: str) -> dict[str, int]:
        """What a piece of code calls or reads: addresses by symbol."""
        blas = find_blas().products[self.dtype]
        if name == disk.GEMM:
            self._limit.value = self._largest()
            parts = {each: self._addresses[each] for each in (TILE, TURN)}
            return {
                **parts,
                LIMIT: ctypes.addressof(self._limit),
                SYMBOLS_OF_BLAS[self.dtype]: blas,
            }
        return {SYMBOLS[self.dtype]: self._addresses.get(disk.GEMM, blas)}

    def _largest(self) -> int:
        """Above it, BLAS is faster, by its threads if by nothing else: ours has one.

        A run has those threads if one of its products is so large.
        """
        shape = shape_of(self.dtype)
        assert shape is not None
        return min(WORTH_THREADS, shape.most) if find_blas().threads.count > 1 else shape.most

    def wanted(self, names: Iterable[str]) -> bool:
        """`load`, and what is missing is compiled in the background; False until it is there."""
        if self.load(names):
            return True
        if not self.failure:
            self.failure = builder().ask(self.dtype, [*disk.needed(self.dtype), *names])
        return False

    def wait(self, names: Iterable[str]) -> bool:
        """`wanted`, until all of them are there; False if they can't be compiled."""
        while not self.wanted(names):
            if self.failure:
                return False
            sleep(LOOK_EVERY_S)
        return True

    def address(self, name: str) -> int:
        """Where a loaded kernel begins."""
        return self._addresses[name]

    def entry(self, name: str) -> Entry:
        """A loaded entry point, called with the address of a row; Python runs on meanwhile."""
        return ctypes.CFUNCTYPE(None, ctypes.c_void_p)(self._addresses[name])


@cache
def library(dtype: str) -> Library:
    """The one library of a dtype."""
    return Library(dtype)


def is_possible() -> bool:
    """Whether what compiled code needs is installed."""
    return find_spec("numba") is not None and find_spec("llvmlite") is not None


@cache
def linker() -> Any:
    """LLVM, ready for this processor, and with something to link to as it compiles products."""
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    for dtype, address in find_blas().products.items():
        binding.add_symbol(SYMBOLS[dtype], address)
    return binding


@cache
def _session() -> Any:
    """What object code is linked in."""
    return linker().create_lljit_compiler()


class Builder:
    """The child process that compiles kernels: asked by a line, it writes them to the cache.

    It does what is asked for first, then everything else, and ends with this process.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._asked: set[tuple[str, str]] = set()
        self._said = ""

    def ask(self, dtype: str, names: Iterable[str]) -> str:
        """See to it that these are compiled; why that can't be, or ""."""
        new = [name for name in names if (dtype, name) not in self._asked]
        if self._process is None:
            self._process = self._started()
        elif self._process.poll() is not None:
            return self._why()
        if new and self._process.stdin is not None:
            self._asked.update((dtype, name) for name in new)
            try:
                self._process.stdin.write(" ".join([dtype, *new]) + "\n")
                self._process.stdin.flush()
            except OSError:
                return self._why()
        return ""

    def _started(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def _why(self) -> str:
        assert self._process is not None
        if not self._said and self._process.stderr is not None:
            self._said = self._process.stderr.read().strip()
        lines = self._said.splitlines() or [f"status {self._process.returncode}"]
        return f"Compiling kernels failed: {lines[-1] if 'Traceback' in lines[0] else lines[0]}"

    @property
    def is_running(self) -> bool:
        """Whether kernels are being compiled now."""
        return self._process is not None and self._process.poll() is None

    def finish(self) -> None:
        """End the child, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stderr):
            if pipe is not None:
                pipe.close()
        process.terminate()
        process.wait()
        self._asked.clear()


@cache
def builder() -> Builder:
    """The one builder of this process."""
    import atexit

    made = Builder()
    atexit.register(made.finish)
    return made
