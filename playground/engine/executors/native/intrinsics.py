"""The native executor's own code for what kernels can't say in Python."""

# Numba has no types for what is used here.
# mypy: disable-error-code="untyped-decorator,no-untyped-call,attr-defined"

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np import arrayobj

from playground.engine.executors.native.blas import SYMBOLS, Convention

_INT64 = ir.IntType(64)
_INT32 = ir.IntType(32)
_SINGLE = ir.FloatType()


def arguments(layout: tuple[tuple[Any, int], ...]) -> Any:
    """What reads a kernel's arguments from a row: a type and its place in the row for each."""

    @intrinsic
    def read(typingctx: Any, row: Any) -> Any:
        result = types.Tuple([kind for kind, _ in layout])

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            values = [_argument(context, builder, args[0], kind, at) for kind, at in layout]
            return context.make_tuple(builder, result, values)

        return result(row), codegen

    return read


def _word(builder: Any, row: Any, at: int) -> Any:
    return builder.load(builder.gep(row, [_INT64(at)], inbounds=True))


def _argument(context: Any, builder: Any, row: Any, kind: Any, at: int) -> Any:
    word = _word(builder, row, at)
    if kind == types.int64:
        return word
    if isinstance(kind, types.Float):
        exact = builder.bitcast(word, ir.DoubleType())
        return exact if kind == types.float64 else builder.fptrunc(exact, _SINGLE)
    data = builder.inttoptr(word, context.get_data_type(kind.dtype).as_pointer())
    extents = [_word(builder, row, at + 1 + axis) for axis in range(kind.ndim)]
    return _array(context, builder, kind, data, extents)


def _array(context: Any, builder: Any, kind: Any, data: Any, extents: list[Any]) -> Any:
    """A C-contiguous array on memory that is somebody else's."""
    item = _INT64(context.get_abi_sizeof(context.get_data_type(kind.dtype)))
    strides: list[Any] = []
    stride = item
    for extent in reversed(extents):
        strides.insert(0, stride)
        stride = builder.mul(stride, extent)
    array = context.make_array(kind)(context, builder)
    arrayobj.populate_array(
        array, data=data, shape=extents, strides=strides, itemsize=item, meminfo=None
    )
    return array._getvalue()


@intrinsic
def call(typingctx: Any, row: Any) -> Any:
    """Call the function whose address a row begins with, on that row."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kind = ir.FunctionType(ir.VoidType(), [_INT64.as_pointer()])
        function = builder.inttoptr(_word(builder, args[0], 0), kind.as_pointer())
        builder.call(function, [args[0]])
        return context.get_dummy_value()

    return types.void(row), codegen


@intrinsic
def pointer_at(typingctx: Any, row: Any, at: Any) -> Any:
    """The pointer to int64s that lies at a place of a row."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        word = builder.load(builder.gep(args[0], [args[1]], inbounds=True))
        return builder.inttoptr(word, _INT64.as_pointer())

    return types.CPointer(types.int64)(row, types.int64), codegen


@intrinsic
def word_at(typingctx: Any, row: Any, at: Any) -> Any:
    """The int64 at a place of a row."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(builder.gep(args[0], [args[1]], inbounds=True))

    return types.int64(row, types.int64), codegen


@intrinsic
def advanced(typingctx: Any, row: Any, by: Any) -> Any:
    """A row so many int64s further on."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.gep(args[0], [args[1]], inbounds=True)

    return row(row, types.int64), codegen


def numbers_at(kind: Any) -> Any:
    """What makes a flat array of `kind` of an address and a size."""
    array = types.Array(kind, 1, "C", aligned=True)

    @intrinsic
    def made(typingctx: Any, address: Any, size: Any) -> Any:
        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            data = builder.inttoptr(args[0], context.get_data_type(kind).as_pointer())
            return _array(context, builder, array, data, [args[1]])

        return array(types.int64, types.int64), codegen

    return made


def _reshaped(rank: int) -> Any:
    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        source = context.make_array(signature.args[0])(context, builder, args[0])
        if rank == 1 and len(args) == 1:
            extents = [_size(builder, cgutils.unpack_tuple(builder, source.shape))]
        else:
            extents = list(args[1:])
        return _array(context, builder, signature.return_type, source.data, extents)

    return codegen


def _size(builder: Any, extents: list[Any]) -> Any:
    size = extents[0]
    for extent in extents[1:]:
        size = builder.mul(size, extent)
    return size


