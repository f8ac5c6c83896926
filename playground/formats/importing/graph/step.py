"""One node of a graph, with what has been found out of what flows into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.formats.importing.graph.constants import LARGEST
from playground.formats.importing.graph.curves import Ramp
from playground.formats.importing.graph.drawing import Drawing
from playground.formats.importing.graph.flow import Flow
from playground.formats.importing.graph.nodes import GraphNode
from playground.formats.importing.graph.refused import Refused
from playground.network.activations import Activation, HardSigmoid, Identity
from playground.network.spec import INPUT

Array = NDArray[Any]
_NUMBERED = re.compile(r"(node_)?[A-Za-z]+(_\d+)*")
_FUSING = ("Dense", "Conv2D", "Conv1D")


@dataclass(frozen=True, eq=False)
class Step:
    """What an operator's translation is given.

    Attributes:
        node: the node.
        drawing: what has been drawn so far.
        flows: what flows, by the graph's names.
        constants: what does not change, likewise.
        uses: the places of the nodes that look at a value.
        named: what constants were called before they were turned.
        batch: how many samples the graph is made for; 0 for any number.
    """

    node: GraphNode
    drawing: Drawing
    flows: Mapping[str, Flow]
    constants: Mapping[str, Array]
    uses: Mapping[str, set[int]]
    named: Mapping[str, str]
    batch: int

    # What is given

    def attribute(self, name: str, default: Any = None) -> Any:
        """An attribute, text as text."""
        found = self.node.attributes.get(name, default)
        return found.decode(errors="replace") if isinstance(found, bytes) else found

    def flow(self, place: int = 0) -> Flow:
        """What flows in at a place."""
        name = self.node.inputs[place] if place < len(self.node.inputs) else ""
        if name in self.constants:
            raise Refused("it is given constants where numbers of the sample are wanted")
        if name not in self.flows:
            raise Refused("an input is left out")
        flow = self.flows[name]
        return replace(flow, alone=flow.alone and self.uses.get(name, set()) == {self.node.place})

    def weight(self, place: int) -> Array:
        """The constant at a place, which must be there.

        Raises:
            Refused: it is not, or changes with the sample.
        """
        found = self.optional(place)
        if found is None:
            raise Refused("its weights are not in the file")
        return found

    def optional(self, place: int) -> Array | None:
        """The constant at a place; None where it is left out."""
        name = self.node.inputs[place] if place < len(self.node.inputs) else ""
        if not name:
            return None
        if name not in self.constants:
            raise Refused("its weights are not constant")
        found = self.constants[name]
        if found.size and np.abs(found).max() > LARGEST:
            raise Refused("it computes with the number of samples, or with numbers as large")
        return found

    def shape(self, place: int) -> list[int]:
        """The constant at a place as a shape, in which `BATCH` stands for the samples."""
        name = self.node.inputs[place] if place < len(self.node.inputs) else ""
        if name not in self.constants:
            raise Refused("its shape is not constant")
        return [int(n) for n in np.ravel(self.constants[name])]

    def called(self, place: int) -> str:
        """What the layer is called, by its weights or by the node; "" where neither says much."""
        inputs, owner = self.node.inputs, ""
        weights = self.named.get(inputs[place], "") if place < len(inputs) else ""
        if ("." in weights or "/" in weights) and "::" not in weights:
            owner = re.split(r"[./][^./]*$", weights)[0].lstrip("/").rpartition("/")[2]
        if owner and owner not in self.drawing.nodes:
            return owner
        parts = [part for part in self.node.name.split("/") if part]
        if len(parts) > 1:
            return parts[-2]
        return owner if owner or _NUMBERED.fullmatch(self.node.name) else self.node.name

    # What is drawn

    def bent(self, flow: Flow, activation: Activation, alone: bool) -> Flow:
        """What flows, bent: by the layer it comes from, if it has no activation yet."""
        node = self.drawing.nodes[flow.source]
        free = node.type in _FUSING and getattr(node, "activation", None) == Identity()
        if free and alone and flow.pads is None and not _by_axis(activation):
            self.drawing.change(node.id, activation=activation)
            return replace(flow, alone=True)
        return self.drawing.add("Activation", [flow], activation=activation)

    def stretched(self, flow: Flow, factor: Array, shift: Array, alone: bool) -> Flow:
        """factor · x + shift, number by number or by channel.

        On the features it becomes their scaling; behind a product, a part of its weights; anywhere
        else a batch normalization that is frozen, which does just that.

        Args:
            factor, shift: one number, or as broadcast over `flow.shape`.
        """
        drawing, node = self.drawing, self.drawing.nodes[flow.source]
        if flow.source == INPUT and alone and flow.shape == flow.own:
            a, b = (np.broadcast_to(each, flow.shape) for each in (factor, shift))
            if not (a != 0).all():
                raise Refused("it multiplies features by 0")
            with np.errstate(all="ignore"):  # what is not finite is refused in the end
                drawing.mean = drawing.mean - drawing.scale * b / a
                drawing.scale = drawing.scale / a
            return replace(flow, raw=False)
        folds = node.type in ("Dense", "Conv2D") and getattr(node, "activation", None) == Identity()
        if folds and alone and flow.shape == flow.own:
            outputs = flow.shape[0] if node.type == "Conv2D" else flow.shape[-1]
            a, b = (_by_output(each, flow, node.type == "Conv2D") for each in (factor, shift))
            weight = drawing.weights[f"{node.id}.weight"]
            bias = drawing.weights.get(f"{node.id}.bias", np.zeros(outputs, np.float32))
            by_filter = a[:, None, None, None] if node.type == "Conv2D" and a.ndim else a
            with np.errstate(all="ignore"):
                drawing.weights[f"{node.id}.weight"] = (weight * by_filter).astype(np.float32)
                drawing.weights[f"{node.id}.bias"] = (bias * a + b).astype(np.float32)
            drawing.change(node.id, bias=True)
            return replace(flow, alone=True)
        return self._as_norm(flow, factor, shift)

    def ramped(self, flow: Flow, ramp: Ramp, alone: bool) -> Flow:
        """A straight line between two bounds: a hard sigmoid, stretched before and after."""
        span = ramp.high - ramp.low
        factor, shift = 6.0 * ramp.slope / span, 6.0 * (ramp.shift - ramp.low) / span - 3.0
        steep = self.stretched(flow, np.array(factor), np.array(shift), alone)
        bent = self.bent(steep, HardSigmoid(), True)
        if (ramp.low, span) == (0.0, 1.0):
            return bent
        return self.stretched(bent, np.array(span), np.array(ramp.low), True)

    def _as_norm(self, flow: Flow, factor: Array, shift: Array) -> Flow:
        image = len(flow.shape) == 3
        channels = flow.shape[0 if image else -1]
        a, b = (
            np.broadcast_to(_by_output(each, flow, image), channels) for each in (factor, shift)
        )
        epsilon = 1e-5
        weights = {
            "weight": a,
            "bias": b,
            "running_mean": np.zeros(channels),
            "running_var": np.full(channels, 1.0 - epsilon),
        }
        return self.drawing.add("BatchNorm", [flow], weights, epsilon=epsilon, frozen=True)


def _by_axis(activation: Activation) -> bool:
    """Whether it looks at more than one number, so that the shape matters."""
    return activation.name in ("softmax", "prelu")


def _by_output(array: Array, flow: Flow, first: bool) -> Array:
    """One number, or (C,), of what is broadcast over (…, C), or over (C, …) if `first`.

    Raises:
        Refused: it differs along other axes.
    """
    if array.size == 1:
        return array.reshape(())
    rank = len(flow.shape)
    padded = (
        array.reshape((1,) * (rank - array.ndim) + array.shape) if array.ndim <= rank else array
    )
    axis = 0 if first else rank - 1
    if padded.ndim != rank or padded.size != padded.shape[axis] or padded.size != flow.shape[axis]:
        raise Refused(f"its numbers, of shape {array.shape}, are not one a channel")
    return padded.ravel()
