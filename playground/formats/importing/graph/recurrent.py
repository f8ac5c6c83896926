"""Recurrent operators, which have the steps before the samples."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from playground.formats.importing.graph.flow import Flow
from playground.formats.importing.graph.refused import Refused
from playground.formats.importing.graph.step import Array, Step

# Which of ONNX's gates comes when here: input, forget, candidate, output; reset, update, candidate.
_LSTM_GATES = (0, 2, 3, 1)
_GRU_GATES = (1, 0, 2)


def recurrent(step: Step) -> Flow:
    """LSTM, GRU or RNN in one direction; its whole sequence, or its last state."""
    layer, order = {
        "LSTM": ("LSTM", _LSTM_GATES),
        "GRU": ("GRU", _GRU_GATES),
        "RNN": ("SimpleRNN", (0,)),
    }[step.node.op]
    flow = step.flow()
    fields = _settings(step)
    if step.attribute("layout", 0):
        raise Refused("it has the samples before the steps")
    if len(flow.shape) != 2 or not flow.steps_first:
        raise Refused("it is not given the steps of a sequence")
    used = [bool(name and step.uses.get(name)) for name in (*step.node.outputs, "", "")]
    if any(used[2:]) or used[0] == used[1]:
        raise Refused("more is taken from it than its states, or its last one")
    units = step.weight(2).shape[-1]
    fields |= {"units": units, "return_sequences": used[0]}
    weights = _weights(step, len(order), order, units)
    given = replace(flow, steps_first=False)
    made = step.drawing.add(layer, [given], weights, step.called(1), **fields)
    return replace(made, steps_first=used[0], one_way=True)


def _settings(step: Step) -> dict[str, Any]:
    if step.attribute("direction", "forward") != "forward":
        raise Refused("it goes backwards, or both ways")
    if step.attribute("clip", None) or step.attribute("input_forget", 0):
        raise Refused("it clips, or couples its gates")
    for place in range(4, len(step.node.inputs)):
        given = step.optional(place)
        if given is not None and (place == 4 or np.any(given)):
            raise Refused("it is given lengths, first states or peepholes")
    kinds = [
        each.decode() if isinstance(each, bytes) else each
        for each in step.attribute("activations", [])
    ]
    usual = {"LSTM": ["Sigmoid", "Tanh", "Tanh"], "GRU": ["Sigmoid", "Tanh"], "RNN": ["Tanh"]}
    if step.node.op == "RNN" and kinds == ["Relu"]:
        return {"activation": "relu"}
    if kinds not in ([], usual[step.node.op]):
        raise Refused(f"its activations are {', '.join(kinds)}")
    if step.node.op == "GRU" and not step.attribute("linear_before_reset", 0):
        raise Refused("its reset gate comes before the product")
    return {}


def _weights(step: Step, gates: int, order: tuple[int, ...], units: int) -> dict[str, Array]:
    if len(step.weight(1)) != 1:
        raise Refused("it goes in more than one direction")

    def turned(array: Array) -> Array:
        parts = array.reshape(gates, units, -1)[list(order)]
        return parts.reshape(gates * units, -1).T

    found = {"weight": turned(step.weight(1)[0]), "recurrent": turned(step.weight(2)[0])}
    both = step.optional(3)
    both = both[0] if both is not None else np.zeros(2 * gates * units, np.float32)
    one, other = (turned(half)[0] for half in np.split(both, 2))
    if step.node.op == "GRU":
        return {**found, "bias": one, "recurrent_bias": other}
    return {**found, "bias": one + other}
