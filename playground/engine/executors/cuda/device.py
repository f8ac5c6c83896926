"""A GPU by way of CuPy. Nothing else imports it, and this only when somebody asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from typing import Any, Protocol

import numpy as np

from playground.engine.executors.host import DeviceLost

# Arrays on the device are CuPy's, which has no types.
DeviceArray = Any
Launch = Callable[[tuple[int], tuple[int], tuple[Any, ...]], None]

FULL = "The GPU has no memory left for this network"
GONE = "The GPU has stopped computing"


class Programs(Protocol):
    """Compiled CUDA C++."""

    def get_function(self, name: str) -> Launch:
        """What launches a program: called with the number of blocks, of threads, arguments."""


class Device(Protocol):
    """A GPU, as far as an executor wants it.

    Attributes:
        name: what it is called.
        xp: its array module, NumPy's functions on arrays of the device.
    """

    name: str
    xp: Any

    def at_work(self) -> AbstractContextManager[None]:
        """Inside, everything is done in order, by one thread at a time.

        Raises:
            DeviceLost: leaving it, if the device can't go on.
        """

    def zeros(self, size: int, dtype: np.dtype[Any]) -> DeviceArray:
        """(size,) zeros on the device."""

    def stage(self, size: int, dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
        """(size,) in main memory, from where and to where copies are fastest."""

    def put(self, target: DeviceArray, source: np.ndarray[Any, Any]) -> None:
        """Copy to the device. What came from `stage` must stay as it is until the next `fetch`."""

    def fetch(self, target: np.ndarray[Any, Any], source: DeviceArray) -> None:
        """Copy from the device, when all before is done."""

    def address(self, array: DeviceArray) -> int:
        """Where an array lies on the device."""

    def compiled(self, source: str) -> Programs:
        """CUDA C++, compiled when it is first used."""

    def wait(self) -> None:
        """Until all is done."""


@cache
def open_device(precision: str) -> Device:
    """The GPU, making products of float32 numbers in a precision.

    Args:
        precision: "float32", "tf32" (products of 10 bits of mantissa) or "bfloat16" (of 7); sums
            are float32 in any case.

    Raises:
        DeviceLost: it can't be had.
    """
    return CupyDevice(precision)


# One GPU, one thread at a time: which streams and precisions are in force is CuPy's, not ours.
_LOCK = threading.RLock()


class CupyDevice:
    """The first GPU that CuPy finds."""

    def __init__(self, precision: str) -> None:
        import cupy
        import cupyx
        from cupy_backends.cuda.libs import cublas, nvrtc

        self._cupy = cupy
        self._pinned = cupyx.empty_pinned
        self._faults = (
            cupy.cuda.runtime.CUDARuntimeError,
            cupy.cuda.driver.CUDADriverError,
            cupy.cuda.compiler.CompileException,
            cublas.CUBLASError,
            nvrtc.NVRTCError,
        )
        self._full = cupy.cuda.memory.OutOfMemoryError
        with self.at_work():
            self._stream = cupy.cuda.Stream(non_blocking=True)
            self.name = cupy.cuda.runtime.getDeviceProperties(0)["name"].decode()
            self.xp = ArrayModule(cupy, precision)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        with _LOCK:
            try:
                with self._cupy.cuda.Device(0):
                    stream = getattr(self, "_stream", None)
                    if stream is None:
                        yield
                    else:
                        with stream:
                            yield
            except self._full as error:
                raise DeviceLost(FULL, full=True) from error
            except self._faults as error:
                raise DeviceLost(f"{GONE} ({type(error).__name__}: {_line(error)})") from error

    def zeros(self, size: int, dtype: np.dtype[Any]) -> DeviceArray:
        return self._cupy.zeros(size, dtype)

    def stage(self, size: int, dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
        staged: np.ndarray[Any, Any] = self._pinned(size, dtype)
        return staged

    def put(self, target: DeviceArray, source: np.ndarray[Any, Any]) -> None:
        if source.size:
            target.set(source, self._stream)

    def fetch(self, target: np.ndarray[Any, Any], source: DeviceArray) -> None:
        if source.size:
            source.get(stream=self._stream, out=target)
        self._stream.synchronize()

    def address(self, array: DeviceArray) -> int:
        return int(array.data.ptr)

    def compiled(self, source: str) -> Programs:
        programs: Programs = self._cupy.RawModule(code=source, options=("--std=c++17",))
        return programs

    def wait(self) -> None:
        self._stream.synchronize()


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]


class ArrayModule:
    """CuPy, with what ops use and it lacks, and with products in a precision of one's choice."""

    __name__ = "cupy"

    def __init__(self, cupy: Any, precision: str) -> None:
        self._cupy = cupy
        self.maximum = Maximum(cupy)
        if precision != "float32":
            self.dot = FastProduct(cupy, precision)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cupy, name)

    def take(
        self, x: DeviceArray, places: DeviceArray, axis: int, out: DeviceArray, mode: str = "raise"
    ) -> DeviceArray:
        """CuPy's has no modes: a place that is not there is taken from the other end."""
        return self._cupy.take(x, places, axis, out)


