"""Moving numbers about with our ops, along any axis.

An axis is one of the value's own shape: of a sample or a whole (see `Computation`) it is the axis
of ONNX's tensor, of rows it is one less. Our ops work on the last axes; others are reached by
reshapes, which move nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import prod

from playground.engine.graph import Shape, Value

from .computation import Array, Computation


def reshaped(c: Computation, value: Value, shape: Sequence[int]) -> Value:
    """The same numbers in another shape."""
    return value if value.shape == tuple(shape) else c.apply("reshape", value, shape=tuple(shape))


def joined(c: Computation, values: Sequence[Value], axis: int) -> Value:
    """One after the other along an axis."""
    before, after = values[0].shape[:axis], values[0].shape[axis + 1 :]
    flat = [reshaped(c, each, (*before, prod(each.shape[axis:]))) for each in values]
    total = reduce(lambda a, b: c.apply("concatenate", a, b), flat)
    return reshaped(c, total, (*before, total.shape[-1] // prod(after), *after))


def part(c: Computation, value: Value, axis: int, start: int, stop: int) -> Value:
    """Places `start` up to, but not with, `stop` of an axis."""
    before, after = value.shape[:axis], value.shape[axis + 1 :]
    if (start, stop) == (0, value.shape[axis]):
        return value
    flat = reshaped(c, value, (*before, prod(value.shape[axis:])))
    inside = c.apply("slice", flat, start=start * prod(after), stop=stop * prod(after))
    return reshaped(c, inside, (*before, stop - start, *after))


def taken(c: Computation, value: Value, axis: int, places: Sequence[int]) -> Value:
    """These places of an axis, in this order."""
    if list(places) == list(range(places[0], places[0] + len(places))):
        return part(c, value, axis, places[0], places[-1] + 1)
    return joined(c, [part(c, value, axis, at, at + 1) for at in places], axis)


def repeated(c: Computation, value: Value, axis: int, times: int) -> Value:
    """So many copies, one after the other along an axis."""
    return joined(c, [value] * times, axis)


def broadcast(c: Computation, value: Value, shape: Shape) -> Value:
    """Copies along the axes that ONNX's broadcasting stretches."""
    value = reshaped(c, value, (1,) * (len(shape) - len(value.shape)) + value.shape)
    for axis, extent in enumerate(shape):
        if value.shape[axis] != extent:
            value = repeated(c, value, axis, extent)
    return value


def transposed(c: Computation, value: Value, permutation: Sequence[int]) -> Value:
    """The axes in another order: axis i of the result is axis permutation[i] of the value."""
    order = list(range(len(value.shape)))
    for place, axis in enumerate(permutation):
        at = order.index(axis)
        if at == place:
            continue
        shape = value.shape
        blocks = shape[:place], shape[place:at], shape[at : at + 1], shape[at + 1 :]
        value = c.apply("swap", reshaped(c, value, [prod(block) for block in blocks]))
        value = reshaped(c, value, (*blocks[0], *blocks[2], *blocks[1], *blocks[3]))
        order.insert(place, order.pop(at))
    return value


def along(c: Computation, op: str, value: Value, axis: int) -> Value:
    """An op that works along the last axis, along another: the two change places and back."""
    order = list(range(len(value.shape)))
    order[axis], order[-1] = order[-1], order[axis]
    return transposed(c, c.apply(op, transposed(c, value, order)), order)


def padded(c: Computation, value: Value, axis: int, before: int, after: int) -> Value:
    """Zeros at both ends of an axis: what the derivative of a slice is."""
    if before == after == 0:
        return value
    outer, inner = value.shape[:axis], prod(value.shape[axis + 1 :])
    extent = before + value.shape[axis] + after
    flat = reshaped(c, value, (*outer, prod(value.shape[axis:])))
    wide = c.apply("slice_backward", flat, start=before * inner, extent=extent * inner)
    return reshaped(c, wide, (*outer, extent, *value.shape[axis + 1 :]))


def rearranged(c: Computation, tensor: Array, permutation: Sequence[int]) -> Array:
    """A tensor with its axes in another order, the batch too: by a program of its own."""
    if list(permutation) == sorted(permutation):
        return tensor
    other = c.fresh()
    return other.run(transposed(other, other.sample(tensor), permutation))[0]
