"""What stands between the executor and CuPy, with CuPy's part played by a few lines."""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from playground.engine.executors.cuda.device import ArrayModule, CupyDevice
from playground.engine.executors.host import DeviceLost


class Full(MemoryError):
    """As CuPy's."""


class Fault(RuntimeError):
    """As CuPy's."""


class Numbers(np.ndarray):
    """An array that says where it lies as CuPy's do."""

    @property
    def data(self) -> Any:
        return SimpleNamespace(ptr=self.ctypes.data)


def seen(address: int, rows: int, columns: int, stride: int) -> np.ndarray:
    """A matrix as cuBLAS sees it: columns first, `stride` apart."""
    flat = (ctypes.c_float * (stride * columns)).from_address(address)
    return np.frombuffer(flat, np.float32).reshape(columns, stride)[:, :rows].T


class Cublas(ModuleType):
    """cublasGemmEx by its definition."""

    CUBLAS_COMPUTE_32F_FAST_TF32, CUBLAS_COMPUTE_32F_FAST_16BF, CUBLAS_GEMM_DEFAULT = 77, 75, -1
    CUBLASError = Fault

    def gemmEx(self, *given: Any) -> None:  # noqa: N802
        assert len(given) == 19
        _, turn_a, turn_b, m, n, k, one, a, _, lda, b, _, ldb, zero, c, _, ldc, compute, _ = given
        self.compute = compute
        assert ctypes.c_float.from_address(one).value == 1.0
        assert ctypes.c_float.from_address(zero).value == 0.0
        left = seen(a, k, m, lda).T if turn_a else seen(a, m, k, lda)
        right = seen(b, n, k, ldb).T if turn_b else seen(b, k, n, ldb)
        seen(c, m, n, ldc)[...] = left @ right


@pytest.fixture
def cupy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A few of CuPy's names."""

    @contextmanager
    def inside() -> Iterator[None]:
        yield

    class Stream:
        def __init__(self, non_blocking: bool) -> None:
            assert non_blocking

        def __enter__(self) -> None: ...

        def __exit__(self, *_: object) -> None: ...

    properties = {"name": b"a card"}
    cuda = SimpleNamespace(
        runtime=SimpleNamespace(
            CUDARuntimeError=Fault, CUDA_R_32F=0, getDeviceProperties=lambda _: properties
        ),
        driver=SimpleNamespace(CUDADriverError=Fault),
        compiler=SimpleNamespace(CompileException=Fault),
        memory=SimpleNamespace(OutOfMemoryError=Full),
        device=SimpleNamespace(get_cublas_handle=lambda: 1),
        Device=lambda _: inside(),
        Stream=Stream,
    )
    module = ModuleType("cupy")
    vars(module).update(vars(np) | {"cuda": cuda, "__name__": "cupy"})
    module.dot = lambda a, b, out=None: np.dot(a, b, out)  # type: ignore[attr-defined]
    libs = ModuleType("cupy_backends.cuda.libs")
    libs.cublas = Cublas("cublas")  # type: ignore[attr-defined]
    libs.nvrtc = SimpleNamespace(NVRTCError=Fault)  # type: ignore[attr-defined]
    pinned = ModuleType("cupyx")
    pinned.empty_pinned = np.empty  # type: ignore[attr-defined]
    backends = {name: ModuleType(name) for name in ("cupy_backends", "cupy_backends.cuda")}
    for name, made in {
        "cupy": module,
        "cupyx": pinned,
        **backends,
        "cupy_backends.cuda.libs": libs,
    }.items():
        monkeypatch.setitem(sys.modules, name, made)
    return module  # type: ignore[return-value]


def numbers(*shape: int) -> Any:
    return np.random.default_rng(0).normal(size=shape).astype(np.float32).view(Numbers)


def test_a_device_is_opened_by_name(cupy: Any) -> None:
    device = CupyDevice("float32")
    assert device.name == "a card"
    assert device.xp.__name__ == "cupy"
    assert device.xp.dot is cupy.dot


@pytest.mark.parametrize(("error", "full"), [(Full("no room"), True), (Fault("gone\nnow"), False)])
def test_what_cupy_raises_is_one_kind_of_error(cupy: Any, error: Exception, full: bool) -> None:
    device = CupyDevice("float32")
    with pytest.raises(DeviceLost) as found, device.at_work():
        raise error
    assert found.value.full is full
    assert "\n" not in str(found.value)
    with pytest.raises(ValueError, match="ours"), device.at_work():
        raise ValueError("ours")


def test_one_thread_at_a_time_is_at_work(cupy: Any) -> None:
    device, other = CupyDevice("float32"), CupyDevice("tf32")
    inside = threading.Event()

    def enter() -> None:
        with other.at_work():
            inside.set()

    thread = threading.Thread(target=enter)
    with device.at_work():
        thread.start()
        assert not inside.wait(0.05)
    thread.join()
    assert inside.is_set()


def test_the_largest_along_an_axis_is_found_though_cupy_has_no_such_reduction(cupy: Any) -> None:
    module = ArrayModule(cupy, "float32")
    x, out = numbers(3, 4), numbers(3, 1)
    module.maximum.reduce(x, -1, None, out, True)
    np.testing.assert_array_equal(out, x.max(-1, keepdims=True))
    module.maximum(x, 0.0, out=x)
    assert (x >= 0).all()


@pytest.mark.parametrize(("precision", "compute"), [("tf32", 77), ("bfloat16", 75)])
@pytest.mark.parametrize("shape", [(5, 3, 4), (1, 3, 4), (5, 1, 4), (5, 3, 1), (1, 1, 1)])
def test_fast_products_are_those_of_matrices_lying_or_turned(
    cupy: Any, precision: str, compute: int, shape: tuple[int, int, int]
) -> None:
    module = ArrayModule(cupy, precision)
    n, k, m = shape
    for a in (numbers(n, k), numbers(k, n).T):
        for b in (numbers(k, m), numbers(m, k).T):
            out = numbers(n, m)
            assert module.dot(a, b, out) is out
            np.testing.assert_allclose(out, np.asarray(a) @ np.asarray(b), rtol=1e-5, atol=1e-6)
    assert sys.modules["cupy_backends.cuda.libs"].cublas.compute == compute


def test_products_that_are_not_of_float32_matrices_are_left_as_they_are(cupy: Any) -> None:
    module = ArrayModule(cupy, "tf32")
    x = numbers(4)
    assert module.dot(x, x) == pytest.approx(float(np.dot(x, x)))
    a, out = numbers(4, 4).astype(np.float64), numbers(4, 4).astype(np.float64)
    module.dot(a, a, out)
    np.testing.assert_allclose(out, a @ a)
    strided, out = numbers(4, 8)[:, ::2], numbers(4, 4)
    module.dot(strided, strided, out)
    np.testing.assert_allclose(out, strided @ strided, rtol=1e-5, atol=1e-6)
