"""Values joined and turned along any of their axes, by ops that know only the last ones."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING

from playground.engine.graph import Shape, Value

if TYPE_CHECKING:
    from playground.network.builder import Builder


def reshaped(builder: Builder, x: Value, shape: Shape) -> Value:
    """The same numbers in another shape; nothing is added where it has that shape already."""
    return x if x.shape == shape else builder.apply("reshape", x, shape=shape)


def concatenate(builder: Builder, values: Sequence[Value], axis: int) -> Value:
    """Values one after another along an axis of a sample; they agree in all other axes."""
    if len(values) == 1:
        return values[0]
    # Halves of halves, so that no number is copied more often than it has to be.
    middle = len(values) // 2
    a, b = (concatenate(builder, part, axis) for part in (values[:middle], values[middle:]))
    before, after = a.shape[:axis], a.shape[axis + 1 :]
    rows = [reshaped(builder, x, (*before, prod(x.shape[axis:]))) for x in (a, b)]
    joined = builder.apply("concatenate", *rows)
    return reshaped(builder, joined, (*before, a.shape[axis] + b.shape[axis], *after))


def permute(builder: Builder, x: Value, order: Sequence[int]) -> Value:
    """The axes of a sample in another order: axis n of the result is axis order[n] of x."""
    standing, order = list(range(len(x.shape))), list(order)
    for place in range(len(order)):
        at = standing.index(order[place])
        if at == place:
            continue
        end = _end_of_run(standing, order, at, place)
        x = _swap(builder, x, place, at, end)
        standing[place:end] = standing[at:end] + standing[place:at]
    return x


def _end_of_run(standing: list[int], order: list[int], at: int, place: int) -> int:
    """Where the axes end that stand together from `at` on as they shall from `place` on."""
    end = at
    while end < len(standing) and standing[end] == order[place + end - at]:
        end += 1
    return end


def _swap(builder: Builder, x: Value, first: int, second: int, end: int) -> Value:
    """Axes second to end, moved before the axes first to second."""
    before, a = x.shape[:first], x.shape[first:second]
    b, after = x.shape[second:end], x.shape[end:]
    cube = reshaped(builder, x, (*before, prod(a), prod(b), prod(after)))
    return reshaped(builder, builder.apply("swap", cube), (*before, *b, *a, *after))
