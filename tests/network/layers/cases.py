"""For every layer type, networks to try it in: `CASES["Dense"](random)` draws one.

A layer type without a line here is tried with random fields on whatever it takes: a vector, a
sequence or an image.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from .case import Case, Draw, Shape, fields, joining, of_any_shape, size, through
from .image_cases import IMAGE_CASES


def _dense(random: np.random.Generator) -> Case:
    units = size(random)
    shape = tuple(size(random) for _ in range(size(random, 1, 2)))
    return through(shape, fields(random, "Dense", units=units), (*shape[:-1], units))


def _dropout(random: np.random.Generator) -> Case:
    shape = (size(random, 2), size(random, 2))[: size(random, 1, 2)]
    return through(shape, {"type": "Dropout", "rate": random.choice([0.0, 0.3, 0.6])}, shape)


def _flatten(random: np.random.Generator) -> Case:
    shape = tuple(size(random) for _ in range(size(random, 1, 3)))
    return through(shape, {"type": "Flatten"}, (prod(shape),))


def _reshape(random: np.random.Generator) -> Case:
    shape = tuple(size(random) for _ in range(size(random, 1, 3)))
    wanted = tuple(int(extent) for extent in random.permutation(shape))
    is_open = random.integers(len(wanted)) if random.random() < 0.5 else None
    written = tuple(-1 if place == is_open else extent for place, extent in enumerate(wanted))
    return through(shape, {"type": "Reshape", "shape": written}, wanted)


def _permute(random: np.random.Generator) -> Case:
    shape = tuple(size(random) for _ in range(size(random)))
    order = tuple(int(axis) for axis in random.permutation(len(shape)))
    leaving = tuple(shape[axis] for axis in order)
    return through(shape, {"type": "Permute", "order": order}, leaving)


def _activation(random: np.random.Generator) -> Case:
    shape = tuple(size(random) for _ in range(size(random, 1, 3)))
    return through(shape, fields(random, "Activation"), shape)


def _polynomial_features(random: np.random.Generator) -> Case:
    width = size(random)
    kinds = ("features", "squares", "products", "sines")
    on = {kind: bool(random.random() < 0.6) for kind in kinds} | {
        str(random.choice(kinds[:2])): True
    }
    widths = dict.fromkeys(kinds, width) | {"products": width * (width - 1) // 2}
    leaving = sum(widths[kind] for kind in kinds if on[kind])
    return through((width,), {"type": "PolynomialFeatures", **on}, (leaving,))


def _merge(layer_type: str) -> Draw:
    def draw(random: np.random.Generator) -> Case:
        shape = tuple(size(random, most=3) for _ in range(size(random, 1, 3)))
        return joining([shape] * size(random, 1, 4), {"type": layer_type}, shape)

    return draw


def _concatenate(random: np.random.Generator) -> Case:
    axis, rank, place = [
        ("features", 1, 0),
        ("features", 2, 1),
        ("features", 3, 0),
        ("time", 2, 0),
        ("height", 3, 1),
        ("width", 3, 2),
    ][random.integers(6)]
    shape = [size(random, most=3) for _ in range(rank)]
    extents = [size(random, most=3) for _ in range(size(random, 1, 4))]

    def with_extent(extent: int) -> Shape:
        return (*shape[:place], extent, *shape[place + 1 :])

    arriving = [with_extent(extent) for extent in extents]
    return joining(arriving, {"type": "Concatenate", "axis": axis}, with_extent(sum(extents)))


def _dot(random: np.random.Generator) -> Case:
    # Of a vector with one number only the sign is left: no slope, but where it is 0.
    shape = (size(random, 2),)
    return joining([shape, shape], {"type": "Dot", "normalize": bool(random.integers(2))}, (1,))


def _input(random: np.random.Generator) -> Case:
    width = size(random, 2, 6)
    chosen = random.permutation(width)[: size(random, 1, width)]
    columns = tuple(int(column) for column in chosen)
    nodes = ({"id": "layer", "type": "Input", "columns": columns}, {"id": "d", "type": "Dense"})
    return Case((width,), nodes, (("layer", "d"), ("d", "head")), (len(columns),))


def _shared(random: np.random.Generator) -> Case:
    width = size(random)
    twin = str(random.choice(["Dense", "Activation", "Dropout"]))
    nodes = (
        {"id": "left", "type": "Dense", "units": width},
        {"id": "right", "type": "Dense", "units": width},
        {"id": "layer", "type": "Shared", "layer": "twin"},
        {"id": "again", "type": "Shared", "layer": "twin"},
        {**fields(random, twin), "id": "twin"},
        {"id": "sum", "type": "Add"},
    )
    links = [("input", "left"), ("input", "right"), ("left", "twin"), ("right", "layer")]
    links += [
        ("left", "again"),
        ("twin", "sum"),
        ("layer", "sum"),
        ("again", "sum"),
        ("sum", "head"),
    ]
    return Case((2,), nodes, tuple(links))


def _recurrent(layer_type: str) -> Draw:
    def draw(random: np.random.Generator) -> Case:
        steps, units, whole = size(random, 1, 5), size(random), bool(random.integers(2))
        given: dict[str, Any] = {"units": units, "return_sequences": whole}
        if layer_type == "SimpleRNN":  # by chance one sum in a hundred is near a ReLU's kink
            given["activation"] = "tanh"
        node = fields(random, layer_type, **given)
        return through((steps, size(random)), node, (steps, units) if whole else (units,))

    return draw


def _self_attention(random: np.random.Generator) -> Case:
    heads, steps = size(random, 1, 3), size(random, 1, 5)
    features = heads * size(random, 1, 2)
    given = {"heads": heads, "units": random.choice([None, size(random)])}
    node = fields(random, "SelfAttention", **given)
    return through((steps, features), node, (steps, given["units"] or features))


def _embedding(random: np.random.Generator) -> Case:
    shape = tuple(size(random) for _ in range(size(random, 1, 2)))
    units = size(random)
    node = {**fields(random, "Embedding", units=units), "id": "layer"}
    nodes = (node, {"id": "flat", "type": "Flatten"})
    return Case(shape, nodes, None, (*shape, units))


CASES: dict[str, Draw] = {
    "Input": _input,
    "Dense": _dense,
    **IMAGE_CASES,
    "SimpleRNN": _recurrent("SimpleRNN"),
    "GRU": _recurrent("GRU"),
    "LSTM": _recurrent("LSTM"),
    "SelfAttention": _self_attention,
    "Embedding": _embedding,
    "Activation": _activation,
    "PolynomialFeatures": _polynomial_features,
    "Dropout": _dropout,
    "Flatten": _flatten,
    "Reshape": _reshape,
    "Permute": _permute,
    "Add": _merge("Add"),
    "Multiply": _merge("Multiply"),
    "Concatenate": _concatenate,
    "Dot": _dot,
    "Shared": _shared,
}


def cases_of(layer_type: str) -> Draw:
    """What draws cases for this layer type."""
    return CASES.get(layer_type) or of_any_shape(layer_type)
