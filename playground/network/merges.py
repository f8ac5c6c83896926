"""What the layers that join several values have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from playground.network.problems import Misfit
from playground.network.shapes import in_words

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder


def require_one_shape(layer_type: str, values: Sequence[Value]) -> None:
    """Refuse values whose shapes differ.

    Raises:
        Misfit: with Flatten as what mends it, where one is an image and another a vector.
    """
    if len({value.shape for value in values}) < 2:
        return
    given = " and ".join(in_words(value.shape) for value in values)
    message = f"{layer_type} takes inputs of one shape; it is given {given}."
    tall = first_not_vector(values)
    if tall is not None and any(len(value.shape) == 1 for value in values):
        raise Misfit(message, "Flatten", operand=tall)
    raise Misfit(f"{message} Change the layers before it so that they agree.")


def first_not_vector(values: Sequence[Value]) -> int | None:
    """The place of the first value that is not a vector, if there is one."""
    return next((place for place, value in enumerate(values) if len(value.shape) != 1), None)


def folded(builder: Builder, op: str, values: Sequence[Value]) -> Value:
    """An op of two operands on all of the values, from the left."""
    apply: Callable[[Value, Value], Value] = lambda a, b: builder.apply(op, a, b)  # noqa: E731
    return reduce(apply, values)
