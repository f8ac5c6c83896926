"""What a step of a program costs, counted from its instructions."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from playground.engine.graph import Phase, Shape
from playground.engine.ops import OPS
from playground.engine.program import Buffer, Instruction, Operand, Program

FLOAT32_BYTES = 4
# A product's derivatives are two more of its size: by what goes in, and by the weights.
_BACKWARD = 2


@dataclass(frozen=True)
class StepCost:
    """One training step.

    Attributes:
        instructions: how many there are to be begun.
        bytes: what they read and write, each operand once.
        multiply_adds: products that are added up, forward and backward.
    """

    instructions: int
    bytes: int
    multiply_adds: int


def cost_of(program: Program, rows: int) -> StepCost:
    """Count a step on a batch of so many rows, in float32.

    Products of dense layers are counted one by one, those of other layers as twice as many
    backward as forward, which is what both derivatives take.
    """
    instructions = program.instructions
    return StepCost(
        len(instructions),
        FLOAT32_BYTES * sum(_numbers(each, rows) for each in instructions),
        sum(_multiply_adds(each, rows) for each in instructions),
    )


def _numbers(instruction: Instruction, rows: int) -> int:
    operands = (*instruction.inputs, instruction.output, *instruction.scratch)
    return sum(
        prod(operand.full_shape(rows))
        for operand in operands
        if operand.buffer is not Buffer.CONTROL
    )


def _multiply_adds(instruction: Instruction, rows: int) -> int:
    match instruction.op:
        case "matmul" | "matmul_backward_x":
            rows_in = prod(instruction.output.full_shape(rows)[:-1])
            return rows_in * prod(instruction.inputs[1].shape)
        case "matmul_backward_w":
            rows_in = prod(instruction.inputs[0].full_shape(rows)[:-1])
            return rows_in * prod(instruction.output.shape)
        case _ if instruction.phase is not Phase.FORWARD:
            return 0
    inputs = [_Sized.of(each) for each in instruction.inputs]
    output = _Sized.of(instruction.output)
    op = OPS[instruction.op]
    one = op.multiply_adds(inputs, output, instruction.attributes)  # type: ignore[arg-type]
    return (1 + _BACKWARD) * one * rows


@dataclass(frozen=True)
class _Sized:
    """An operand as an op's own count wants it."""

    shape: Shape
    batched: bool

    @classmethod
    def of(cls, operand: Operand) -> _Sized:
        return cls(operand.shape, operand.batched)

    def size(self, rows: int) -> int:
        return prod(self.shape) * (rows if self.batched else 1)
