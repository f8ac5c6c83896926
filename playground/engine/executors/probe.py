"""Whether there is a GPU that computes: tried for real, in a process of its own, once.

A device count proves nothing. A driver without its libraries passes every cheap test and fails at
the first product, and one that hangs would take the window with it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SECONDS = 60
# What CUDA says where there is no device, or no driver that is new enough.
NO_DRIVER = ("cudaErrorInsufficientDriver", "cudaErrorNoDevice")
HOW_TO_GET_CUPY = 'an NVIDIA GPU needs CuPy: pip install "playground[cuda]"'

# A product, a kernel of NumPy's kind, one of our own, and a copy back.
_PROGRAM = """
import cupy, numpy
a = cupy.arange(64, dtype=cupy.float32).reshape(8, 8)
b = numpy.arange(64, dtype=numpy.float32).reshape(8, 8)
assert numpy.allclose(cupy.asnumpy(cupy.tanh(a @ a * 1e-4)), numpy.tanh(b @ b * 1e-4), atol=1e-5)
source = 'extern "C" __global__ void twice(float* x) { x[threadIdx.x] *= 2; }'
cupy.RawKernel(source, "twice")((1,), (64,), (a,))
assert numpy.array_equal(cupy.asnumpy(a), 2 * b)
print(cupy.cuda.runtime.getDeviceProperties(0)["name"].decode())
"""


@dataclass(frozen=True)
class Answer:
    """What came of it.

    Attributes:
        works: whether the GPU computes.
        words: its name; or why not, and what to do.
        lost: whether it did compute, in this very process.
    """

    works: bool
    words: str
    lost: bool = False


class Probe:
    """Asks once, whoever wants to know, and remembers the answer for this process's life."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answer: Answer | None = None

    def ask(self) -> Answer:
        """Whether there is a GPU that computes; the first time it takes seconds."""
        with self._lock:
            if self._answer is None:
                self._answer = _tried()
            return self._answer

    def lost(self, why: str) -> None:
        """It did compute, and does no more: a broken context can't be mended in this process."""
        with self._lock:
            self._answer = Answer(False, why, lost=True)


def seems_present() -> bool:
    """Whether it is worth asking: CuPy is installed, and there is something like a device."""
    if find_spec("cupy") is None:
        return False
    if sys.platform == "win32":
        system = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32"
        return (system / "nvcuda.dll").exists()
    return any(Path("/dev").glob("nvidia[0-9]*")) or Path("/dev/dxg").exists()


def _tried() -> Answer:
    if find_spec("cupy") is None:
        return Answer(False, HOW_TO_GET_CUPY)
    works, said = in_child(_PROGRAM, SECONDS)
    if works:
        return Answer(True, said)
    if any(name in said for name in NO_DRIVER):
        return Answer(False, f"CuPy finds no GPU with a driver: install NVIDIA's ({said})")
    return Answer(False, f"CuPy is installed but can't compute ({said})")


def in_child(program: str, seconds: float, *arguments: str, **environment: str) -> tuple[bool, str]:
    """Run Python code in a process of its own.

    Returns:
        Whether it ended well; what it printed, or else the last line of its complaint.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            capture_output=True,
            text=True,
            timeout=seconds,
            env={**os.environ, **environment},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False, f"no answer within {seconds:g} s"
    if done.returncode == 0:
        return True, done.stdout.strip()
    said = done.stderr.strip().splitlines()
    if not said:
        return False, f"ended with status {done.returncode}"
    # An error's own name is enough, without those of the modules it is in.
    return False, re.sub(r"^(\w+\.)+(?=\w+:)", "", said[-1])


PROBE = Probe()
