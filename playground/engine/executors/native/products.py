"""Matrix products for compiled kernels: a general one, or plain loops where a matrix is a row.

A batch of one sample makes every product a matrix times a row, which is as fast as memory gives
the numbers: they are read once, in the order in which they lie.
"""

# Numba has no types for what is used here.
# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

from playground.engine.executors.native.blas import Convention
from playground.engine.executors.native.intrinsics import gemm, row_of
from playground.engine.executors.native.options import KERNEL

_ROWS = 4  # of a matrix, taken together, so that the result is read and written less often
_compiled = numba.njit(**KERNEL)


def products(dtype: np.dtype[Any], convention: Convention) -> dict[str, Any]:
    """The products of `ops.kernel` by name, for one dtype."""
    found = {}
    for name, turns in (("product", "nn"), ("product_tn", "tn"), ("product_nt", "nt")):
        for ending, add in (("", False), ("_add", True)):
            general = gemm(dtype, convention, turns, add=add)
            found[name + ending] = _product(general, _SINGLE_ROW[name + ending])
    return found


def _product(general: Callable[..., None], single_row: Callable[..., None]) -> Any:
    @_compiled
    def product(out, a, b):  # type: ignore[no-untyped-def]
        if a.shape[0] == 1:
            single_row(out, a, b)
        else:
            general(out, a, b)

    return product


@_compiled
def _row_add(out: Any, a: Any, b: Any) -> None:
    result, factors = row_of(out, 0), row_of(a, 0)
    together = factors.size - factors.size % _ROWS
    for i in range(0, together, _ROWS):
        b0, b1, b2, b3 = row_of(b, i), row_of(b, i + 1), row_of(b, i + 2), row_of(b, i + 3)
        a0, a1, a2, a3 = factors[i], factors[i + 1], factors[i + 2], factors[i + 3]
        for u in range(result.size):
            result[u] += (a0 * b0[u] + a1 * b1[u]) + (a2 * b2[u] + a3 * b3[u])
    for i in range(together, factors.size):
        last = row_of(b, i)
        for u in range(result.size):
            result[u] += factors[i] * last[u]


@_compiled
def _row(out: Any, a: Any, b: Any) -> None:
    result = row_of(out, 0)
    for u in range(result.size):
        result[u] = 0.0
    _row_add(out, a, b)


@_compiled
def _row_nt_add(out: Any, a: Any, b: Any) -> None:
    result, factors = row_of(out, 0), row_of(a, 0)
    for i in range(result.size):
        other, total = row_of(b, i), result[i]
        for u in range(factors.size):
            total += factors[u] * other[u]
        result[i] = total


@_compiled
def _row_nt(out: Any, a: Any, b: Any) -> None:
    result = row_of(out, 0)
    for i in range(result.size):
        result[i] = 0.0
    _row_nt_add(out, a, b)


@_compiled
def _rows_tn_add(out: Any, a: Any, b: Any) -> None:
    factors, others = row_of(a, 0), row_of(b, 0)
    for i in range(factors.size):
        result, factor = row_of(out, i), factors[i]
        for u in range(others.size):
            result[u] += factor * others[u]


@_compiled
def _rows_tn(out: Any, a: Any, b: Any) -> None:
    factors, others = row_of(a, 0), row_of(b, 0)
    for i in range(factors.size):
        result, factor = row_of(out, i), factors[i]
        for u in range(others.size):
            result[u] = factor * others[u]


_SINGLE_ROW: dict[str, Callable[..., None]] = {
    "product": _row,
    "product_add": _row_add,
    "product_nt": _row_nt,
    "product_nt_add": _row_nt_add,
    "product_tn": _rows_tn,
    "product_tn_add": _rows_tn_add,
}
