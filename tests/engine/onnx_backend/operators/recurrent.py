"""Recurrent layers over whole sequences, forwards, backwards or both.

ONNX's weights are (directions, gates · H, …), ours (…, gates · H), and the gates stand in another
order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.engine.graph import Value

from ..computation import Array, Computation
from ..moves import joined, part, rearranged, reshaped, taken, transposed
from ..node import NotSupported, OnnxNode

_BIAS, _LENGTHS, _HIDDEN, _CELL, _PEEPHOLES = range(3, 8)


@dataclass(frozen=True)
class _Layer:
    """One of our ops.

    Attributes:
        op: its name.
        gates: for each of its gates, the place of ONNX's.
        two_biases: whether it keeps that of the recurrent product apart.
        attributes: its settings.
    """

    op: str
    gates: tuple[int, ...]
    two_biases: bool
    attributes: dict[str, Any]


def rnn(node: OnnxNode, c: Computation) -> list[Array]:
    return _run(node, c, _Layer("simple_rnn", (0,), False, {"relu": 0}))


def lstm(node: OnnxNode, c: Computation) -> list[Array]:
    """ONNX's gates are i, o, f, c; ours i, f, g, o."""
    if node.optional(_PEEPHOLES) is not None:
        raise NotSupported("lstm has no peepholes")
    return _run(node, c, _Layer("lstm", (0, 2, 3, 1), False, {"keep": True}))


def gru(node: OnnxNode, c: Computation) -> list[Array]:
    """ONNX's gates are z, r, h; ours r, z, n.

    Ours resets after the recurrent product, ONNX's default is before. In the first step, where the
    hidden state is 0, they are the same, if the product's bias is 0 too.
    """
    steps = node.tensor(0).shape[node.attribute("layout", 0)]
    bias = node.optional(_BIAS)
    candidate = None if bias is None else bias.reshape(len(bias), 6, -1)[:, 5]
    same = steps == 1 and (candidate is None or not candidate.any())
    if not node.attribute("linear_before_reset", 0) and not same:
        raise NotSupported("gru resets after the recurrent product, not before it")
    return _run(node, c, _Layer("gru", (1, 0, 2), True, {"keep": True}))


def _run(node: OnnxNode, c: Computation, layer: _Layer) -> list[Array]:
    if any(node.optional(place) is not None for place in (_LENGTHS, _HIDDEN, _CELL)):
        raise NotSupported(f"{layer.op} starts from 0 and takes sequences of one length")
    if {"activations", "clip", "input_forget"} & set(node.attributes):
        raise NotSupported(f"{layer.op} has its own activations and no clipping")
    batch_first = node.attribute("layout", 0)
    x = node.tensor(0) if batch_first else rearranged(c, node.tensor(0), (1, 0, 2))
    y, last, cells = _both(node, c, layer, c.rows(x))
    arrays = c.run(y, last, *cells)
    found = [arrays[0], arrays[1], _last_cells(arrays[2:])]
    if not batch_first:
        orders = ((1, 2, 0, 3), (1, 0, 2), (1, 0, 2))
        found = [rearranged(c, *each) for each in zip(found, orders, strict=True)]
    return [array for place, array in enumerate(found) if node.wants(place)]


def _both(
    node: OnnxNode, c: Computation, layer: _Layer, x: Value
) -> tuple[Value, Value, list[Value]]:
    """(T, directions, H) of all steps, (directions, H) of the last, and the LSTM's cells."""
    kind = node.attribute("direction", "forward")
    backwards = {"forward": [False], "reverse": [True], "bidirectional": [False, True]}[kind]
    steps, units = x.shape[0], node.attribute("hidden_size", 0)
    turned = list(range(steps))[::-1]
    cells: list[Value] = []
    states, lasts = [], []
    for direction, backward in enumerate(backwards):
        h = c.apply(
            layer.op,
            taken(c, x, 0, turned) if backward else x,
            *_weights(node, c, layer, direction),
            **layer.attributes,
        )
        cells += c.graph.nodes[-1].kept[1:] if layer.op == "lstm" else ()
        lasts.append(part(c, h, 0, steps - 1, steps))
        ordered = taken(c, h, 0, turned) if backward else h
        states.append(reshaped(c, ordered, (steps, 1, units)))
    return joined(c, states, 1), joined(c, lasts, 0), cells


def _weights(node: OnnxNode, c: Computation, layer: _Layer, direction: int) -> list[Value]:
    """What the op takes beside x, of one direction."""
    weights = []
    for place in (1, 2):
        whole = c.whole(node.tensor(place))
        one = reshaped(c, part(c, whole, 0, direction, direction + 1), whole.shape[1:])
        weights.append(transposed(c, _ordered(c, layer, one), (1, 0)))
    columns = weights[0].shape[1]
    given = node.optional(_BIAS)
    bias = c.whole(np.zeros(2 * columns) if given is None else given[direction])
    biases = [
        _ordered(c, layer, part(c, bias, 0, start, start + columns)) for start in (0, columns)
    ]
    return [*weights, *(biases if layer.two_biases else [c.apply("add", *biases)])]


def _ordered(c: Computation, layer: _Layer, value: Value) -> Value:
    """The gates, along the first axis, in our order."""
    units = value.shape[0] // len(layer.gates)
    parts = [part(c, value, 0, gate * units, (gate + 1) * units) for gate in layer.gates]
    return joined(c, parts, 0)


def _last_cells(kept: Sequence[Array]) -> Array:
    """(N, directions, H), from what the op keeps for its derivative, laid out step by step."""
    if not kept:
        return np.zeros((1, 1, 1))
    rows, steps, units = kept[0].shape
    return np.stack([each.reshape(steps, rows, units)[-1] for each in kept], axis=1)
