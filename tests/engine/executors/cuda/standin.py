"""A stand-in for the GPU: NumPy in CuPy's place, as strict as CuPy is, and threads for its threads.

What is compiled for the GPU is compiled for the CPU by a C++ compiler: the same source, behind a
header that gives CUDA's few words another meaning.
"""

from __future__ import annotations

import atexit
import ctypes
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace
from typing import Any

import numpy as np

from playground.engine.executors.cuda.device import ArrayModule
from playground.engine.executors.host import DeviceLost

COMPILER = shutil.which("g++") or shutil.which("clang++")
# CuPy takes these over an axis; the others it does not.
REDUCED = (np.add, np.multiply)

HEADER = """
#include <cmath>
#include <cstdlib>
#include <pthread.h>
#define __device__
#define __global__
#define __noinline__ __attribute__((noinline))
#define __shared__ static
struct Place { unsigned int x; };
static thread_local Place threadIdx, blockIdx, blockDim, gridDim;
static pthread_barrier_t everybody;
static bool together_now = false;
static void __syncthreads() {
  if (!together_now) abort();
  pthread_barrier_wait(&everybody);
}
"""
FOOTER = """
struct Share { word words, most; unsigned int thread, threads, block, blocks; };
static void be(const Share* share) {
  threadIdx.x = share->thread; blockDim.x = share->threads;
  blockIdx.x = share->block; gridDim.x = share->blocks;
}
static void* of_steps(void* given) {
  const Share* share = (const Share*)given;
  be(share);
  steps((const word*)share->words, share->most);
  return 0;
}
static void* of_run(void* given) {
  const Share* share = (const Share*)given;
  be(share);
  run((const word*)share->words, share->thread, share->threads);
  return 0;
}
static void* of_wide(void* given) {
  const Share* share = (const Share*)given;
  be(share);
  wide((const word*)share->words);
  return 0;
}
static void launch(void* (*part)(void*), word words, word most, int blocks, int threads) {
  pthread_t made[64];
  Share shares[64];
  const int count = blocks * threads;
  for (int n = 0; n < count; ++n) {
    shares[n] = Share{
        words, most, (unsigned int)(n % threads), (unsigned int)threads,
        (unsigned int)(n / threads), (unsigned int)blocks};
    pthread_create(&made[n], 0, part, &shares[n]);
  }
  for (int n = 0; n < count; ++n) pthread_join(made[n], 0);
}
static void launch_one_block(void* (*part)(void*), word words, word most, int threads) {
  pthread_barrier_init(&everybody, 0, threads);
  together_now = true;
  launch(part, words, most, 1, threads);
  together_now = false;
  pthread_barrier_destroy(&everybody);
}
extern "C" void launch_steps(word frame, word most, int threads) {
  launch_one_block(of_steps, frame, most, threads);
}
extern "C" void launch_run(word row, int threads) { launch_one_block(of_run, row, 0, threads); }
extern "C" void launch_wide(word row, int blocks, int threads) {
  launch(of_wide, row, 0, blocks, threads);
}
"""


class OnDevice(np.ndarray):
    """An array on the device: it does not mix with those in main memory."""

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **settings: Any) -> Any:
        out = settings.get("out", ())
        for each in (*inputs, *out):
            if isinstance(each, np.ndarray) and not isinstance(each, OnDevice):
                raise TypeError(f"{ufunc.__name__} of arrays here and there")
        if not settings.keys() <= {"out", "dtype", "casting", "axis", "axes", "keepdims"}:
            raise TypeError(f"{ufunc.__name__} has no {sorted(settings)}")
        if method in ("reduce", "accumulate") and ufunc not in REDUCED:
            raise NotImplementedError(f"{ufunc.__name__}.{method} is not supported")
        plain = [np.asarray(each) if isinstance(each, OnDevice) else each for each in inputs]
        if out:
            settings["out"] = tuple(np.asarray(each) for each in out)
        with np.errstate(all="ignore"):
            found = getattr(ufunc, method)(*plain, **settings)
        if out:
            return out[0]
        return found.view(OnDevice) if isinstance(found, np.ndarray) else found

    def all(self, *_: Any, **__: Any) -> bool:
        return bool(np.asarray(self).all())

    def max(self, axis: Any = None, out: Any = None, keepdims: bool = False) -> Any:
        """CuPy has this, where it lacks `maximum.reduce`."""
        found = np.asarray(self).max(axis, keepdims=keepdims)
        if out is None:
            return found
        np.asarray(out)[...] = found
        return out


def as_strided(x: OnDevice, shape: tuple[int, ...], strides: tuple[int, ...]) -> Any:
    assert isinstance(x, OnDevice)
    return np.lib.stride_tricks.as_strided(x, shape, strides, subok=True)


