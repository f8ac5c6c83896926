"""Matrix products, convolutions, normalizations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.formats.importing.graph.flow import Flow
from playground.formats.importing.graph.refused import Refused
from playground.formats.importing.graph.step import Array, Step
from playground.network.windows import axis as windows_along


def gemm(step: Step) -> Flow:
    """alpha · x · B + beta · C."""
    if step.attribute("transA", 0):
        raise Refused("it turns its input")
    weight = step.weight(1) * float(step.attribute("alpha", 1.0))
    weight = weight.T if step.attribute("transB", 0) else weight
    bias = step.optional(2)
    if bias is not None:
        bias = bias * float(step.attribute("beta", 1.0))
    return _dense(step, weight, bias, 1)


def matmul(step: Step) -> Flow:
    """x · B."""
    if step.node.inputs[0] in step.constants:
        raise Refused("its weights stand before what they weigh")
    if step.node.inputs[1] not in step.constants:
        raise Refused("it multiplies two things that change with the sample")
    return _dense(step, step.weight(1), None, 1)


def _dense(step: Step, weight: Array, bias: Array | None, place: int) -> Flow:
    flow = step.flow()
    if weight.ndim != 2:
        raise Refused(f"its weights are of shape {weight.shape}, not a matrix")
    inputs, units = weight.shape
    if not flow.shape or flow.shape[-1] != inputs:
        raise Refused(f"it weighs {inputs} numbers and is given {flow.shape}")
    weights = {"weight": weight}
    if bias is not None and bias.size != 1 and (bias.shape[-1:] != (units,) or bias.size != units):
        raise Refused(f"its bias is of shape {bias.shape}, not one number a unit")
    if bias is not None:
        weights["bias"] = np.broadcast_to(np.ravel(bias), (units,))
    fields: dict[str, Any] = {"units": units, "activation": "identity", "bias": bias is not None}
    return step.drawing.add("Dense", [flow], weights, step.called(place), **fields)


def convolution(step: Step) -> Flow:
    """Over images, or over sequences that have their features first."""
    weight, bias, flow = step.weight(1), step.optional(2), step.flow()
    if weight.ndim not in (3, 4):
        raise Refused(f"it is in {weight.ndim - 2} dimensions; there are layers for 1 and 2")
    if len(flow.shape) != weight.ndim - 1:
        raise Refused(f"it is given {flow.shape}")
    pads, flow = flow.pads, Flow(flow.source, flow.own, flow.shape, flow.alone)
    sizes, kernel = flow.shape[1:], weight.shape[2:]
    stride, dilation = _each(step, "strides", kernel), _each(step, "dilations", kernel)
    fields: dict[str, Any] = {
        "filters": weight.shape[0],
        "kernel": _one(kernel),
        "stride": _one(stride),
        "dilation": _one(dilation),
        "padding": padding_of(step, sizes, kernel, stride, dilation, pads),
        "groups": int(step.attribute("group", 1)),
        "activation": "identity",
        "bias": bias is not None,
    }
    weights = {"weight": weight} | ({"bias": bias} if bias is not None else {})
    if weight.ndim == 4:
        return step.drawing.add("Conv2D", [flow], weights, step.called(1), **fields)
    steps = step.drawing.permuted(flow, (1, 0))
    made = step.drawing.add("Conv1D", [steps], weights, step.called(1), **fields)
    return step.drawing.permuted(made, (1, 0))


def _each(step: Step, name: str, like: Sequence[int]) -> tuple[int, ...]:
    return tuple(int(n) for n in step.attribute(name, [1] * len(like)))


def _one(extents: Sequence[int]) -> int | tuple[int, ...]:
    """One number where all are alike."""
    return int(extents[0]) if len(set(extents)) == 1 else tuple(int(n) for n in extents)


def padding_of(
    step: Step,
    sizes: Sequence[int],
    window: Sequence[int],
    stride: Sequence[int],
    dilation: Sequence[int],
    before: Sequence[int] | None = None,
) -> int | str:
    """The padding as layers have it.

    Args:
        sizes: along each axis. window, stride, dilation: likewise.
        before: zeros that a node before it adds.

    Raises:
        Refused: it differs from side to side in a way that no layer has.
    """
    count = len(sizes)
    automatic = step.attribute("auto_pad", "NOTSET")
    if automatic == "SAME_UPPER" and before is None:
        return "same"
    if automatic == "SAME_LOWER":
        raise Refused("of an odd number of cells to pad, it puts one more in front")
    given = step.attribute("pads", None) if automatic == "NOTSET" else None
    pads = [int(n) for n in (given or [0] * 2 * count)]
    pads = [a + b for a, b in zip(pads, before or [0] * 2 * count, strict=True)]
    if len(set(pads)) == 1:
        return pads[0] or "valid"
    each = zip(sizes, window, stride, dilation, strict=True)
    same = [windows_along("", *a[:3], "same", a[3]) for a in each]
    if pads == [*(along.before for along in same), *(along.after for along in same)]:
        return "same"
    raise Refused(f"its padding, {tuple(pads)}, differs from side to side")


def batch_norm(step: Step) -> Flow:
    """By the running statistics."""
    if step.attribute("training_mode", 0):
        raise Refused("it is exported for training")
    flow = step.flow()
    names = ("weight", "bias", "running_mean", "running_var")
    weights = {name: step.weight(place) for place, name in enumerate(names, 1)}
    epsilon = float(step.attribute("epsilon", 1e-5))
    if not (weights["running_var"] + epsilon > 0).all():
        raise Refused("its variances are not above 0")
    sequence = len(flow.shape) == 2
    given = step.drawing.permuted(flow, (1, 0)) if sequence else flow
    made = step.drawing.add("BatchNorm", [given], weights, step.called(1), epsilon=epsilon)
    return step.drawing.permuted(made, (1, 0)) if sequence else made


def layer_norm(step: Step) -> Flow:
    """Over the last axis of vectors and sequences, or over whole images."""
    flow, scale, bias = step.flow(), step.weight(1), step.optional(2)
    axis = int(step.attribute("axis", -1))
    wanted = 1 if len(flow.shape) == 3 else len(flow.shape)
    if axis % (len(flow.shape) + 1) != wanted:
        raise Refused(f"it goes over axes from {axis} on")
    shape = flow.shape if len(flow.shape) == 3 else flow.shape[-1:]
    weights = {
        "weight": np.broadcast_to(scale, shape),
        "bias": np.broadcast_to(bias, shape) if bias is not None else np.zeros(shape),
    }
    epsilon = float(step.attribute("epsilon", 1e-5))
    return step.drawing.add("LayerNorm", [flow], weights, step.called(1), epsilon=epsilon)
