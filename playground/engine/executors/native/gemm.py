"""A general matrix product of our own, for the batches of tens of rows that BLAS is not made for.

BLAS packs both matrices into panels at each call, which pays for itself over hundreds of rows. Here
a tile reads both where they lie, but for one that stands the other way round. It is called as C
calls BLAS, rows first, and hands on to BLAS what is above a limit.
"""

# Numba has no types for what is used here.
# mypy: disable-error-code="untyped-decorator,no-untyped-call,no-untyped-def,attr-defined"

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from playground.engine.executors.native.blas import LIMIT, SYMBOLS_OF_BLAS, TILE, TURN
from playground.engine.executors.native.intrinsics import numbers_at
from playground.engine.executors.native.options import KERNEL
from playground.engine.executors.native.tile_shape import Shape

_DEPTH = 256  # steps of the sum for which a panel is laid out at a time
_TURNED = 112
_INT64 = ir.IntType(64)
_INT32 = ir.IntType(32)


def signature_of(dtype: np.dtype[Any]) -> Any:
    """Its parameters, addresses as int64."""
    number, flag, size = numba.from_dtype(dtype), types.int32, types.int64
    return types.void(*[flag] * 3, *[size] * 3, number, *[size] * 4, number, size, size)


def gemm_of(dtype: np.dtype[Any], shape: Shape) -> Any:
    """The product, to be compiled with `signature_of(dtype)`.

    c = a · b where beta is 0, or c += a · b where it is 1; alpha is 1, and not both are transposed.
    """
    size, lanes, most_vectors = dtype.itemsize, shape.lanes, shape.vectors
    rows_of_one, rows_of_two, rows_of_three = shape.rows
    tile, turn, limit = _external(TILE, 12), _external(TURN, 7), _word(LIMIT)
    blas = _external(SYMBOLS_OF_BLAS[dtype.name], signature_of(dtype).args)
    panel_size = _DEPTH * shape.columns
    scratch = _scratch(dtype, panel_size + lanes * shape.columns)
    numbers = numbers_at(numba.from_dtype(dtype))
    compiled = numba.njit(**KERNEL)

    @compiled
    def stretches_of(count):
        """How many stretches make so many numbers, of how many vectors, how many of one more."""
        whole = (count + lanes - 1) // lanes
        stretches = (whole + most_vectors - 1) // most_vectors
        return stretches, whole // stretches, whole % stretches

    @compiled
    def stretch_at(at, end, vectors):
        """Its vectors, its numbers from `at` on, and how many of these are in the last vector."""
        count = min(vectors * lanes, end - at)
        return vectors, count, count - (vectors - 1) * lanes

    @compiled
    def stretch(a, a_row, a_step, rows, b, b_step, vectors, last, c, c_row, depth, add):
        """All rows of a stretch of the result, the tiles being as alike as can be."""
        most = rows_of_one if vectors == 1 else (rows_of_two if vectors == 2 else rows_of_three)
        tiles = (rows + most - 1) // most
        height, higher = rows // tiles, rows % tiles
        at = 0
        for number in range(tiles):
            here = height + (1 if number < higher else 0)
            a_at, c_at = a + at * a_row * size, c + at * c_row * size
            tile(here, vectors, a_at, a_row, a_step, b, b_step, c_at, c_row, depth, last, add)
            at += here

    @compiled
    def straight(m, n, k, a, a_row, a_step, b, b_row, c, c_row, add):
        """b's rows lie along the result's."""
        stretches, width, wider = stretches_of(n)
        at = 0
        for number in range(stretches):
            vectors, count, last = stretch_at(at, n, width + (1 if number < wider else 0))
            b_at, c_at = b + at * size, c + at * size
            stretch(a, a_row, a_step, m, b_at, b_row, vectors, last, c_at, c_row, k, add)
            at += count

    @compiled
    def dots(m, k, a, a_row, b, c, c_row, add):
        """b and c are single columns, b without gaps."""
        column = numbers(b, k)
        for i in range(m):
            row, result = numbers(a + i * a_row * size, k), numbers(c + i * c_row * size, 1)
            total = column[0] * row[0]
            for j in range(1, k):
                total += column[j] * row[j]
            result[0] = total + result[0] if add != 0 else total

    @compiled
    def lay_out(panel, width, source, row, count, depth):
        """`count` rows of `depth` numbers as columns of a panel that is `width` numbers wide."""
        for j in range(0, count, lanes):
            for i in range(0, depth, lanes):
                to, at = panel + (i * width + j) * size, source + (j * row + i) * size
                turn(to, width, at, row, min(lanes, count - j), min(lanes, depth - i), 0)

    @compiled
    def by_turning_b(m, n, k, a, a_row, b, b_row, c, c_row, add):
        """c = a · bᵀ, the columns of the panel being b's rows."""
        panel = scratch()
        stretches, width, wider = stretches_of(n)
        for start in range(0, k, _DEPTH):
            depth, adds = min(_DEPTH, k - start), 1 if start > 0 else add
            at = 0
            for number in range(stretches):
                vectors, count, last = stretch_at(at, n, width + (1 if number < wider else 0))
                wide = vectors * lanes
                lay_out(panel, wide, b + (at * b_row + start) * size, b_row, count, depth)
                a_at, c_at = a + start * size, c + at * size
                stretch(a_at, a_row, 1, m, panel, wide, vectors, last, c_at, c_row, depth, adds)
                at += count

    @compiled
    def by_turning_a(m, n, k, a, a_row, b, b_row, c, c_row, add):
        """cᵀ = b · aᵀ, the columns of the panel being a's rows; each block of cᵀ is turned."""
        panel = scratch()
        block, block_row = panel + panel_size * size, most_vectors * lanes
        stretches, width, wider = stretches_of(m)
        for start in range(0, k, _DEPTH):
            depth, adds = min(_DEPTH, k - start), 1 if start > 0 else add
            at = 0
            for number in range(stretches):
                vectors, count, last = stretch_at(at, m, width + (1 if number < wider else 0))
                wide = vectors * lanes
                lay_out(panel, wide, a + (at * a_row + start) * size, a_row, count, depth)
                for row in range(0, n, lanes):
                    rows, b_at = min(lanes, n - row), b + (row * b_row + start) * size
                    stretch(
                        b_at, b_row, 1, rows, panel, wide, vectors, last, block, block_row, depth, 0
                    )
                    for j in range(0, count, lanes):
                        to, columns = c + ((at + j) * c_row + row) * size, min(lanes, count - j)
                        turn(to, c_row, block + j * size, block_row, rows, columns, adds)
                at += count

    def gemm(order, turn_a, turn_b, m, n, k, alpha, a, a_row, b, b_row, beta, c, c_row):
        add = 1 if beta != 0.0 else 0
        work = m * n * k
        if work > limit() or work == 0:
            blas(order, turn_a, turn_b, m, n, k, alpha, a, a_row, b, b_row, beta, c, c_row)
        elif n == 1 and turn_b != _TURNED and turn_a != _TURNED and b_row == 1:
            dots(m, k, a, a_row, b, c, c_row, add)
        elif n == 1 and turn_b != _TURNED and turn_a == _TURNED and c_row == 1:
            straight(1, m, k, b, 1, b_row, a, a_row, c, m, add)  # a single column is a row too
        elif k == 1 and turn_b == _TURNED and b_row == 1:
            straight(m, n, 1, a, a_row, 1, b, n, c, c_row, add)
        elif turn_b != _TURNED:
            a_steps = (1, a_row) if turn_a == _TURNED else (a_row, 1)
            straight(m, n, k, a, a_steps[0], a_steps[1], b, b_row, c, c_row, add)
        elif n * k <= m * (n + k):  # whatever there is less of
            by_turning_b(m, n, k, a, a_row, b, b_row, c, c_row, add)
        else:
            by_turning_a(m, n, k, a, a_row, b, b_row, c, c_row, add)

    return gemm


def _external(name: str, kinds: Any) -> Any:
    """A function that is found when the code is linked; of so many int64s, or of these types."""
    wanted = [types.int64] * kinds if isinstance(kinds, int) else list(kinds)
    return types.ExternalFunction(name, types.void(*wanted))


def _word(name: str) -> Any:
    """What reads the int64 at a symbol."""

    @intrinsic
    def read(typingctx: Any) -> Any:
        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            place = cgutils.add_global_variable(builder.module, _INT64, name)
            return builder.load(place)

        return types.int64(), codegen

    return read


def _scratch(dtype: np.dtype[Any], count: int) -> Any:
    """What finds room for so many numbers on the stack: its address."""

    @intrinsic
    def scratch(typingctx: Any) -> Any:
        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            number = ir.FloatType() if dtype == np.float32 else ir.DoubleType()
            # Not Numba's own way, which fills it with zeros each time.
            with builder.goto_entry_block():
                room = builder.alloca(ir.ArrayType(number, count))
            return builder.ptrtoint(room, _INT64)

        return types.int64(), codegen

    return scratch
