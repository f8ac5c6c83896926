"""The matrix products that compiled code calls, and the threads they use."""

from __future__ import annotations

import ctypes

import numpy as np
import pytest

from playground.engine.executors.native.blas import Blas, _scipys, find_blas
from playground.engine.executors.native.executor import NativeExecutor
from playground.engine.executors.native.library import library
from playground.engine.executors.native.table import kernels_of
from playground.engine.ops import OPS

from .test_executor import ADAM, points, program_of, started


@pytest.mark.parametrize("blas", [find_blas(), _scipys()], ids=["ours", "scipy"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_product_called_by_its_address_is_the_product(blas: Blas, dtype: str) -> None:
    random = np.random.default_rng(0)
    a, b = random.normal(size=(5, 3)).astype(dtype), random.normal(size=(3, 4)).astype(dtype)
    out = np.zeros((5, 4), dtype)
    number = ctypes.c_float if dtype == "float32" else ctypes.c_double
    address, at = blas.products[dtype], ctypes.c_void_p
    if blas.convention == "c64":
        flag, size = ctypes.c_int, ctypes.c_int64
        kinds = [flag] * 3 + [size] * 3 + [number, at, size, at, size, number, at, size]
        sizes = (101, 111, 111, 5, 4, 3)
        call = ctypes.CFUNCTYPE(None, *kinds)(address)
        call(*sizes, 1.0, a.ctypes.data, 3, b.ctypes.data, 4, 0.0, out.ctypes.data, 4)
    else:
        whole, real = (lambda n: ctypes.byref(ctypes.c_int32(n))), lambda n: ctypes.byref(number(n))
        call = ctypes.CFUNCTYPE(None, *[at] * 13)(address)
        letter = ctypes.byref(ctypes.c_char(b"N"))
        call(letter, letter, whole(4), whole(5), whole(3), real(1.0), b.ctypes.data, whole(4),
             a.ctypes.data, whole(3), real(0.0), out.ctypes.data, whole(4))  # fmt: skip
    np.testing.assert_allclose(out, a @ b, rtol=1e-5)


def test_the_threads_of_numpys_products_are_as_before_after_a_run() -> None:
    threads = find_blas().threads
    if threads._count is None:
        pytest.skip("the threads of this BLAS can't be set")
    before = threads._count()
    with threads.one():
        assert threads._count() == 1
    program = program_of(ADAM)
    assert library("float32").wait(kernels_of(program))
    data, order = points("float32")
    started(NativeExecutor(program, "float32")).train(data, order, 0, 8, 7)
    assert threads._count() == before


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("op", ["matmul", "matmul_backward_x", "matmul_backward_w"])
def test_code_made_for_scipys_products_computes_the_same(
    op: str, dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What runs where NumPy comes with a BLAS of another kind."""
    from playground.engine.executors.native import library as module
    from playground.engine.executors.native.compiler import Compiler

    module.linker()
    monkeypatch.setattr(module, "find_blas", _scipys)
    symbol, code = Compiler(dtype, "fortran32").kernel(OPS[op].kernel)
    holder = module.Library(dtype)  # the code lives as long as it does
    holder._link(f"{op} for SciPy", symbol, code)
    address = holder.address(f"{op} for SciPy")
    random = np.random.default_rng(1)
    a = random.normal(size=(6, 4)).astype(dtype)
    shape, product = {
        "matmul": ((4, 3), lambda b: a @ b),
        "matmul_backward_x": ((3, 4), lambda b: a @ b.T),
        "matmul_backward_w": ((6, 3), lambda b: a.T @ b),
    }[op]
    b = random.normal(size=shape).astype(dtype)
    expected = product(b)
    out = np.zeros(expected.shape, dtype)
    row = [address]
    for array in (out, a, b):
        row += [array.ctypes.data, *array.shape]
    words = np.array(row, np.int64)
    ctypes.CFUNCTYPE(None, ctypes.c_void_p)(address)(words.ctypes.data)
    np.testing.assert_allclose(out, expected, rtol=1e-4, atol=1e-6)
