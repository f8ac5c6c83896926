"""What there is to see of the instruction that has just run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import prod
from typing import Any

from numpy.typing import NDArray

from playground.engine.graph import LEARNING_RATE, STEP, Phase
from playground.engine.ops import OPS
from playground.engine.program import Buffer, Instruction, Operand
from playground.engine.worked import At, Written, cells_read, symbols, worked
from playground.network.compiler import FEATURES
from playground.training.stepping.op_words import short_of, title_of, told
from playground.training.stepping.stepper import Stepper
from playground.written import significant

Array = NDArray[Any]
# Settings that stand in formulas; others say how numbers lie in memory.
_TOLD = (
    "rate",
    "slope",
    "alpha",
    "gamma",
    "delta",
    "epsilon",
    "momentum",
    "limit",
    "scale",
    "shift",
    "positive_weight",
    "smoothing",
    "groups",
    "stride_height",
    "stride_width",
    "start",
    "stop",
)
Cells = Mapping[int, frozenset[tuple[int, ...]]]


@dataclass(frozen=True, eq=False)
class Value:
    """An operand, or a result.

    Attributes:
        symbol: what the formula calls it: "x".
        name: what it is in this network: "dense_1.weight".
        story: where it came from, or where it goes: "cached in the forward pass at instruction 4".
        place: where it lies: "workspace 128…255".
        array: a copy of its numbers, of its full shape.
        before: of a result that was written over something that counts: what it was.
        source: the instruction that computed it, None for what was there before the step.
        operand: which of the instruction's inputs it is; None for results.
    """

    symbol: str
    name: str
    story: str
    place: str
    array: Array
    before: Array | None = None
    source: int | None = None
    operand: int | None = None


@dataclass(frozen=True, eq=False)
class Look:
    """One instruction with its numbers, frozen.

    Attributes:
        instruction: it.
        title: in words. formula: with symbols.
        operands: what it read, in order; working arrays and control are left out.
        result: what it wrote.
        also: what else it changed for good: the optimizer's memory.
        parts: the parameters that an update changes, to choose from; () elsewhere.
        part: the one whose numbers these are, or "".
        parameter: the one that the result is, or is the gradient of; "" for neither.
        settings: what it goes by, in words: "rate 0.01, step 4", or "".
    """

    instruction: Instruction
    title: str
    formula: str
    operands: tuple[Value, ...]
    result: Value
    also: tuple[Value, ...]
    parts: tuple[str, ...]
    part: str
    parameter: str
    settings: str
    _inputs: tuple[Array, ...]
    _symbol: str

    def lines(self, index: tuple[int, ...], row: int = 0) -> tuple[list[Written], Cells]:
        """The formula with the numbers of one element of the result in it, and the cells read.

        Args:
            index: the element.
            row: the sample that is looked at, for results that are of all of them.
        """
        attributes = self.instruction.attributes
        at = At(self._inputs, self.result.array, attributes, index, self._symbol, row)
        lines = worked(self.instruction.op, at)
        return lines, cells_read(at, lines)


def look(stepper: Stepper, part: str = "") -> Look:
    """At the current instruction.

    Args:
        part: of an update, the parameter to look at; the first, if it is not one of them.
    """
    current = stepper.current
    assert current is not None
    if current.phase is Phase.UPDATE and current.output.buffer is not Buffer.WORKSPACE:
        parts = _parts(stepper, current)
        if parts and current.op != "copy":
            return _look_at_update(stepper, current, parts, part)
    names, result_name = symbols(current.op, len(current.inputs))
    inputs = tuple(stepper.before(each).copy() for each in current.inputs)
    operands = tuple(
        _operand(stepper, current, n, names[n], inputs[n])
        for n, operand in enumerate(current.inputs)
        if operand.buffer is not Buffer.CONTROL
    )
    return Look(
        current,
        title_of(current.op),
        OPS[current.op].formula,
        operands,
        _result(stepper, current, result_name),
        (),
        (),
        "",
        _parameter(stepper, current.output) if current.output.buffer is Buffer.GRADIENTS else "",
        _settings(current.attributes),
        inputs,
        result_name,
    )


def look_at_batch(stepper: Stepper) -> tuple[Value, ...]:
    """What a step begins with: its samples, as they lie in memory."""
    symbols_of = {FEATURES: ("x", "the features of this batch")}
    found = []
    for name, place in stepper.program.inputs.items():
        symbol, story = symbols_of.get(name, ("t", "the truth for this batch"))
        array = stepper.array(place).copy()
        found.append(Value(symbol, name, story, place_of(place, stepper.rows), array))
    return tuple(found)


def _operand(
    stepper: Stepper, current: Instruction, number: int, symbol: str, array: Array
) -> Value:
    operand = current.inputs[number]
    origin = stepper.origins.of(current.number, number)
    value = Value(
        symbol, "", "", place_of(operand, stepper.rows), array, None, origin.writer, number
    )
    if operand.buffer is Buffer.PARAMETERS:
        return replace(value, name=_parameter(stepper, operand), story="a parameter")
    if origin.writer is None:
        inputs = {place: name for name, place in stepper.program.inputs.items()}
        given = next((n for p, n in inputs.items() if p.offset == operand.offset), "")
        story = "the features of this batch" if given == FEATURES else "the truth for this batch"
        return replace(value, name=given or symbol, story=story)
    writer = stepper.instructions[origin.writer]
    name = _scoped(writer)
    if operand.buffer is Buffer.GRADIENTS:
        name = f"∂L/∂{_parameter(stepper, operand)}"
    return replace(value, name=name, story=_story(current, writer, kept=origin.kept))


def _story(current: Instruction, writer: Instruction, *, kept: bool) -> str:
    what = "kept beside its result by" if kept else "computed by"
    if writer.phase is Phase.FORWARD and current.phase is Phase.BACKWARD:
        verb = "cached beside the result" if kept else "cached"
        return f"{verb} in the forward pass at instruction {told(writer.number)}"
    if writer.number == current.number - 1:
        return f"{what} the instruction before, {told(writer.number)}"
    return f"{what} instruction {told(writer.number)}"


def _result(stepper: Stepper, current: Instruction, symbol: str) -> Value:
    life = stepper.origins.life(current.number)
    output = current.output
    name = current.scope or short_of(current.op)
    if output.buffer is Buffer.GRADIENTS:
        name = f"∂L/∂{_parameter(stepper, output)}"
        story = "stays in the gradients until the update"
    elif output.buffer is Buffer.PARAMETERS:
        name, story = _parameter(stepper, output), "a parameter, as the next step finds it"
    elif life.last_read == current.number:
        story = "read by nobody else"
    elif life.last_read == len(stepper.instructions) - 1 and life.overwritten_by is None:
        story = "stays to the end"
    else:
        reader = stepper.instructions[life.last_read]
        cached = current.phase is Phase.FORWARD and reader.phase is Phase.BACKWARD
        verb = "cached" if cached else "kept"
        story = f"{verb} until instruction {told(life.last_read)} ({reader.phase}) has read it"
    array = stepper.array(output).copy()
    return Value(symbol, name, story, place_of(output, stepper.rows), array)


def _parts(stepper: Stepper, current: Instruction) -> dict[str, Operand]:
    """The parameters within what an update changes."""
    first, end = current.output.offset, current.output.offset + prod(current.output.shape)
    return {
        name: place
        for name, place in stepper.program.parameters.items()
        if first <= place.offset and place.offset + prod(place.shape) <= end
    }


def _look_at_update(
    stepper: Stepper, current: Instruction, parts: Mapping[str, Operand], part: str
) -> Look:
    chosen = part if part in parts else next(iter(parts))
    place = parts[chosen]
    within = place.offset - current.output.offset

    def cut(flat: Array) -> Array:
        return flat[within : within + prod(place.shape)].reshape(place.shape).copy()

    names, result_name = symbols(current.op, len(current.inputs))
    control = stepper.array(current.inputs[-1]).copy()
    after, before = cut(stepper.array(current.output)), cut(stepper.before(current.output))
    given, also = [], []
    for number, operand in enumerate(current.inputs[:-1]):
        symbol = names[number]
        array = cut(stepper.before(operand))
        moved = replace(operand, offset=operand.offset + within, shape=place.shape)
        where = place_of(moved, stepper.rows)
        if operand.buffer is Buffer.STATE:
            name = f"{symbol} of {chosen}"
            story = "the optimizer's memory, as it was"
            given.append(Value(symbol, name, story, where, array, operand=number))
            now = cut(stepper.array(operand))
            story = "the optimizer's memory, for the next step"
            also.append(Value(f"{symbol} after", name, story, where, now, array))
        else:
            name = f"∂L/∂{chosen}"
            given.append(Value(symbol, name, "the gradient", where, array, operand=number))
    inputs = (*(value.array for value in given), control)
    clips = current.output.buffer is Buffer.GRADIENTS
    if not clips:
        change = Value("Δw", chosen, "what the step has changed", "", after - before)
        also.insert(0, change)
    if clips:
        inputs = (*inputs, stepper.before(current.output).copy())
        name, story = f"∂L/∂{chosen}", "the gradient that the update goes by"
    else:
        inputs = (*inputs, before)
        story, last = "the parameter, as it was", len(inputs) - 1
        given.append(Value("w", chosen, story, "", before, operand=last))
        name, story = chosen, "the parameter, as the next step finds it"
    moved = replace(current.output, offset=place.offset, shape=place.shape)
    where = place_of(moved, stepper.rows)
    result = Value("w after" if not clips else result_name, name, story, where, after, before)
    rate = float(control[LEARNING_RATE]) * float(current.attributes.get("rate_factor", 1.0))
    settings = f"rate {significant(rate, 6)}, step {int(control[STEP]) + 1}"
    return Look(
        current,
        title_of(current.op),
        OPS[current.op].formula,
        tuple(given),
        result,
        tuple(also),
        tuple(parts),
        chosen,
        chosen,
        _settings(current.attributes) if clips else settings,
        inputs,
        result_name,
    )


def _settings(attributes: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')} {significant(float(attributes[name]), 6)}"
        for name in _TOLD
        if name in attributes
    )


def _parameter(stepper: Stepper, operand: Operand) -> str:
    places = stepper.program.parameters.items()
    return next((name for name, place in places if place.offset == operand.offset), "")


def _scoped(instruction: Instruction) -> str:
    name = short_of(instruction.op)
    return f"{name} of {instruction.scope}" if instruction.scope else name


def place_of(operand: Operand, rows: int) -> str:
    """ "workspace 128…255"."""
    last = operand.offset + max(prod(operand.full_shape(rows)), 1) - 1
    if last == operand.offset:
        return f"{operand.buffer} {operand.offset}"
    return f"{operand.buffer} {operand.offset}…{last}"


def shape_words(array: Array) -> str:
    """ "16 × 8", "one number"."""
    return " × ".join(str(extent) for extent in array.shape) if array.ndim else "one number"


def element(array: Array, index: tuple[int, ...]) -> tuple[int, ...]:
    """A place in an array, the nearest to what is wanted of it: of another shape, maybe."""
    wanted = (*index, *(0 for _ in range(array.ndim)))[: array.ndim]
    return tuple(min(max(w, 0), extent - 1) for w, extent in zip(wanted, array.shape, strict=True))