class Maximum:
    """The larger of two numbers; CuPy's can't be taken over an axis."""

    def __init__(self, cupy: Any) -> None:
        self._maximum = cupy.maximum

    def __call__(self, *arrays: Any, **settings: Any) -> Any:
        return self._maximum(*arrays, **settings)

    def reduce(
        self,
        x: DeviceArray,
        axis: Any = 0,
        dtype: None = None,
        out: DeviceArray = None,
        keepdims: bool = False,
    ) -> DeviceArray:
        """The largest along an axis."""
        return x.max(axis, out, keepdims)


class FastProduct:
    """Matrix products of float32 numbers, rounded to fewer bits before they are multiplied.

    By cuBLAS' cublasGemmEx, which knows columns first: the product is made as outᵀ = bᵀ · aᵀ.
    """

    def __init__(self, cupy: Any, precision: str) -> None:
        from cupy_backends.cuda.libs import cublas

        self._cupy = cupy
        self._cublas = cublas
        self._compute = {
            "tf32": cublas.CUBLAS_COMPUTE_32F_FAST_TF32,
            "bfloat16": cublas.CUBLAS_COMPUTE_32F_FAST_16BF,
        }[precision]
        self._one, self._zero = np.ones(1, np.float32), np.zeros(1, np.float32)

    def __call__(self, a: DeviceArray, b: DeviceArray, out: DeviceArray = None) -> DeviceArray:
        """out (N, M) = a (N, K) · b (K, M); anything else is left to CuPy."""
        if out is None or out.dtype != np.float32 or a.ndim != 2 or b.ndim != 2:
            return self._cupy.dot(a, b, out)
        (rows, depth), columns = a.shape, b.shape[1]
        turn_a, stride_a = _turned(a)
        turn_b, stride_b = _turned(b)
        if stride_a is None or stride_b is None:
            return self._cupy.dot(a, b, out)
        kind = self._cupy.cuda.runtime.CUDA_R_32F
        self._cublas.gemmEx(
            self._cupy.cuda.device.get_cublas_handle(),
            *(turn_b, turn_a, columns, rows, depth, self._one.ctypes.data),
            *(b.data.ptr, kind, stride_b, a.data.ptr, kind, stride_a, self._zero.ctypes.data),
            *(out.data.ptr, kind, columns, self._compute, self._cublas.CUBLAS_GEMM_DEFAULT),
        )
        return out


def _turned(x: DeviceArray) -> tuple[int, int | None]:
    """Whether a matrix lies turned, and how far apart its rows, or columns, are."""
    if x.flags.c_contiguous:
        return 0, x.shape[1]
    if x.flags.f_contiguous:
        return 1, x.shape[0]
    return 0, None
