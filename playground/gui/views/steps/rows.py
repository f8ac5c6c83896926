"""The rows of the list of instructions: headings of phases, and what each instruction says."""

from __future__ import annotations

from dataclasses import dataclass

from playground.engine.graph import Phase
from playground.engine.program import Buffer, Instruction
from playground.network.spec import HEAD
from playground.training.stepping.op_words import short_of, told
from playground.training.stepping.stepper import Stepper

HEADINGS = {
    Phase.FORWARD: "Forward",
    Phase.LOSS: "Loss",
    Phase.BACKWARD: "Backward",
    Phase.UPDATE: "Update",
}


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        phase: whose heading it is, or in which it runs.
        number: of the instruction, or None for a heading.
        text: what stands there. detail: beneath it.
    """

    phase: Phase
    number: int | None
    text: str
    detail: str = ""


def rows_of(stepper: Stepper) -> list[Row]:
    """All rows of a step."""
    found: list[Row] = []
    phase: Phase | None = None
    for instruction in stepper.instructions:
        if instruction.phase is not phase:
            phase = instruction.phase
            found.append(Row(phase, None, HEADINGS[phase]))
        found.append(row_of(instruction, stepper.rows))
    return found


def row_of(instruction: Instruction, rows: int) -> Row:
    """An instruction: what it does, and whose it is."""
    shape = instruction.output.full_shape(rows)
    extent = "×".join(str(each) for each in shape) or "1"
    of = instruction.scope or "all layers"
    detail = f"{of} · {extent}"
    return Row(instruction.phase, instruction.number, short_of(instruction.op), detail)


def state_words(stepper: Stepper, number: int) -> str:
    """Whether an instruction has run, and whether its result is still there."""
    if number >= stepper.position:
        return "Not run yet."
    life = stepper.origins.life(number)
    if stepper.instructions[number].output.buffer is Buffer.PARAMETERS:
        return "The parameters have changed."
    if not stepper.origins.held(number, stepper.position):
        assert life.overwritten_by is not None
        return f"Its memory was given to instruction {told(life.overwritten_by)}."
    if stepper.origins.needed(number, stepper.position):
        return f"Held in memory: instruction {told(life.last_read)} reads it."
    return "Still in memory, though nothing reads it any more."


def layers_of(stepper: Stepper) -> list[str]:
    """The layers of a step, in the order in which the forward pass goes through them."""
    scopes = [each.scope for each in stepper.instructions if each.phase is Phase.FORWARD]
    found = list(dict.fromkeys(scope for scope in scopes if scope))
    return found if HEAD in found else [*found, HEAD]
