"""Constant parts of a graph, worked out: shapes that exporters compute, weights that they turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.formats.importing.graph.nodes import GraphNode
from playground.formats.importing.graph.refused import Refused

Array = NDArray[Any]
# Stands for the number of samples in shapes that are computed; nobody has as many.
BATCH = 2**52 + 7
# No weight is larger; what is was made of the number of samples.
LARGEST = 2**48
# What is worked out is as large as what it is made of, or small.
MOST_NUMBERS = 1_000_000
_TYPES = {1: np.float32, 6: np.int32, 7: np.int64, 9: np.bool_, 10: np.float16, 11: np.float64}


def fold(node: GraphNode, given: Sequence[Array | None]) -> Array:
    """What a node makes of constants.

    Raises:
        Refused: it is not one that is worked out.
    """
    if node.op not in FOLDS:
        raise Refused
    first = given[0] if given else None
    if first is None and node.op != "Constant":
        raise Refused("an input is left out")
    there = [each for each in given if each is not None]
    try:
        if _size_ahead(node, there) > max(MOST_NUMBERS, *(each.size for each in there), 0):
            raise Refused("what it makes is too large")
        with np.errstate(all="ignore"):
            made = np.asarray(FOLDS[node.op](node, there))
    except (ValueError, IndexError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise Refused(f"it can't be worked out: {error}") from None
    return made


def _size_ahead(node: GraphNode, given: list[Array]) -> int:
    """How many numbers a node will make that can make more than it is given; else 0."""
    if node.op == "Concat":
        return sum(each.size for each in given)
    if node.op == "Gather" and len(given) > 1:
        axis = max(given[0].shape[int(node.attributes.get("axis", 0))], 1)
        return int(given[0].size // axis * given[1].size)
    if node.op == "ConstantOfShape":
        return prod(1 if n == BATCH else int(n) for n in np.ravel(given[0]))
    if node.op in ("Add", "Sub", "Mul", "Div"):
        return prod(np.broadcast_shapes(*(each.shape for each in given)))
    return 0


def _constant(node: GraphNode, given: list[Array]) -> Array:
    from onnx import numpy_helper

    kinds = {"value_float": np.float32, "value_floats": np.float32}
    for name, value in node.attributes.items():
        if name == "value":
            held: Array = numpy_helper.to_array(value)
            return held
        if name.startswith("value_") and "string" not in name:
            return np.asarray(value, kinds.get(name, np.int64))
    raise ValueError("it holds no numbers")


def axes_of(node: GraphNode, given: Sequence[Array | None]) -> list[int] | None:
    """The axes that a node names, as an attribute or as its second input; None for none."""
    if "axes" in node.attributes:
        return [int(axis) for axis in node.attributes["axes"]]
    second = given[1] if len(given) > 1 else None
    return None if second is None else [int(axis) for axis in np.ravel(second)]


def _unsqueeze(node: GraphNode, given: list[Array]) -> Array:
    axes = axes_of(node, given) or []
    rank = given[0].ndim + len(axes)
    return np.expand_dims(given[0], tuple(axis % rank for axis in axes))


def _squeeze(node: GraphNode, given: list[Array]) -> Array:
    axes = axes_of(node, given)
    return np.squeeze(given[0], None if axes is None else tuple(axes))


def _slice(node: GraphNode, given: list[Array]) -> Array:
    if "starts" in node.attributes:
        starts, ends = node.attributes["starts"], node.attributes["ends"]
        axes = node.attributes.get("axes", range(len(starts)))
        steps: Any = [1] * len(starts)
    else:
        starts, ends = (np.ravel(each) for each in given[1:3])
        axes = np.ravel(given[3]) if len(given) > 3 else range(len(starts))
        steps = np.ravel(given[4]) if len(given) > 4 else [1] * len(starts)
    places = [slice(None)] * given[0].ndim
    for axis, start, end, step in zip(axes, starts, ends, steps, strict=True):
        places[int(axis)] = slice(int(start), int(end), int(step))
    return given[0][tuple(places)]


def _reshape(node: GraphNode, given: list[Array]) -> Array:
    shape = [given[0].shape[p] if n == 0 else int(n) for p, n in enumerate(np.ravel(given[1]))]
    return given[0].reshape(shape)


def _reduced(node: GraphNode, given: list[Array]) -> Array:
    axes = axes_of(node, given)
    keep = bool(node.attributes.get("keepdims", 1))
    made: Array = np.prod(given[0], None if axes is None else tuple(axes), keepdims=keep)
    return made


def _filled(node: GraphNode, given: list[Array]) -> Array:
    """One number everywhere; along the samples once, which goes with any number of them."""
    from onnx import numpy_helper

    shape = [1 if n == BATCH else int(n) for n in np.ravel(given[0])]
    value = node.attributes.get("value")
    number = np.zeros(1, np.float32) if value is None else numpy_helper.to_array(value)
    return np.full(shape, np.ravel(number)[0])


FOLDS: dict[str, Callable[[GraphNode, list[Array]], Any]] = {
    "Constant": _constant,
    "ConstantOfShape": _filled,
    "Identity": lambda node, given: given[0],
    "Cast": lambda node, given: given[0].astype(_TYPES[node.attributes["to"]]),
    "Transpose": lambda node, given: given[0].transpose(node.attributes.get("perm")),
    "Reshape": _reshape,
    "Unsqueeze": _unsqueeze,
    "Squeeze": _squeeze,
    "Slice": _slice,
    "Gather": lambda node, given: np.take(
        given[0], given[1].astype(np.int64), node.attributes.get("axis", 0)
    ),
    "Concat": lambda node, given: np.concatenate(given, node.attributes["axis"]),
    "Flatten": lambda node, given: given[0].reshape(
        int(np.prod(given[0].shape[: node.attributes.get("axis", 1)])), -1
    ),
    "Add": lambda node, given: given[0] + given[1],
    "Sub": lambda node, given: given[0] - given[1],
    "Mul": lambda node, given: given[0] * given[1],
    "Div": lambda node, given: (
        given[0] // given[1] if given[0].dtype.kind in "iu" else given[0] / given[1]
    ),
    "Neg": lambda node, given: -given[0],
    "Sqrt": lambda node, given: np.sqrt(given[0]),
    "Reciprocal": lambda node, given: 1 / given[0],
    "ReduceProd": _reduced,
    "Dropout": lambda node, given: given[0],
}
