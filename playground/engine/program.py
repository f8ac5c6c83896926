"""A program: numbered instructions over flat buffers, with all memory planned.

Four buffers hold numbers of the run's dtype: *parameters*, *gradients* (same layout), *state* (the
optimizer's, one parameter-sized array after another) and *workspace*. A fifth, *control*, holds the
step, the learning rate and the seed in float64. Offsets and sizes count numbers, not bytes, so a
program serves every dtype.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import prod
from types import MappingProxyType
from typing import Any

from playground.engine.autodiff import differentiate
from playground.engine.graph import CONTROL_SIZE, Graph, Kind, Node, Phase, Shape, Value
from playground.engine.ops import OPS

# Workspace offsets are multiples of this many numbers: 64 bytes in float32, a cache line.
ALIGNMENT = 16


class Buffer(StrEnum):
    """The flat arrays a program runs over."""

    PARAMETERS = "parameters"
    GRADIENTS = "gradients"
    STATE = "state"
    WORKSPACE = "workspace"
    CONTROL = "control"


@dataclass(frozen=True)
class Operand:
    """A place in a buffer: an array of `shape` (a sample, if batched) from `offset` on."""

    buffer: Buffer
    offset: int
    shape: Shape
    batched: bool

    def full_shape(self, rows: int) -> Shape:
        """The array's shape for a batch of `rows` samples."""
        return (rows, *self.shape) if self.batched else self.shape


@dataclass(frozen=True)
class Instruction:
    """One op on places in buffers.

    Attributes:
        number: its place in the program, from 0.
        op: the op's name.
        phase: when in a step it runs.
        inputs: what it reads. (An update also writes its state operands.)
        output: what it writes.
        scratch: working arrays: first those kept for the derivative, then those whose contents
            mean nothing afterwards.
        attributes: the op's settings.
        scope: the id of the layer it belongs to, or "".
    """

    number: int
    op: str
    phase: Phase
    inputs: tuple[Operand, ...]
    output: Operand
    scratch: tuple[Operand, ...]
    attributes: Mapping[str, Any]
    scope: str


@dataclass(frozen=True)
class Update:
    """An optimizer for `plan`: the update op's name and attributes.

    `before` are ops, with their attributes, that first change the whole gradient buffer in place.
    """

    op: str
    attributes: Mapping[str, Any]
    before: tuple[tuple[str, Mapping[str, Any]], ...] = ()

    @property
    def states(self) -> int:
        """How many state arrays the op keeps."""
        return int(OPS[self.op].states)  # type: ignore[attr-defined]

    @property
    def working(self) -> int:
        """How many working arrays the op needs; what comes before it needs one."""
        return int(OPS[self.op].working)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Program:
    """What an executor runs.

    Attributes:
        instructions: in order; the phases follow one another.
        batch: the most samples one run can take; workspace is planned for it.
        sizes: how many numbers each buffer holds.
        parameters: where each parameter lies (and its gradient, at the same offset in GRADIENTS).
        inputs: where each input of the graph is to be written before a run.
        outputs: where each kept value can be read after a run.
        states: how many parameter-sized arrays the optimizer keeps in STATE.
    """

    instructions: tuple[Instruction, ...]
    batch: int
    sizes: Mapping[Buffer, int]
    parameters: Mapping[str, Operand]
    inputs: Mapping[str, Operand]
    outputs: Mapping[str, Operand]
    states: int


def plan(
    graph: Graph,
    batch: int,
    outputs: Mapping[str, Value],
    *,
    loss: Value | None = None,
    update: Update | None = None,
    fixed: Collection[Value] = (),
    rate_factors: Mapping[Value, float] = MappingProxyType({}),
    given: Mapping[Value, str] = MappingProxyType({}),
) -> Program:
    """Flatten `graph` into a program.

    Args:
        graph: what to compute; `loss` given, its derivative is appended to it.
        batch: the most samples one run may take.
        outputs: the values to be read after a run, by name. What none of them, nor the loss, needs
            is left out.
        loss: one number, to be differentiated with respect to every parameter but the fixed.
        update: the optimizer, run after the derivative.
        fixed: parameters that the optimizer leaves as they are. Their gradients stay 0.
        given: computed values that are inputs here, by the names they go under; nothing that only
            they need is computed, and inputs of the graph that are then of no use are left out.
        rate_factors: how many times the learning rate some parameters move at; the others at 1.
    """
    learned = [p for p in graph.parameters if p not in fixed and p not in graph.assignments]
    gradients: dict[Value, Value] = {}
    if loss is not None:
        gradients = _parameter_gradients(graph, loss, learned)
    assigned = graph.assignments if update is not None else {}
    kept = [*outputs.values(), *assigned.values()]
    needed = _needed(graph.nodes, [*kept, *gradients.values()], given)
    inputs = _inputs(graph, needed, given)
    memory = _Memory(graph, needed, batch, kept, gradients, inputs.values())
    instructions = [
        Instruction(
            number,
            node.op,
            node.phase,
            tuple(memory.places[value] for value in node.inputs),
            memory.places[node.output],
            memory.scratch[node],
            node.attributes,
            node.scope,
        )
        for number, node in enumerate(node for node in needed if not OPS[node.op].alias)
    ]
    n_parameters = memory.n_parameters
    workspace = memory.workspace_size
    if update is not None:
        places = [(memory.places[each], rate_factors.get(each, 1.0)) for each in learned]
        updates = _updates(update, places, n_parameters, workspace)
        updates += [_assignment(memory, *pair) for pair in assigned.items()]
        instructions += [replace(u, number=len(instructions) + n) for n, u in enumerate(updates)]
        workspace += update.working * n_parameters
    states = update.states if update else 0
    return Program(
        tuple(instructions),
        batch,
        {
            Buffer.PARAMETERS: n_parameters,
            Buffer.GRADIENTS: n_parameters if loss is not None else 0,
            Buffer.STATE: states * n_parameters,
            Buffer.WORKSPACE: workspace,
            Buffer.CONTROL: CONTROL_SIZE,
        },
        {value.name: memory.places[value] for value in graph.parameters},
        {name: memory.places[value] for name, value in inputs.items()},
        {name: memory.places[value] for name, value in outputs.items()},
        states,
    )


