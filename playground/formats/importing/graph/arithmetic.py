"""Numbers one by one: activations, scaling, sums and products of branches."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.formats.importing.graph.flow import Flow
from playground.formats.importing.graph.refused import Refused
from playground.formats.importing.graph.step import Array, Step
from playground.network.activations import PRelu, Softmax


def add(step: Step) -> Flow:
    """Of branches, or of a branch and constants."""
    return _joined(step, "Add", lambda constant: (np.ones(1), constant))


def multiply(step: Step) -> Flow:
    """Likewise."""
    return _joined(step, "Multiply", lambda constant: (constant, np.zeros(1)))


def subtract(step: Step) -> Flow:
    """Constants taken away from a branch, or a branch from constants."""
    if step.node.inputs[0] in step.constants:
        return _stretched(step, 1, -np.ones(1), step.weight(0))
    if step.node.inputs[1] in step.constants:
        return _stretched(step, 0, np.ones(1), -step.weight(1))
    raise Refused("it takes one branch away from another")


def divide(step: Step) -> Flow:
    """A branch by constants."""
    if step.node.inputs[1] not in step.constants:
        raise Refused("it divides by what the network computes")
    divisor = step.weight(1).astype(np.float64)
    if not (divisor != 0).all():
        raise Refused("it divides by 0")
    return _stretched(step, 0, 1.0 / divisor, np.zeros(1))


def _joined(step: Step, layer: str, line: Callable[[Array], tuple[Array, Array]]) -> Flow:
    constant = [name in step.constants for name in step.node.inputs]
    if constant.count(True) == 1 and len(constant) == 2:
        place = constant.index(True)
        factor, shift = line(step.weight(place).astype(np.float64))
        return _stretched(step, 1 - place, factor, shift)
    if any(constant):
        raise Refused("it joins branches and constants at once")
    flows = [step.flow(place) for place in range(len(constant))]
    if len(flows) == 1:
        return flows[0]
    if len({flow.shape for flow in flows}) > 1:
        shapes = " and ".join(str(flow.shape) for flow in flows)
        raise Refused(f"its branches are of several shapes: {shapes}")
    return step.drawing.add(layer, flows)


def _stretched(step: Step, place: int, factor: Array, shift: Array) -> Flow:
    flow = step.flow(place)
    if flow.pads is not None:
        raise Refused("there is padding before it, which only a convolution takes")
    wanted = len(flow.shape)
    both = []
    for each in (np.asarray(factor, np.float64), np.asarray(shift, np.float64)):
        if each.ndim > wanted:  # an axis of 1 for the samples
            if each.shape[0] != 1 or each.ndim > wanted + 1:
                raise Refused(f"its numbers are of shape {each.shape}")
            each = each[0]
        if np.broadcast_shapes(each.shape, flow.shape) != flow.shape:
            raise Refused(f"its numbers, of shape {each.shape}, do not go with {flow.shape}")
        both.append(each)
    return step.stretched(flow, both[0], both[1], flow.alone)


def softmax(step: Step) -> Flow:
    """Along the last axis."""
    flow = step.flow()
    rank = len(flow.shape) + 1
    if int(step.attribute("axis", -1)) % rank != rank - 1:
        raise Refused("it does not go along the last axis")
    return step.drawing.add("Activation", [flow], activation=Softmax())


def prelu(step: Step) -> Flow:
    """A slope for each channel."""
    flow, slope = step.flow(), np.squeeze(step.weight(1))
    channels = flow.shape[0 if len(flow.shape) == 3 else -1]
    if slope.ndim > 1 or slope.size not in (1, channels):
        raise Refused(f"its slopes are of shape {slope.shape}, not one a channel")
    weights = {"slope": np.broadcast_to(slope, (channels,))}
    return step.drawing.add("Activation", [flow], weights, activation=PRelu())
