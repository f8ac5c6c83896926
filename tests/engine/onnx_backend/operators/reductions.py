"""Means and sums along axes."""

from __future__ import annotations

from math import prod

from ..computation import Array, Computation
from ..moves import reshaped, transposed
from ..node import OnnxNode


def reduce_mean(node: OnnxNode, c: Computation) -> list[Array]:
    """What is kept becomes channels, and each channel's mean is taken."""
    x = c.sample(node.tensor(0))
    kept, gone = _axes(node)
    counts = [prod(x.shape[axis] for axis in axes) for axes in (kept, gone)]
    channels = reshaped(c, transposed(c, x, [*kept, *gone]), (*counts, 1))
    mean = c.apply("global_average", channels, channels_last=0)
    return c.run(reshaped(c, mean, _shape(node, kept)))


def reduce_sum(node: OnnxNode, c: Computation) -> list[Array]:
    """What is summed becomes rows: as a bias gets its derivative."""
    x = c.sample(node.tensor(0))
    kept, gone = _axes(node)
    if not gone:
        return c.run(c.apply("copy", x))
    counts = [prod(x.shape[axis] for axis in axes) for axes in (gone, kept)]
    rows = reshaped(c, transposed(c, x, [*gone, *kept]), counts)
    return c.run(reshaped(c, c.apply("sum_rows", rows), _shape(node, kept)))


def _axes(node: OnnxNode) -> tuple[list[int], list[int]]:
    """Those that stay and those that go; named none, all go (or none, as an attribute says)."""
    rank = node.tensor(0).ndim
    named = node.numbers(1) or []
    every = [] if node.attribute("noop_with_empty_axes", 0) else list(range(rank))
    gone = [axis % rank for axis in named] or every
    return [axis for axis in range(rank) if axis not in gone], gone


def _shape(node: OnnxNode, kept: list[int]) -> list[int]:
    shape = node.tensor(0).shape
    if node.attribute("keepdims", 1):
        return [extent if axis in kept else 1 for axis, extent in enumerate(shape)]
    return [shape[axis] for axis in kept]