@intrinsic
def as_flat(typingctx: Any, x: Any) -> Any:
    """Every number of a contiguous array, in order."""
    return types.Array(x.dtype, 1, "C", aligned=True)(x), _reshaped(1)


@intrinsic
def as_matrix(typingctx: Any, x: Any, rows: Any, columns: Any) -> Any:
    """The first rows · columns numbers of a contiguous array as a matrix."""
    result = types.Array(x.dtype, 2, "C", aligned=True)
    return result(x, types.int64, types.int64), _reshaped(2)


@intrinsic
def as_cube(typingctx: Any, x: Any, a: Any, b: Any, c: Any) -> Any:
    """The first a · b · c numbers of a contiguous array at rank 3."""
    result = types.Array(x.dtype, 3, "C", aligned=True)
    return result(x, types.int64, types.int64, types.int64), _reshaped(3)


@intrinsic
def part(typingctx: Any, x: Any, start: Any, count: Any) -> Any:
    """Numbers of a contiguous array from one on, flat."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        source = context.make_array(signature.args[0])(context, builder, args[0])
        data = builder.gep(source.data, [args[1]], inbounds=True)
        return _array(context, builder, signature.return_type, data, [args[2]])

    return types.Array(x.dtype, 1, "C", aligned=True)(x, types.int64, types.int64), codegen


@intrinsic
def block(typingctx: Any, x: Any, row: Any, rows: Any, column: Any, columns: Any) -> Any:
    """Rows and columns of a contiguous matrix."""
    result = types.Array(x.dtype, 2, "A", aligned=True)

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        source = context.make_array(signature.args[0])(context, builder, args[0])
        _, row, rows, column, columns = args
        _, width = cgutils.unpack_tuple(builder, source.shape)
        start = builder.add(builder.mul(row, width), column)
        array = context.make_array(result)(context, builder)
        arrayobj.populate_array(
            array,
            data=builder.gep(source.data, [start], inbounds=True),
            shape=[rows, columns],
            strides=cgutils.unpack_tuple(builder, source.strides),
            itemsize=source.itemsize,
            meminfo=None,
        )
        return array._getvalue()

    extent = types.int64
    return result(x, extent, extent, extent, extent), codegen


@intrinsic
def row_of(typingctx: Any, x: Any, row: Any) -> Any:
    """One row of a matrix whose rows may lie apart, flat."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        source = context.make_array(signature.args[0])(context, builder, args[0])
        apart, _ = cgutils.unpack_tuple(builder, source.strides)
        _, width = cgutils.unpack_tuple(builder, source.shape)
        data = cgutils.pointer_add(builder, source.data, builder.mul(args[1], apart))
        return _array(context, builder, signature.return_type, data, [width])

    return types.Array(x.dtype, 1, "C", aligned=True)(x, types.int64), codegen


# Bits of a float32


@intrinsic
def times_power_of_two(typingctx: Any, y: Any, n: Any) -> Any:
    """y · 2ⁿ in two halves, so that neither overflows on the way."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        whole = builder.fptosi(args[1], _INT32)
        half = builder.ashr(whole, _INT32(1))
        halves = (half, builder.sub(whole, half))
        y = args[0]
        for each in halves:
            bits = builder.shl(builder.add(each, _INT32(127)), _INT32(23))
            y = builder.fmul(y, builder.bitcast(bits, _SINGLE))
        return y

    return types.float32(types.float32, types.float32), codegen


@intrinsic
def mantissa(typingctx: Any, x: Any) -> Any:
    """Of a normal number above 0, in [½, 1)."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        bits = builder.bitcast(args[0], _INT32)
        bits = builder.or_(builder.and_(bits, _INT32(0x007FFFFF)), _INT32(0x3F000000))
        return builder.bitcast(bits, _SINGLE)

    return types.float32(types.float32), codegen