def _parameter_gradients(graph: Graph, loss: Value, learned: Iterable[Value]) -> dict[Value, Value]:
    """Each parameter's gradient, computed by a node of its own so that its place is its own."""
    with graph.within(phase=Phase.BACKWARD, scope=""):
        one = graph.apply("fill", value=1.0)
    gradients = differentiate(graph, loss, one, learned)
    taken: set[Value] = set()
    made_by = {node.output: node for node in graph.nodes}
    for parameter, gradient in gradients.items():
        maker = made_by[gradient]
        if gradient in taken or OPS[maker.op].alias or maker.phase is not Phase.BACKWARD:
            with graph.within(phase=Phase.BACKWARD, scope=maker.scope):
                gradients[parameter] = graph.apply("copy", gradient)
        taken.add(gradients[parameter])
    return gradients


def _inputs(graph: Graph, needed: list[Node], given: Mapping[Value, str]) -> dict[str, Value]:
    """What is written before a run, by name."""
    if not given:
        return {value.name: value for value in graph.inputs}
    read = {value for node in needed for value in node.inputs}
    own = {value.name: value for value in graph.inputs if value in read}
    return own | {name: value for value, name in given.items()}


def _needed(
    nodes: Iterable[Node], wanted: Iterable[Value], given: Collection[Value] = ()
) -> list[Node]:
    """The nodes that the wanted values depend on, in order; not those that make a given one."""
    live = set(wanted)
    needed = []
    for node in reversed(list(nodes)):
        if node.output in given:
            continue
        if not live.isdisjoint((node.output, *node.kept)):
            needed.append(node)
            live.update(node.inputs)
    return needed[::-1]


def _updates(
    update: Update,
    learned: Iterable[tuple[Operand, float]],
    n_parameters: int,
    scratch_offset: int,
) -> list[Instruction]:
    """What changes the gradients first, then one update for each run of learned parameters.

    Parameters come with what their learning rate is times.
    """
    control = Operand(Buffer.CONTROL, 0, (CONTROL_SIZE,), False)

    def flat(buffer: Buffer, offset: int, size: int) -> Operand:
        return Operand(buffer, offset, (size,), False)

    def instruction(
        op: str,
        attributes: Mapping[str, Any],
        buffer: Buffer,
        start: int,
        size: int,
        states: int,
        working: int,
    ) -> Instruction:
        memory = (flat(Buffer.STATE, n * n_parameters + start, size) for n in range(states))
        places = (scratch_offset + n * n_parameters for n in range(working))
        return Instruction(
            0,
            op,
            Phase.UPDATE,
            (flat(Buffer.GRADIENTS, start, size), *memory, control),
            flat(buffer, start, size),
            tuple(flat(Buffer.WORKSPACE, place, size) for place in places),
            attributes,
            "",
        )

    whole = (Buffer.GRADIENTS, 0, n_parameters, 0, 1)
    found = [instruction(op, attributes, *whole) for op, attributes in update.before]
    for start, size, factor in _runs(learned):
        step = (Buffer.PARAMETERS, start, size, update.states, update.working)
        attributes = {"rate_factor": factor, **update.attributes}
        found.append(instruction(update.op, attributes, *step))
    return found


def _runs(learned: Iterable[tuple[Operand, float]]) -> list[tuple[int, int, float]]:
    """(offset, size, rate factor) of the stretches that parameters of one factor make up."""
    runs: list[tuple[int, int, float]] = []
    for place, factor in sorted(learned, key=lambda each: each[0].offset):
        size = prod(place.shape)
        before = runs[-1] if runs else None
        if before is not None and before[0] + before[1] == place.offset and before[2] == factor:
            runs[-1] = (before[0], before[1] + size, factor)
        else:
            runs.append((place.offset, size, factor))
    return runs


