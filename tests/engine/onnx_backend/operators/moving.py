"""Operators that only move numbers."""

from __future__ import annotations

from math import prod

from ..computation import Array, Computation
from ..moves import joined, rearranged, reshaped, taken, transposed
from ..node import NotSupported, OnnxNode


def identity(node: OnnxNode, c: Computation) -> list[Array]:
    return c.run(c.apply("copy", c.rows(node.tensor(0))))


def reshape(node: OnnxNode, c: Computation) -> list[Array]:
    """0 leaves an axis as it is, −1 is what is left over."""
    x, wanted = c.sample(node.tensor(0)), node.numbers(1) or []
    shape = [x.shape[axis] if n == 0 else n for axis, n in enumerate(wanted)]
    if -1 in shape:
        shape[shape.index(-1)] = -prod(x.shape) // prod(shape)
    return c.run(reshaped(c, x, shape))


def flatten(node: OnnxNode, c: Computation) -> list[Array]:
    """The axes before `axis` in one, and those from it on in another; at 1, as our layer does."""
    x = node.tensor(0)
    axis = node.attribute("axis", 1)
    axis = axis + x.ndim if axis < 0 else axis
    if axis == 1:
        value = c.rows(x)
        return c.run(reshaped(c, value, [prod(value.shape)]))
    return c.run(reshaped(c, c.sample(x), [prod(x.shape[:axis]), prod(x.shape[axis:])]))


def transpose(node: OnnxNode, c: Computation) -> list[Array]:
    x = c.sample(node.tensor(0))
    permutation = node.attribute("perm", list(range(len(x.shape)))[::-1])
    return c.run(transposed(c, x, permutation))


def concat(node: OnnxNode, c: Computation) -> list[Array]:
    """Of what is batched, as a merge of branches is, unless the batch itself would grow."""
    tensors = [node.tensor(place) for place in range(len(node.inputs))]
    axis = node.attribute("axis", 0) % tensors[0].ndim
    if axis > 0:
        return c.run(joined(c, [c.rows(each) for each in tensors], axis - 1))
    return c.run(joined(c, [c.sample(each) for each in tensors], axis))


def slice_(node: OnnxNode, c: Computation) -> list[Array]:
    """Places that follow one another are one slice; others are slices of one, joined."""
    x = c.sample(node.tensor(0))
    starts, ends = node.numbers(1) or [], node.numbers(2) or []
    axes = node.numbers(3) or list(range(len(starts)))
    steps = node.numbers(4) or [1] * len(starts)
    for start, end, axis, step in zip(starts, ends, axes, steps, strict=True):
        at = axis % len(x.shape)
        places = range(*slice(start, end, step).indices(x.shape[at]))
        if not places:
            raise NotSupported("an array has at least one number")
        x = taken(c, x, at, places)
    return c.run(x)


def gather(node: OnnxNode, c: Computation) -> list[Array]:
    """The rows of a table; another axis is first brought to the front."""
    data, indices = node.tensor(0), node.tensor(1)
    axis = node.attribute("axis", 0) % data.ndim
    others = [each for each in range(data.ndim) if each != axis]
    table = transposed(c, c.whole(data), [axis, *others])
    flat = reshaped(c, table, [data.shape[axis], data.size // data.shape[axis]])
    picked = c.apply("embedding", c.rows(indices % data.shape[axis]), flat)
    result = c.run(reshaped(c, picked, [*indices.shape[1:], *table.shape[1:]]))[0]
    # Axes of the indices first, then those of the data: the indices go where their axis was.
    before, middle = others[:axis], list(range(indices.ndim))
    places = [indices.ndim + place for place in range(len(others))]
    order = [*places[: len(before)], *middle, *places[len(before) :]]
    return [rearranged(c, result, order)]