class StrictNumpy:
    """NumPy, as far as CuPy has it."""

    lib = SimpleNamespace(stride_tricks=SimpleNamespace(as_strided=as_strided))

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)

    @staticmethod
    def take(x: OnDevice, places: OnDevice, axis: int, out: OnDevice) -> OnDevice:
        assert all(isinstance(each, OnDevice) for each in (x, places, out))
        np.take(np.asarray(x), np.asarray(places), axis, np.asarray(out))
        return out

    @staticmethod
    def dot(a: OnDevice, b: OnDevice, out: OnDevice | None = None) -> Any:
        assert isinstance(a, OnDevice)
        assert isinstance(b, OnDevice)
        if out is None:
            return np.dot(np.asarray(a), np.asarray(b))
        if not out.flags.c_contiguous or not out.dtype == a.dtype == b.dtype:
            raise ValueError("Output array must be C-contiguous")
        np.dot(np.asarray(a), np.asarray(b), np.asarray(out))
        return out

    @staticmethod
    def copyto(target: OnDevice, source: OnDevice, casting: str = "same_kind") -> None:
        assert isinstance(target, OnDevice)
        assert isinstance(source, OnDevice)
        np.copyto(np.asarray(target), np.asarray(source), casting=casting)  # type: ignore[arg-type]


@cache
def library(source: str) -> Any:
    """CUDA C++, compiled for this processor."""
    folder = _folder()
    stem = folder / sha256(source.encode()).hexdigest()
    built = stem.with_suffix(".so")
    if not built.exists():
        stem.with_suffix(".cpp").write_text(HEADER + source + FOOTER)
        assert COMPILER is not None
        flags = ["-O1", "-std=c++17", "-fno-strict-aliasing", "-w", "-shared", "-fPIC", "-pthread"]
        subprocess.run(
            [COMPILER, *flags, "-o", built, stem.with_suffix(".cpp")], check=True, timeout=300
        )
    return ctypes.CDLL(str(built))


@cache
def _folder() -> Path:
    made = Path(mkdtemp(prefix="playground-cuda-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


class Programs:
    """Compiled for the CPU."""

    def __init__(self, device: Standin, source: str) -> None:
        self._device = device
        self._source = source

    def get_function(self, name: str) -> Any:
        if COMPILER is None:
            raise AssertionError("there is no C++ compiler")
        launch = getattr(library(self._source), f"launch_{name}")

        def steps(grid: tuple[int], block: tuple[int], arguments: tuple[Any, ...]) -> None:
            self._device.launched()
            assert grid == (1,)
            frame, most = arguments
            assert isinstance(frame, OnDevice)
            assert isinstance(most, np.int64)
            address = ctypes.c_longlong(frame.ctypes.data)
            launch(address, ctypes.c_longlong(int(most)), self._device.lanes)

        def wide(grid: tuple[int], block: tuple[int], arguments: tuple[Any, ...]) -> None:
            self._device.launched()
            (row,) = arguments
            assert isinstance(row, np.uint64)
            launch(ctypes.c_longlong(int(row)), min(grid[0], 2), min(block[0], 2))

        return {"steps": steps, "wide": wide}[name]


class Standin:
    """A device in main memory.

    Args:
        lanes: threads that take steps together.
        lost_after: launches and copies after which it is lost.
    """

    name = "stand-in"

    def __init__(self, lanes: int = 3, lost_after: float = float("inf")) -> None:
        self.lanes = lanes
        self.xp = ArrayModule(StrictNumpy(), "float32")
        self.left = lost_after
        self._inside = False
        self._lock = threading.RLock()

    def launched(self) -> None:
        """One more thing done."""
        assert self._inside
        self.left -= 1
        if self.left < 0:
            raise OSError("the card has fallen out")

    @contextmanager
    def at_work(self) -> Iterator[None]:
        with self._lock:
            before, self._inside = self._inside, True
            try:
                yield
            except MemoryError as error:
                raise DeviceLost("The GPU is full", full=True) from error
            except OSError as error:
                raise DeviceLost(f"The GPU has stopped computing: {error}") from error
            finally:
                self._inside = before

    def zeros(self, size: int, dtype: Any) -> OnDevice:
        assert self._inside
        return np.zeros(size, dtype).view(OnDevice)

    def stage(self, size: int, dtype: Any) -> np.ndarray:
        return np.zeros(size, dtype)

    def put(self, target: OnDevice, source: np.ndarray) -> None:
        self.launched()
        assert isinstance(target, OnDevice)
        assert not isinstance(source, OnDevice)
        assert (target.shape, target.dtype) == (source.shape, source.dtype)
        assert target.flags.c_contiguous
        np.asarray(target)[...] = source

    def fetch(self, target: np.ndarray, source: OnDevice) -> None:
        self.launched()
        assert isinstance(source, OnDevice)
        assert not isinstance(target, OnDevice)
        assert (target.shape, target.dtype) == (source.shape, source.dtype)
        target[...] = np.asarray(source)

    def address(self, array: OnDevice) -> int:
        return array.ctypes.data

    def compiled(self, source: str) -> Programs:
        return Programs(self, source)

    def wait(self) -> None:
        self.launched()
