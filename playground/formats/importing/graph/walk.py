"""Walks a graph and draws the network that it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import thread_time
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.graph import Shape
from playground.errors import UserError
from playground.formats.importing.graph.constants import BATCH, LARGEST, fold
from playground.formats.importing.graph.curves import (
    FUNCTIONS,
    LINEAR,
    PIECEWISE,
    activation_like,
    computed,
    line_like,
    ramp_like,
)
from playground.formats.importing.graph.drawing import Drawing
from playground.formats.importing.graph.flow import Flow
from playground.formats.importing.graph.nodes import GraphNode, nodes_of, uses_of
from playground.formats.importing.graph.operators import OPERATORS
from playground.formats.importing.graph.refused import Refused
from playground.formats.importing.graph.step import Step
from playground.network.sizes import MOST_NODES as MOST_LAYERS
from playground.network.spec import INPUT

if TYPE_CHECKING:
    from onnx import ModelProto

Array = NDArray[Any]
# What is worked out of constants: so many numbers, and twice what the file holds.
MOST_MADE = 20_000_000
# How long it may take, and for how many weights a second more.
MOST_SECONDS, NUMBERS_A_SECOND = 2.0, 10_000_000
# Where so much is unknown, no more is searched for in what is left.
_MOST_UNKNOWN = 100
_MISFITS = (ValueError, IndexError, KeyError, TypeError, AttributeError, ArithmeticError)
# A GELU by its tanh is written in up to 10 nodes.
_MOST_NODES_OF_ONE = 12


@dataclass(frozen=True)
class Unknown:
    """A node that can't be imported.

    Attributes:
        op, name: its operator and what it is called.
        why: why, or "" where the operator alone says it.
    """

    op: str
    name: str
    why: str


class Walk:
    """Goes through the nodes of a graph once.

    Attributes:
        drawing: what came of them. flows, constants: by the graph's names.
        unknown: the nodes that can't be imported.
        uses: the places of the nodes that look at a value.

    Args:
        model: the graph. where: its file, for messages.
        constants: its initializers.
        given: the name of its one input. features: the shape of a sample.
        batch: how many samples it is made for; 0 for any number.
    """

    def __init__(
        self,
        model: ModelProto,
        where: str,
        constants: Mapping[str, Array],
        given: str,
        features: Shape,
        batch: int,
    ) -> None:
        self._nodes = nodes_of(model, where)
        self.uses = uses_of(model, self._nodes)
        self.drawing = Drawing(features)
        self.constants: dict[str, Array] = dict(constants)
        self._named = {name: name for name in constants}
        self.flows = {given: Flow(INPUT, features, features, raw=True)}
        self.unknown: list[Unknown] = []
        self._done: set[int] = set()
        self._batch = batch
        held = sum(each.size for each in constants.values())
        self._room = MOST_MADE + 2 * held
        self._until = thread_time() + MOST_SECONDS + held / NUMBERS_A_SECOND

    def go(self) -> None:
        """Draw everything that can be drawn.

        Raises:
            UserError: it takes more memory or time than a network of that size does.
        """
        for node in self._nodes:
            self._refuse_what_takes_long()
            # Constants may stand behind the first node of what they are a part of.
            used = any(self.uses.get(out) for out in node.outputs)
            if used and all(name in self.constants for name in node.inputs if name):
                self._fold(node)
                self._done.add(node.place)
        for node in self._nodes:
            self._refuse_what_takes_long()
            if node.place not in self._done and any(self.uses.get(out) for out in node.outputs):
                self._take(node)

    def _refuse_what_takes_long(self) -> None:
        if thread_time() > self._until or len(self.drawing.nodes) > 2 * MOST_LAYERS:
            raise UserError("its graph is too large to become a network here.")

    def _take(self, node: GraphNode) -> None:
        given = [name for name in node.inputs if name]
        if all(name in self.constants for name in given):
            self._fold(node)
            return
        if node.op == "Shape" and given[0] in self.flows:
            shape = np.array([BATCH, *self.flows[given[0]].shape], np.int64)
            start, end = (node.attributes.get(n, d) for n, d in (("start", 0), ("end", None)))
            self.constants[node.outputs[0]] = shape[start:end]
            return
        behind_unknown = any(n not in self.constants and n not in self.flows for n in given)
        if node.op not in OPERATORS and node.op not in FUNCTIONS:
            self._refuse(node, "")
        elif not behind_unknown:  # else what is wrong there is already said
            self._draw(node)

    def _fold(self, node: GraphNode) -> None:
        try:
            made = fold(node, [self.constants.get(name) for name in node.inputs])
        except Refused as refused:
            self._refuse(node, refused.why)
            return
        self._room -= made.size
        if self._room < 0:
            raise UserError("the constants that its graph works out are too many.")
        self.constants[node.outputs[0]] = made
        if node.inputs and made.size == self.constants[node.inputs[0]].size:
            self._named[node.outputs[0]] = self._named.get(node.inputs[0], "")

    def _draw(self, node: GraphNode) -> None:
        if len(self.drawing.nodes) > MOST_LAYERS:
            raise UserError(f"it would have more than {MOST_LAYERS:,} layers.")
        step = Step(
            node, self.drawing, self.flows, self.constants, self.uses, self._named, self._batch
        )
        try:
            if node.op in FUNCTIONS and self._bend(node, step):
                return
            if node.op not in OPERATORS:
                raise Refused("it is no activation that there is here")
            made = OPERATORS[node.op](step)
        except Refused as refused:
            self._refuse(node, refused.why)
            return
        except _MISFITS:  # a graph may be made of anything
            self._refuse(node, "what it is given does not go together")
            return
        for name in node.outputs:
            if name and self.uses.get(name):
                self.flows[name] = made

    def _refuse(self, node: GraphNode, why: str) -> None:
        self.unknown.append(Unknown(node.op, node.name, why))

    # Functions of numbers one by one, which may be written in several nodes

    def _bend(self, node: GraphNode, step: Step) -> bool:
        """Draw what this node and those behind it do to one flow, if it is known."""
        entries = {name for name in node.inputs if name in self.flows}
        if len(entries) != 1 or not all(
            self._is_number(n) for n in node.inputs if n not in entries
        ):
            return False
        (entry,) = entries
        if len(self.unknown) > _MOST_UNKNOWN:
            return False
        for inside, curve in self._candidates(node, entry):
            flow = self.flows[entry]
            places = {each.place for each in inside}
            alone = flow.alone and self.uses[entry] <= places
            activation, operators = activation_like(curve), {each.op for each in inside}
            line = line_like(curve) if operators <= LINEAR else None
            ramp = ramp_like(curve) if operators <= PIECEWISE else None
            if activation is not None:
                made = step.bent(flow, activation, alone)
            elif line == (1.0, 0.0):
                made = replace(flow, alone=alone)
            elif line is not None:
                made = step.stretched(flow, np.array(line[0]), np.array(line[1]), alone)
            elif ramp is not None:
                made = step.ramped(flow, ramp, alone)
            else:
                continue
            self.flows[inside[-1].outputs[0]] = made
            self._done |= places
            return True
        return False

    def _is_number(self, name: str) -> bool:
        number = self.constants.get(name)
        return not name or (
            number is not None and number.size == 1 and bool(np.abs(number).max() <= LARGEST)
        )

    def _candidates(
        self, node: GraphNode, entry: str
    ) -> list[tuple[Sequence[GraphNode], NDArray[np.float64]]]:
        """Sets of nodes with this one that lead from one value to another, the longest first, and
        what each makes of `POINTS`."""
        reached, made_by = [], {}
        for each in self._nodes[node.place : node.place + 4 * _MOST_NODES_OF_ONE]:
            known = all(n == entry or n in made_by or self._is_number(n) for n in each.inputs)
            if each.op not in FUNCTIONS or len(each.outputs) != 1 or not known:
                continue
            if any(n == entry or n in made_by for n in each.inputs):
                reached.append(each)
                made_by[each.outputs[0]] = each
            if len(reached) == 2 * _MOST_NODES_OF_ONE:
                break
        curves = computed(reached, entry, self.constants)
        found = []
        for last in reversed(reached):
            if last.outputs[0] not in curves:
                continue
            inside = self._needed(last, made_by)
            places = {each.place for each in inside}
            closed = all(self.uses.get(each.outputs[0], set()) <= places for each in inside[:-1])
            if node in inside and closed and len(inside) <= _MOST_NODES_OF_ONE:
                found.append((inside, curves[last.outputs[0]]))
        return sorted(found, key=lambda each: len(each[0]), reverse=True)

    def _needed(self, last: GraphNode, made_by: Mapping[str, GraphNode]) -> list[GraphNode]:
        found, ahead = {last.place: last}, [last]
        while ahead:
            for name in ahead.pop().inputs:
                node = made_by.get(name)
                if node is not None and node.place not in found:
                    found[node.place] = node
                    ahead.append(node)
        return [found[place] for place in sorted(found)]
