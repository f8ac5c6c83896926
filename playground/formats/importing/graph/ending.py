"""The end of a graph as a head."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.importing.graph.drawing import Drawing
from playground.formats.importing.graph.flow import Flow
from playground.network.activations import Activation, Identity, Sigmoid, Softmax
from playground.network.heads import HEADS, Head
from playground.network.layers.activation import Activation as ActivationLayer
from playground.network.layers.dense import Dense
from playground.network.signature import Task
from playground.network.spec import HEAD

# A head that only passes on that many numbers has as many squared.
_MOST_PASSED_ON = 2048


def make_head(drawing: Drawing, flow: Flow) -> Head:
    """Turn the last product, and the activation behind it, into the head.

    Where a graph ends otherwise, the head passes on what it is given: its weights are 1 on the
    diagonal.

    Raises:
        UserError: the answers can't be a head's.
    """
    if len(flow.shape) != 1:
        raise UserError(f"its answers are of shape {flow.shape} a sample, and a head's are a row.")
    flow = drawing.plain(flow)
    node, final = drawing.nodes[flow.source], Identity().name
    if isinstance(node, ActivationLayer) and _is_final(node.activation):
        final, source = node.activation.name, drawing.source_of(node.id)
        before = drawing.nodes[source]
        if isinstance(before, Dense) and before.activation == Identity():
            drawing.remove(node.id)
            node = before
    if isinstance(node, Dense) and node.id not in drawing.used() and _is_final(node.activation):
        final = node.activation.name if final == "identity" else final
        source = drawing.source_of(node.id)
        weights = drawing.remove(node.id)
        columns = weights["weight"].shape[1]
        bias = weights.get("bias", np.zeros(columns, np.float32))
        _give(drawing, source, weights["weight"], bias)
        return head_of(final, columns)
    if final != "identity":
        source = drawing.source_of(node.id)
        drawing.remove(node.id)
    else:
        source = node.id
    (columns,) = flow.shape
    if columns > _MOST_PASSED_ON:
        raise UserError(f"it answers with {columns:,} numbers, where {_MOST_PASSED_ON:,} can be.")
    _give(drawing, source, np.eye(columns), np.zeros(columns))
    return head_of(final, columns)


def _is_final(activation: Activation) -> bool:
    return activation in (Identity(), Sigmoid(), Softmax())


def _give(drawing: Drawing, source: str, weight: NDArray[Any], bias: NDArray[Any]) -> None:
    drawing.links.append((source, HEAD))
    drawing.weights[f"{HEAD}.weight"] = np.ascontiguousarray(weight, np.float32)
    drawing.weights[f"{HEAD}.bias"] = np.ascontiguousarray(bias, np.float32)


def head_of(final: str, columns: int) -> Head:
    """The head for a final activation and a number of answers."""
    if final == "softmax":
        return HEADS["multiclass" if columns > 2 else "binary_softmax"]()
    if final == "sigmoid":
        return HEADS["binary" if columns == 1 else "multilabel"]()
    return HEADS["regression"]()


def task_of(head: Head) -> Task:
    """What a head answers."""
    return head.tasks[0]
