"""Kernels to machine code, by Numba. Runs in a child process; nothing else imports it."""

from __future__ import annotations

import os
from collections.abc import Callable
from types import FunctionType
from typing import Any

# Intel's vector library, where it happens to be installed, would be called by name from the code.
os.environ["NUMBA_DISABLE_INTEL_SVML"] = "1"

import numba
import numpy as np
from llvmlite import binding
from numba import types

from playground.engine.executors.native import intrinsics
from playground.engine.executors.native.blas import (
    LIMIT,
    SYMBOLS_OF_BLAS,
    TILE,
    TURN,
    Convention,
    find_blas,
)
from playground.engine.executors.native.entry import ENTRIES
from playground.engine.executors.native.gemm import gemm_of
from playground.engine.executors.native.gemm import signature_of as signature_of_gemm
from playground.engine.executors.native.options import INNER, KERNEL, PLAIN
from playground.engine.executors.native.products import products
from playground.engine.executors.native.signature import signature_of
from playground.engine.executors.native.tile_shape import Shape, shape_of
from playground.engine.executors.native.tiles import object_code
from playground.engine.ops.parts import ByDtype, Primitive

_ON_A_ROW = types.void(types.CPointer(types.int64))


class Compiler:
    """Compiles for one dtype on this very processor.

    Products of our own are made of tiles of `shape`; left out, of the largest there may be.
    """

    def __init__(self, dtype: str, convention: Convention, shape: Shape | None = None) -> None:
        self._dtype = np.dtype(dtype)
        self._given_shape = shape
        self._primitives = {
            **intrinsics.primitives(self._dtype),
            **products(self._dtype, convention),
        }
        self._inner: dict[Callable[..., Any], Any] = {}

    def kernel(self, kernel: Callable[..., None]) -> tuple[str, bytes]:
        """The name and the object code of a function that calls `kernel` on one bound row.

        A row is int64s: for each array its address and its extents, then the attributes.
        """
        signature = signature_of(kernel)
        number = numba.from_dtype(self._dtype)
        layout: list[tuple[Any, int]] = []
        at = 1  # the first place holds the function's own address
        for parameter in signature.arrays:
            dtype = types.float64 if parameter.control else number
            layout.append((types.Array(dtype, parameter.rank, "C", aligned=True), at))
            at += 1 + parameter.rank
        for _, kind in signature.attributes:
            layout.append(({int: types.int64, float: number}.get(kind, types.float64), at))
            at += 1
        arguments = intrinsics.arguments(tuple(layout))
        compiled = numba.njit(**KERNEL)(self._of_dtype(kernel))

        def call(row):  # type: ignore[no-untyped-def]
            compiled(*arguments(row))

        return self._object(call)

    def entry(self, name: str) -> tuple[str, bytes]:
        """The name and the object code of one of the interpreter's entry points."""
        return self._object(self._of_dtype(ENTRIES[name]))

    def tiles(self) -> tuple[str, bytes]:
        """The name and the object code of what our own product is made of; TURN is in it too."""
        return TILE, object_code(self._dtype, self._shape())

    def gemm(self) -> tuple[str, bytes]:
        """The name and the object code of our own matrix product."""
        # Numba links what it has compiled, though here it is never run: any address will do.
        for symbol in (TILE, TURN, LIMIT, SYMBOLS_OF_BLAS[self._dtype.name]):
            binding.add_symbol(symbol, find_blas().products[self._dtype.name])
        function = gemm_of(self._dtype, self._shape())
        return self._object(function, signature_of_gemm(self._dtype))

    def _shape(self) -> Shape:
        shape = self._given_shape or shape_of(self._dtype.name)
        assert shape is not None, "BLAS does all products here"
        return shape

    def _object(self, function: Callable[..., None], kind: Any = _ON_A_ROW) -> tuple[str, bytes]:
        # Inlined into what C calls, it is seen to raise nothing, and no symbol of Python remains.
        compiled = numba.cfunc(kind, forceinline=True, **PLAIN)(function)
        return compiled.native_name, compiled._library._get_compiled_object()

    def _of_dtype(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function with its literals, and all it calls, of this dtype."""
        code = function.__code__
        with np.errstate(over="ignore"):  # a literal beyond float32 is infinity there
            constants = tuple(
                self._dtype.type(each) if isinstance(each, float) else each
                for each in code.co_consts
            )
        names = {name: self._called(function.__globals__[name]) for name in _globals(function)}
        made = FunctionType(code.replace(co_consts=constants), names, function.__name__)
        made.__module__ = function.__module__
        return made

    def _called(self, thing: Any) -> Any:
        if isinstance(thing, Primitive):
            return self._primitives[thing.name]
        if isinstance(thing, ByDtype):
            return self._called(thing.single if self._dtype == np.float32 else thing.double)
        if getattr(thing, "inner", False):
            if thing not in self._inner:
                self._inner[thing] = numba.njit(**INNER)(self._of_dtype(thing))
            return self._inner[thing]
        return thing


def _globals(function: Callable[..., Any]) -> list[str]:
    return [name for name in function.__code__.co_names if name in function.__globals__]
