"""What moves numbers and changes none of them; and what joins several flows."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import Any

import numpy as np

from playground.formats.importing.graph.constants import BATCH, axes_of
from playground.formats.importing.graph.flow import Flow
from playground.formats.importing.graph.refused import Refused
from playground.formats.importing.graph.step import Step
from playground.network.recurrent import Recurrent
from playground.network.spec import INPUT

_FLOATS = (1, 10, 11, 16)


def same(step: Step) -> Flow:
    """Identity, and what is one when a network only answers."""
    return step.flow()


def cast(step: Step) -> Flow:
    """Another type of number."""
    flow = step.flow()
    if step.attribute("to") in _FLOATS or flow.raw:
        return flow
    raise Refused("it rounds what the network computes")


def flatten(step: Step) -> Flow:
    """To a vector."""
    flow = step.flow()
    if int(step.attribute("axis", 1)) % (len(flow.shape) + 1) != 1:
        raise Refused("it lays samples together")
    return replace(flow, shape=(prod(flow.shape),), raw=False)


def reshape(step: Step) -> Flow:
    """To a shape that is known."""
    flow = step.flow()
    given = step.shape(1)
    if not given:
        raise Refused("it makes one number of everything")
    whole = (BATCH, *flow.shape)
    if not step.attribute("allowzero", 0):
        given = [whole[p] if n == 0 and p < len(whole) else n for p, n in enumerate(given)]
    first, *rest = given
    size = prod(flow.shape)
    if rest.count(-1) == 1 and first != -1:
        known = prod(n for n in rest if n != -1)
        if known and size % known == 0:
            rest = [size // known if n == -1 else n for n in rest]
    of_batch = first in (BATCH, -1) or (step.batch and first == step.batch)
    if not of_batch or any(not 0 < n < BATCH for n in rest) or prod(rest) != size:
        raise Refused(f"its shape, {_shown(given)}, lays samples together")
    if not rest:
        raise Refused("it leaves no axis but the samples'")
    return replace(flow, shape=tuple(rest), raw=False)


def _shown(shape: list[int]) -> str:
    return " × ".join("N" if n == BATCH else str(n) for n in shape)


def squeeze(step: Step) -> Flow:
    """Without axes of 1."""
    flow = step.flow()
    rank = len(flow.shape) + 1
    given = [None, step.optional(1)] if len(step.node.inputs) > 1 else [None]
    axes = axes_of(step.node, given)
    gone = (
        {place for place, n in enumerate(flow.shape, 1) if n == 1}
        if axes is None
        else {axis % (rank + flow.one_way) for axis in axes}
    )
    if flow.one_way:
        if gone == {int(flow.steps_first)}:
            return replace(flow, one_way=False)
        raise Refused("it takes out another axis than the directions'")
    if 0 in gone or any(flow.shape[axis - 1] != 1 for axis in gone):
        raise Refused("it takes out an axis that has numbers along it")
    kept = tuple(n for place, n in enumerate(flow.shape, 1) if place not in gone)
    if not kept:
        raise Refused("it leaves no axis but the samples'")
    return replace(flow, shape=kept)


def unsqueeze(step: Step) -> Flow:
    """With axes of 1."""
    flow = step.flow()
    given = [None, step.optional(1)] if len(step.node.inputs) > 1 else [None]
    axes = axes_of(step.node, given) or []
    rank = len(flow.shape) + 1 + len(axes)
    placed = {axis % rank for axis in axes}
    if 0 in placed or len(placed) < len(axes):
        raise Refused("it puts an axis before the samples")
    sizes = iter(flow.shape)
    whole = tuple(1 if axis in placed else next(sizes) for axis in range(1, rank))
    return replace(flow, shape=whole)


def transpose(step: Step) -> Flow:
    """The axes in another order, the samples staying first."""
    flow = step.flow()
    rank = len(flow.shape) + 1
    order = [int(axis) for axis in step.attribute("perm", range(rank)[::-1])]
    if sorted(order) != list(range(rank)):
        raise Refused(f"it has {len(order)} axes and is given {rank}")
    if flow.steps_first and order == [1, 0, 2]:
        return replace(flow, steps_first=False)
    if order == [1, 0, 2]:
        return replace(flow, steps_first=True)
    if order[0] != 0:
        raise Refused("it turns samples round with what they hold")
    moving = [n for n in (flow.shape[axis - 1] for axis in order[1:]) if n != 1]
    if moving == [n for n in flow.shape if n != 1]:  # only axes of 1 move: the same numbers
        return replace(flow, shape=tuple(flow.shape[axis - 1] for axis in order[1:]))
    return step.drawing.permuted(flow, [axis - 1 for axis in order[1:]])


def concat(step: Step) -> Flow:
    """One after another along an axis."""
    flows = [step.flow(place) for place in range(len(step.node.inputs))]
    if len(flows) == 1:
        return flows[0]
    rank = len(flows[0].shape) + 1
    axis = int(step.attribute("axis", 1)) % rank
    names = {2: ["features"], 3: ["time", "features"], 4: ["features", "height", "width"]}
    if not axis or rank not in names:
        raise Refused(f"it goes along axis {axis} of {rank}")
    return step.drawing.add("Concatenate", flows, axis=names[rank][axis - 1])


def pad(step: Step) -> Flow:
    """Zeros round an image, which the convolution behind it takes in."""
    flow = step.flow()
    if step.attribute("mode", "constant") != "constant":
        raise Refused("it pads with what is at the edge")
    pads = step.attribute("pads", None)
    pads = [int(n) for n in (pads if pads is not None else np.ravel(step.weight(1)))]
    value = step.optional(2) if len(step.node.inputs) > 2 else None
    rank = len(flow.shape) + 1
    if len(step.node.inputs) > 3 or len(pads) != 2 * rank:
        raise Refused("it names its axes")
    if not any(pads):
        return flow
    outside = [*pads[:2], *pads[rank : rank + 2]]
    if rank != 4 or any(outside) or min(pads) < 0 or flow.pads is not None:
        raise Refused("it pads something other than height and width")
    if value is not None and np.any(value):
        raise Refused("it pads with numbers other than 0")
    return replace(flow, pads=(pads[2], pads[3], pads[rank + 2], pads[rank + 3]))


def gather(step: Step) -> Flow:
    """A vector for each number: an embedding."""
    if step.node.inputs[0] not in step.constants:
        return _last_step(step)
    table, flow = step.weight(0), step.flow(1)
    if table.ndim != 2 or int(step.attribute("axis", 0)) != 0:
        raise Refused(f"it looks up in a table of shape {table.shape}")
    if not flow.raw:
        raise Refused("it looks up by what the network computes")
    fields: dict[str, Any] = {"vocabulary": table.shape[0], "units": table.shape[1]}
    return step.drawing.add("Embedding", [flow], {"weight": table}, step.called(0), **fields)


def _last_step(step: Step) -> Flow:
    """The last state of a recurrent layer, or its only direction."""
    flow, place = step.flow(), np.ravel(step.weight(1))
    axis = int(step.attribute("axis", 0))
    node = step.drawing.nodes[flow.source]
    if flow.one_way and list(place) == [0] and axis == int(flow.steps_first):
        return replace(flow, one_way=False)
    steps = flow.shape[0]
    last = len(place) == 1 and int(place[0]) in (-1, steps - 1)
    states = isinstance(node, Recurrent) and node.return_sequences and flow.alone
    if not (last and states and axis == int(not flow.steps_first) and not flow.one_way):
        raise Refused("it picks some of what the network computes")
    step.drawing.shorten(node.id)
    return Flow(node.id, flow.shape[1:], flow.shape[1:])


def slice_(step: Step) -> Flow:
    """Some of the features; or the last state, of all the states of a recurrent layer in a row."""
    flow = step.flow()
    node = step.drawing.nodes[flow.source]
    states = isinstance(node, Recurrent) and node.return_sequences and flow.alone
    picking = flow.source == INPUT and flow.raw
    if len(flow.shape) != 1 or not (states or picking):
        raise Refused("it takes some of what the network computes")
    columns = _columns(step, flow.shape[0])
    if picking:
        return replace(step.drawing.add("Input", [], columns=tuple(columns)), raw=True)
    units = flow.own[-1]
    if columns != range(flow.shape[0] - units, flow.shape[0]):
        raise Refused("it takes some of what the network computes")
    step.drawing.shorten(node.id)
    return Flow(node.id, (units,), (units,))


def _columns(step: Step, width: int) -> range:
    given = [step.optional(place) for place in range(1, len(step.node.inputs))]
    if "starts" in step.node.attributes:
        given = [np.array(step.attribute(n, [1])) for n in ("starts", "ends", "axes")]
    numbers = [np.ravel(each) for each in given if each is not None]
    axes = numbers[2] if len(numbers) > 2 else np.array([0])
    if any(len(each) != 1 for each in numbers) or int(axes[0]) not in (1, -1):
        raise Refused("it goes along other axes than the features'")
    by = int(numbers[3][0]) if len(numbers) > 3 else 1
    return range(width)[int(numbers[0][0]) : int(numbers[1][0]) : by]
