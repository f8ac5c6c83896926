"""Where the matrix products are: the address of the BLAS that NumPy itself calls, or SciPy's."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Literal

# The two ways a product is called: C's, sizes by value in 64 bits; or Fortran's, all by address, in
# 32 bits.
Convention = Literal["c64", "fortran32"]
_NAMES = ("scipy_cblas_{}gemm64_", "cblas_{}gemm64_")
_SET_THREADS = ("scipy_openblas_set_num_threads64_", "openblas_set_num_threads64_")
_GET_THREADS = ("scipy_openblas_get_num_threads64_", "openblas_get_num_threads64_")
# What the products are called in object code, bound when it is loaded: to our own (`gemm`) where
# there are any, else to BLAS's.
SYMBOLS = {"float32": "playground_sgemm", "float64": "playground_dgemm"}
_LETTERS = {"float32": "s", "float64": "d"}
# What our own product calls: BLAS's, for what is above the int64 at LIMIT; and its parts.
SYMBOLS_OF_BLAS = {dtype: f"{name}_of_blas" for dtype, name in SYMBOLS.items()}
TILE, TURN, LIMIT = "playground_tile", "playground_turn", "playground_product_limit"


class Threads:
    """How many threads a library's products may use; the pool is NumPy's too, and given back.

    Attributes:
        count: how many there were at first; 1 where that is not known.
    """

    def __init__(self, library: ctypes.CDLL | None = None) -> None:
        self._set = _first_of(library, _SET_THREADS)
        self._count = _first_of(library, _GET_THREADS)
        self.count = 1 if self._count is None else self._count()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Within, products use one thread; afterwards as many as before."""
        if self._set is None or self._count is None:
            yield
            return
        before = self._count()
        self._set(1)
        try:
            yield
        finally:
            self._set(before)


@dataclass(frozen=True)
class Blas:
    """Addresses of the general matrix products.

    Attributes:
        convention: how they are called.
        products: by dtype, "float32" and "float64".
        threads: what limits their threads.
    """

    convention: Convention
    products: dict[str, int]
    threads: Threads


@cache
def find_blas() -> Blas:
    """NumPy's own library where it has C's names in 64 bits: one thread pool serves both."""
    return _numpys() or _scipys()


def _numpys() -> Blas | None:
    import numpy  # noqa: F401  (loads the library that is looked for)
    from threadpoolctl import threadpool_info

    for pool in threadpool_info():
        if pool["user_api"] != "blas":
            continue
        library = ctypes.CDLL(pool["filepath"])
        for name in _NAMES:
            names = {dtype: name.format(letter) for dtype, letter in _LETTERS.items()}
            if all(hasattr(library, each) for each in names.values()):
                found = {dtype: getattr(library, each) for dtype, each in names.items()}
                addresses = {dtype: _address(call) for dtype, call in found.items()}
                return Blas("c64", addresses, Threads(library))
    return None


def _first_of(library: ctypes.CDLL | None, names: tuple[str, ...]) -> Callable[..., int] | None:
    found = (getattr(library, name, None) for name in names)
    return next((function for function in found if function is not None), None)


def _address(function: object) -> int:
    return ctypes.cast(function, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _scipys() -> Blas:
    from scipy.linalg import cython_blas

    api = ctypes.pythonapi
    api.PyCapsule_GetName.restype = ctypes.c_char_p
    api.PyCapsule_GetName.argtypes = [ctypes.py_object]
    api.PyCapsule_GetPointer.restype = ctypes.c_void_p
    api.PyCapsule_GetPointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
    found = {}
    for dtype, letter in _LETTERS.items():
        capsule = cython_blas.__pyx_capi__[f"{letter}gemm"]
        found[dtype] = api.PyCapsule_GetPointer(capsule, api.PyCapsule_GetName(capsule))
    return Blas("fortran32", found, Threads())