@intrinsic
def exponent(typingctx: Any, x: Any) -> Any:
    """Of a normal number above 0, so that it is mantissa · 2^exponent."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        bits = builder.lshr(builder.bitcast(args[0], _INT32), _INT32(23))
        return builder.sitofp(builder.sub(bits, _INT32(126)), _SINGLE)

    return types.float32(types.float32), codegen


# Matrix products


def gemm(dtype: np.dtype[Any], convention: Convention, turns: str, add: bool) -> Any:
    """out = a · b by a general product, called as BLAS is.

    `turns` says which of a and b is transposed, "n" or "t" each.
    """
    emit = _emit_c if convention == "c64" else _emit_fortran

    @intrinsic
    def multiply(typingctx: Any, out: Any, a: Any, b: Any) -> Any:
        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            item = _INT64(dtype.itemsize)
            sides = [
                _Side(context, builder, kind, value, item)
                for kind, value in zip(signature.args, args, strict=True)
            ]
            number = _SINGLE if dtype == np.float32 else ir.DoubleType()
            emit(builder, SYMBOLS[dtype.name], number, turns, add, *sides)
            return context.get_dummy_value()

        return types.void(out, a, b), codegen

    return multiply


class _Side:
    """One matrix of a product: where it lies, its extents, and how far apart its rows are."""

    def __init__(self, context: Any, builder: Any, kind: Any, value: Any, item: Any) -> None:
        array = context.make_array(kind)(context, builder, value)
        self.data = array.data
        self.rows, self.columns = cgutils.unpack_tuple(builder, array.shape)
        apart = builder.sdiv(cgutils.unpack_tuple(builder, array.strides)[0], item)
        # Of a matrix with one row that stride may be anything; BLAS wants at least a row's length.
        short = builder.icmp_signed("<", apart, self.columns)
        self.apart = builder.select(short, self.columns, apart)


def _function(builder: Any, name: str, result: Any, kinds: list[Any]) -> Any:
    return cgutils.get_or_insert_function(builder.module, ir.FunctionType(result, kinds), name)


def _emit_c(
    builder: Any, name: str, number: Any, turns: str, add: bool, out: _Side, a: _Side, b: _Side
) -> None:
    """The call as C has it, rows first: order 101; 111 as it is, 112 transposed."""
    pointer = number.as_pointer()
    sizes = [_INT64] * 3
    kinds = [_INT32] * 3 + sizes + [number, pointer, _INT64, pointer, _INT64]
    kinds += [number, pointer, _INT64]
    function = _function(builder, name, ir.VoidType(), kinds)
    depth = a.rows if turns[0] == "t" else a.columns
    flags = [_INT32(101)] + [_INT32(112 if turn == "t" else 111) for turn in turns]
    matrices = [number(1.0), a.data, a.apart, b.data, b.apart]
    result = [number(1.0 if add else 0.0), out.data, out.apart]
    builder.call(function, [*flags, out.rows, out.columns, depth, *matrices, *result])


def _emit_fortran(
    builder: Any, name: str, number: Any, turns: str, add: bool, out: _Side, a: _Side, b: _Side
) -> None:
    """The call as Fortran has it, columns first: outᵀ = bᵀ · aᵀ, everything by address."""
    byte = ir.IntType(8)
    pointer, size, letter = number.as_pointer(), _INT32.as_pointer(), byte.as_pointer()
    kinds = [letter] * 2 + [size] * 3 + [pointer, pointer, size, pointer, size]
    kinds += [pointer, pointer, size]
    function = _function(builder, name, ir.VoidType(), kinds)

    def kept(value: Any) -> Any:
        place = cgutils.alloca_once(builder, value.type)
        builder.store(value, place)
        return place

    def whole(value: Any) -> Any:
        return kept(builder.trunc(value, _INT32))

    depth = a.rows if turns[0] == "t" else a.columns
    letters = [kept(byte(ord(turn.upper()))) for turn in reversed(turns)]
    sizes = [whole(out.columns), whole(out.rows), whole(depth)]
    matrices = [kept(number(1.0)), b.data, whole(b.apart), a.data, whole(a.apart)]
    result = [kept(number(1.0 if add else 0.0)), out.data, whole(out.apart)]
    builder.call(function, [*letters, *sizes, *matrices, *result])


def primitives(dtype: np.dtype[Any]) -> dict[str, Any]:
    """Each primitive by its name, for one dtype; the products are in `products`."""
    numbers = types.float32 if dtype == np.float32 else types.float64
    return {
        "as_flat": as_flat,
        "as_matrix": as_matrix,
        "as_cube": as_cube,
        "part": part,
        "block": block,
        "times_power_of_two": times_power_of_two,
        "mantissa": mantissa,
        "exponent": exponent,
        "call": call,
        "pointer_at": pointer_at,
        "word_at": word_at,
        "advanced": advanced,
        "numbers_at": numbers_at(numbers),
        "control_at": numbers_at(types.float64),
        "whole_numbers_at": numbers_at(types.int64),
    }
