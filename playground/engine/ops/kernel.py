"""What native kernels are written with.

A kernel is a plain function of loops: `kernel(out, *operands, *working arrays, attributes…)`. It
runs as it stands, slowly; the native executor compiles it, once for float32 and once for float64.
Importing this module imports no compiler.

How a kernel is written:

- Each array parameter is annotated with the rank it is seen at: `Flat`, `Matrix`, `Cube`, `Image`.
  Leading axes are merged (all of them, if need be) until the rank fits, so a `Flat` is every number
  of the array in order, and a `Matrix` its rows. Arrays are C-contiguous. A single number, `()`, is
  a `Flat` of size 1. `Control` is the run's step, learning rate and seed, always float64.
- Each attribute it wants is a parameter of the attribute's name, annotated `float`, `int` or
  `Exact`. A float is of the run's dtype; an exact one is a float64 always, for what is worked out
  once before the loop (a bias correction, 1 − β).
- A float literal (`1.0`) is of the run's dtype too. An int times a float is a float64: write
  `2.0 * x`, not `2 * x`.
- Nothing is allocated, nothing raised, no array function called: loops, the functions of one number
  and the products of this module, and other functions marked `@inner`, which return numbers only,
  never arrays.
- A number that is not a number stays one, so that divergence is seen: `0.0 if x < 0.0 else x`, and
  never `x if x > 0.0 else 0.0`.
- The loop that runs most goes along the last axis, without branches that call functions, so that it
  vectorises; it starts at 0, an offset being added to the index, and writes to one array or two.
  `out` never overlaps an operand.
"""

from __future__ import annotations

import math
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.ops import vector_math
from playground.engine.ops.parts import ByDtype, Primitive, inner

Array = NDArray[Any]
Flat = Annotated[Array, 1]
Matrix = Annotated[Array, 2]
Cube = Annotated[Array, 3]
Image = Annotated[Array, 4]
Control = Annotated[NDArray[np.float64], "control"]
Exact = Annotated[float, "float64"]

# Matrix products. Operands are 2-D; rows may lie apart (`x[:, t, :]`), numbers in a row may not.


def _product(out: Array, a: Array, b: Array) -> None:
    out[...] = a @ b


def _product_add(out: Array, a: Array, b: Array) -> None:
    out[...] += a @ b


def _product_tn(out: Array, a: Array, b: Array) -> None:
    out[...] = a.T @ b


def _product_tn_add(out: Array, a: Array, b: Array) -> None:
    out[...] += a.T @ b


def _product_nt(out: Array, a: Array, b: Array) -> None:
    out[...] = a @ b.T


def _product_nt_add(out: Array, a: Array, b: Array) -> None:
    out[...] += a @ b.T


product = Primitive(_product)  # out = a · b
product_add = Primitive(_product_add)  # out += a · b
product_tn = Primitive(_product_tn)  # out = aᵀ · b
product_tn_add = Primitive(_product_tn_add)  # out += aᵀ · b
product_nt = Primitive(_product_nt)  # out = a · bᵀ
product_nt_add = Primitive(_product_nt_add)  # out += a · bᵀ


# The same contiguous memory at another rank; nothing is copied.


def _as_flat(x: Array) -> Array:
    return x.reshape(-1)


def _as_matrix(x: Array, rows: int, columns: int) -> Array:
    return x.reshape(-1)[: rows * columns].reshape(rows, columns)


def _as_cube(x: Array, a: int, b: int, c: int) -> Array:
    return x.reshape(-1)[: a * b * c].reshape(a, b, c)


def _part(x: Array, start: int, count: int) -> Array:
    return x.reshape(-1)[start : start + count]


def _block(x: Array, row: int, rows: int, column: int, columns: int) -> Array:
    return x[row : row + rows, column : column + columns]


as_flat = Primitive(_as_flat)
as_matrix = Primitive(_as_matrix)  # of the first rows · columns numbers
as_cube = Primitive(_as_cube)  # of the first a · b · c numbers
part = Primitive(_part)  # `count` numbers from one on, flat
block = Primitive(_block)  # of a matrix; for products only, its rows lie apart


# Functions of one number.

exp = ByDtype(vector_math.exp, np.exp)
expm1 = ByDtype(vector_math.expm1, np.expm1)
log = ByDtype(vector_math.log, np.log)
log1p = ByDtype(vector_math.log1p, np.log1p)
tanh = ByDtype(vector_math.tanh, np.tanh)
sin = ByDtype(vector_math.sin, np.sin)
cos = ByDtype(vector_math.cos, np.cos)
erf = ByDtype(vector_math.erf, math.erf)
sqrt = ByDtype(np.sqrt, np.sqrt)


@inner
def sigmoid(x: Any) -> Any:
    """1 / (1 + e⁻ˣ)."""
    return 1.0 / (1.0 + exp(-x))


@inner
def sign(x: Any) -> Any:
    """1 above 0, −1 below, 0 at 0."""
    return 1.0 if x > 0.0 else (-1.0 if x < 0.0 else x)


@inner
def clipped(x: Any, low: Any, high: Any) -> Any:
    """x, kept from low to high."""
    above = low if x < low else x
    return high if above > high else above
