"""Pooling, over windows and over everything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from playground.formats.importing.graph.constants import axes_of
from playground.formats.importing.graph.flow import Flow
from playground.formats.importing.graph.products import padding_of
from playground.formats.importing.graph.refused import Refused
from playground.formats.importing.graph.step import Step


def max_pool(step: Step) -> Flow:
    """The largest of each window."""
    if len(step.node.outputs) > 1 and step.node.outputs[1] in step.uses:
        raise Refused("it also says where the largest numbers stand")
    return _pool(step, "MaxPool")


def average_pool(step: Step) -> Flow:
    """The mean of each window."""
    if step.attribute("count_include_pad", 0) and any(step.attribute("pads", [])):
        raise Refused("its means count the padding")
    return _pool(step, "AveragePool")


def _pool(step: Step, layer: str) -> Flow:
    flow = step.flow()
    window = tuple(int(n) for n in step.attribute("kernel_shape", []))
    sizes = flow.shape[1:]
    if len(window) != len(sizes) or len(window) not in (1, 2):
        raise Refused(f"it is given {flow.shape}")
    stride = tuple(int(n) for n in step.attribute("strides", [1] * len(window)))
    dilation = tuple(int(n) for n in step.attribute("dilations", [1] * len(window)))
    if set(dilation) != {1}:
        raise Refused("its windows have gaps")
    padding = padding_of(step, sizes, window, stride, dilation)
    if step.attribute("ceil_mode", 0) and padding != "same":
        pad = padding if isinstance(padding, int) else 0
        over = [(n + 2 * pad - w) % s for n, w, s in zip(sizes, window, stride, strict=True)]
        if any(over):
            raise Refused("its last windows go over the edge")
    fields: dict[str, Any] = {
        name: extents[0] if len(set(extents)) == 1 else extents
        for name, extents in (("size", window), ("stride", stride))
    }
    if len(window) == 2:
        return step.drawing.add(layer, [flow], padding=padding, **fields)
    steps = step.drawing.permuted(flow, (1, 0))
    made = step.drawing.add(layer, [steps], padding=padding, **fields)
    return step.drawing.permuted(made, (1, 0))


def global_average(step: Step) -> Flow:
    """Of each channel."""
    flow = step.flow()
    return _averaged(step, flow, tuple(range(2, len(flow.shape) + 1)), keep=True)


def reduce_mean(step: Step) -> Flow:
    """Over all but the channels."""
    flow = step.flow()
    given = [None, step.optional(1)] if len(step.node.inputs) > 1 else [None]
    axes = axes_of(step.node, given)
    rank = len(flow.shape) + 1
    if axes is None:
        raise Refused("it goes over the samples too")
    return _averaged(
        step, flow, tuple(sorted(axis % rank for axis in axes)), bool(step.attribute("keepdims", 1))
    )


def _averaged(step: Step, flow: Flow, axes: tuple[int, ...], keep: bool) -> Flow:
    """The mean over axes of (N, …), all but one."""
    rank = len(flow.shape)
    (left, *more) = [axis for axis in range(1, rank + 1) if axis not in axes] or [0]
    if more or not left or 0 in axes or rank not in (2, 3):
        raise Refused(f"it goes over axes {axes} of {rank + 1}")
    if rank == 3:
        others = [axis for axis in range(3) if axis != left - 1]
        turned = step.drawing.permuted(flow, [left - 1, *others])
    else:
        turned = step.drawing.permuted(flow, (1, 0) if left == 1 else (0, 1))
    made = step.drawing.add("GlobalAveragePool", [turned])
    shape = tuple(n if axis == left - 1 else 1 for axis, n in enumerate(flow.shape))
    return replace(made, shape=shape) if keep else made


def global_max(step: Step) -> Flow:
    """Of each channel of an image: one window over everything."""
    flow = step.flow()
    if len(flow.shape) != 3:
        raise Refused(f"it is given {flow.shape}")
    size = flow.shape[1:]
    return step.drawing.add("MaxPool", [flow], size=size, stride=size, padding="valid")