def _assignment(memory: _Memory, parameter: Value, value: Value) -> Instruction:
    place, source = memory.places[parameter], memory.places[value]
    return Instruction(0, "copy", Phase.UPDATE, (source,), place, (), {}, "")


class _Memory:
    """Where every value lies.

    Parameters lie packed, in order. Inputs and kept outputs have workspace of their own; every
    other value shares it with those whose lifetimes do not meet, by first fit.
    """

    def __init__(
        self,
        graph: Graph,
        nodes: list[Node],
        batch: int,
        kept: Iterable[Value],
        gradients: Mapping[Value, Value],
        inputs: Collection[Value],
    ) -> None:
        self.batch = batch
        self.places: dict[Value, Operand] = {
            graph.control: Operand(Buffer.CONTROL, 0, graph.control.shape, False)
        }
        self.scratch: dict[Node, tuple[Operand, ...]] = {}
        self.n_parameters = 0
        self.workspace_size = 0
        self._free: list[tuple[int, int]] = []  # (offset, size), by offset
        for parameter in graph.parameters:
            offset = self.n_parameters
            self.places[parameter] = _operand(Buffer.PARAMETERS, offset, parameter)
            if parameter in gradients:
                gradient = gradients[parameter]
                self.places[gradient] = _operand(Buffer.GRADIENTS, offset, gradient)
            self.n_parameters += prod(parameter.shape)
        for value in inputs:
            self._place(value)
        self._roots = _roots(nodes)
        pinned = {self._root(value) for value in (*kept, *inputs)}
        self._plan(nodes, _last_uses(nodes, self._root), pinned)

    def _root(self, value: Value) -> Value:
        return self._roots.get(value, value)

    def _plan(self, nodes: list[Node], last_use: Mapping[Value, int], pinned: set[Value]) -> None:
        for index, node in enumerate(nodes):
            root = self._root(node.output)
            if root is not node.output:
                self.places[node.output] = _moved(self.places[root], node.output)
                continue
            for value in (node.output, *node.kept):
                if value not in self.places:
                    self._place(value)
            operands = [
                self._take(prod(shape) * (self.batch if batched else 1), shape, batched)
                for shape, batched in OPS[node.op].scratch(
                    node.inputs, node.output, node.attributes
                )
            ]
            for operand in operands:
                self._release(operand)
            kept = [self.places[value] for value in node.kept]
            self.scratch[node] = (*kept, *operands)
            for value in {self._root(value) for value in _touched(node)}:
                if last_use.get(value, index) == index and value not in pinned:
                    self._release(self.places[value])

    def _place(self, value: Value) -> None:
        self.places[value] = self._take(value.size(self.batch), value.shape, value.batched)

    def _take(self, size: int, shape: Shape, batched: bool) -> Operand:
        size = -(-max(size, 1) // ALIGNMENT) * ALIGNMENT
        for index, (offset, room) in enumerate(self._free):
            if room >= size:
                if room == size:
                    del self._free[index]
                else:
                    self._free[index] = (offset + size, room - size)
                return Operand(Buffer.WORKSPACE, offset, shape, batched)
        offset = self.workspace_size
        self.workspace_size += size
        return Operand(Buffer.WORKSPACE, offset, shape, batched)

    def _release(self, operand: Operand) -> None:
        if operand.buffer is not Buffer.WORKSPACE:
            return
        size = max(prod(operand.full_shape(self.batch)), 1)
        size = -(-size // ALIGNMENT) * ALIGNMENT
        merged: list[tuple[int, int]] = []
        for offset, room in sorted([*self._free, (operand.offset, size)]):
            if merged and merged[-1][0] + merged[-1][1] == offset:
                merged[-1] = (merged[-1][0], merged[-1][1] + room)
            else:
                merged.append((offset, room))
        self._free = merged


def _operand(buffer: Buffer, offset: int, value: Value) -> Operand:
    return Operand(buffer, offset, value.shape, value.batched)


def _moved(place: Operand, value: Value) -> Operand:
    return Operand(place.buffer, place.offset, value.shape, value.batched)


def _touched(node: Node) -> tuple[Value, ...]:
    """The values that a node reads or writes."""
    return (*node.inputs, node.output, *node.kept)


def _roots(nodes: list[Node]) -> dict[Value, Value]:
    """For the result of each alias op, the value whose memory it is."""
    roots: dict[Value, Value] = {}
    for node in nodes:
        if OPS[node.op].alias:
            roots[node.output] = roots.get(node.inputs[0], node.inputs[0])
    return roots


def _last_uses(nodes: list[Node], root: Any) -> dict[Value, int]:
    """The index of the last node that reads (or writes) each value's memory."""
    last: dict[Value, int] = {}
    for index, node in enumerate(nodes):
        for value in _touched(node):
            if value.kind in (Kind.COMPUTED, Kind.INPUT):
                last[root(value)] = index
    return last
