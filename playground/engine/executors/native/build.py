"""The child process that compiles kernels: `python -m playground.engine.executors.native.build`.

Each line of its input is a dtype and names of kernels, which are compiled next; when nothing is
asked for, it goes on with all others, float32 first. It ends when everything is there, or its input
does. Given dtypes as arguments, it compiles all kernels of these and takes no input.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable

from numba.core.errors import NumbaError

from playground.engine.executors.native import cache as disk
from playground.engine.executors.native.blas import find_blas
from playground.engine.executors.native.compiler import Compiler
from playground.engine.executors.native.entry import ENTRIES
from playground.engine.executors.native.library import linker
from playground.engine.ops import OPS

Job = tuple[str, str]
DTYPES = ("float32", "float64")
_NICENESS = 5  # of −20 (first) to 19 (last)
# Kernels of other versions are cleared away once they are this old.
_KEPT_S = 90 * 24 * 3600


def main() -> None:
    """Compile until there is nothing left to do, behind whoever else wants to compute."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    linker()
    queue = _Queue(sys.argv[1:] or DTYPES)
    if not sys.argv[1:]:
        threading.Thread(target=queue.listen, daemon=True).start()
    compilers: dict[str, Compiler] = {}
    while (job := queue.next()) is not None:
        dtype, name = job
        if disk.read(name, dtype) is not None:
            continue
        if dtype not in compilers:
            compilers[dtype] = Compiler(dtype, find_blas().convention)
        try:
            disk.write(name, dtype, *compiled(compilers[dtype], name))
        except NumbaError as error:  # the others may do all the same; this one is missed in the end
            print(f"{name} ({dtype}): {str(error).strip().splitlines()[0]}", file=sys.stderr)
    clear_away_the_old()


def compiled(compiler: Compiler, name: str) -> tuple[str, bytes]:
    """The symbol and the object code of an op's kernel, or of what every program needs."""
    if name == disk.TILES:
        return compiler.tiles()
    if name == disk.GEMM:
        return compiler.gemm()
    kernel = None if name in ENTRIES else OPS[name].kernel
    return compiler.entry(name) if kernel is None else compiler.kernel(kernel)


def clear_away_the_old() -> None:
    """Remove compiled kernels that nothing here reads and that are old."""
    current = {disk.path_of(name, dtype) for dtype in DTYPES for name in disk.names(dtype)}
    for path in disk.folder().glob("*.kernel"):
        if path not in current and time.time() - path.stat().st_mtime > _KEPT_S:
            path.unlink(missing_ok=True)


class _Queue:
    """What is asked for, then everything else."""

    def __init__(self, dtypes: Iterable[str]) -> None:
        self._asked: deque[Job] = deque()
        self._rest = deque((dtype, name) for dtype in dtypes for name in disk.names(dtype))
        self._ended = False

    def listen(self) -> None:
        """Take lines until the input ends."""
        for line in sys.stdin:
            dtype, *names = line.split()
            self._asked.extend((dtype, name) for name in names)
        self._ended = True

    def next(self) -> Job | None:
        if self._ended:
            return None
        if self._asked:
            return self._asked.popleft()
        return self._rest.popleft() if self._rest else None


if __name__ == "__main__":
    main()
