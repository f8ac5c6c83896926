"""Where the operands of a program come from, and how long results stay where they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from playground.engine.program import Buffer, Instruction, Operand, Program

# The buffers in which results of the step itself are found.
_SHARED = (Buffer.WORKSPACE, Buffer.GRADIENTS)


@dataclass(frozen=True)
class Origin:
    """Who wrote what an operand holds.

    Attributes:
        writer: the number of the instruction, or None where it was there before the step.
        kept: whether it is not the writer's result but what it kept beside it.
    """

    writer: int | None
    kept: bool = False


@dataclass(frozen=True)
class Life:
    """How long the result of an instruction can be read.

    Attributes:
        last_read: the last instruction that reads it, or its own number where none does.
        overwritten_by: the first that writes over it, or None.
    """

    last_read: int
    overwritten_by: int | None


@dataclass(frozen=True)
class _Written:
    """A stretch of a buffer, and who wrote it last."""

    buffer: Buffer
    first: int
    end: int
    origin: Origin
    writer: int

    def meets(self, place: tuple[Buffer, int, int]) -> bool:
        buffer, first, end = place
        return self.buffer is buffer and self.first < end and first < self.end


class Origins:
    """What there is to know of a program's memory without running it.

    Args:
        program: any; its workspace may be shared by values whose lifetimes do not meet.
    """

    def __init__(self, program: Program) -> None:
        self._batch = program.batch
        self._inputs: list[tuple[Origin, ...]] = []
        self._last_read = list(range(len(program.instructions)))
        self._overwritten: dict[int, int] = {}
        self._lasting = {
            each.number for each in program.instructions if each.output.buffer not in _SHARED
        }
        written: list[_Written] = []
        for instruction in program.instructions:
            self._inputs.append(tuple(self._read(instruction, written)))
            for operand, kept in _writes(instruction):
                written = self._write(operand, Origin(instruction.number, kept), written)
        for place in program.outputs.values():
            writers = [each.number for each in program.instructions if each.output == place]
            if writers:
                self._last_read[writers[-1]] = len(program.instructions) - 1

    def of(self, instruction: int, operand: int) -> Origin:
        """Who wrote an instruction's operand, by its place among the inputs."""
        return self._inputs[instruction][operand]

    def life(self, instruction: int) -> Life:
        """How long the result of an instruction stays."""
        return Life(self._last_read[instruction], self._overwritten.get(instruction))

    def held(self, instruction: int, position: int) -> bool:
        """Whether an instruction's result is where it was written, `position` instructions in.

        Of what changes parameters there is no result to be held.
        """
        if instruction in self._lasting:
            return False
        over = self._overwritten.get(instruction)
        return instruction < position and (over is None or over >= position)

    def needed(self, instruction: int, position: int) -> bool:
        """Whether it is also still to be read."""
        return self.held(instruction, position) and self._last_read[instruction] >= position

    def _read(self, instruction: Instruction, written: list[_Written]) -> Iterator[Origin]:
        for operand in instruction.inputs:
            place = self._place(operand)
            found = Origin(None)
            for each in written:
                if each.meets(place):
                    found = each.origin
                    self._last_read[each.writer] = instruction.number
            yield found

    def _write(self, operand: Operand, origin: Origin, written: list[_Written]) -> list[_Written]:
        if operand.buffer not in _SHARED or origin.writer is None:
            return written
        place = self._place(operand)
        for each in written:
            if each.meets(place) and not each.origin.kept and each.writer != origin.writer:
                self._overwritten.setdefault(each.writer, origin.writer)
        left = [each for each in written if not each.meets(place)]
        return [*left, _Written(*place, origin, origin.writer)]

    def _place(self, operand: Operand) -> tuple[Buffer, int, int]:
        size = max(prod(operand.full_shape(self._batch)), 1)
        return operand.buffer, operand.offset, operand.offset + size


def _writes(instruction: Instruction) -> Iterator[tuple[Operand, bool]]:
    # Working arrays first: within one instruction nothing is written twice in the same place.
    for operand in instruction.scratch:
        yield operand, True
    yield instruction.output, False


def written_by(instruction: Instruction) -> tuple[Operand, ...]:
    """Every place that an instruction may change, each once."""
    state = [each for each in instruction.inputs if each.buffer is Buffer.STATE]
    return (instruction.output, *instruction.scratch, *state)
