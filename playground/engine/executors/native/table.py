"""A program's instructions as rows of int64s, bound to addresses, for the compiled interpreter."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from math import isqrt, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.executors.native.signature import fitted, signature_of
from playground.engine.ops import OPS
from playground.engine.program import Buffer, Instruction, Operand, Program

# Ops with a product of a step's rows and weights within. (What others have within is small.)
_RECURRENT = ("lstm", "gru", "simple_rnn")

Address = Callable[[str], int]
Words = NDArray[np.int64]


def kernels_of(program: Program) -> set[str]:
    """The ops whose kernels a program runs."""
    return {instruction.op for instruction in program.instructions}


def work_of(program: Program) -> int:
    """Multiplications in the program's largest matrix product, of a full batch."""
    return max(
        (_work(instruction, program.batch) for instruction in program.instructions), default=0
    )


def _work(instruction: Instruction, rows: int) -> int:
    """For a product of (a, b) and (b, c), a · b · c; for other ops, that of the largest within."""
    if instruction.op.startswith("matmul"):
        sizes = [prod(o.full_shape(rows)) for o in (*instruction.inputs, instruction.output)]
        return isqrt(prod(sizes))
    if instruction.op.startswith(_RECURRENT):
        weights = (o.shape for o in instruction.inputs if not o.batched and len(o.shape) == 2)
        return rows * max((prod(shape) for shape in weights), default=0)
    return 0


def bind(
    program: Program, count: int, address: Address, bases: Mapping[Buffer, int], item_size: int
) -> Words:
    """(instructions, width) int64: each row a function's address, its arrays, its attributes.

    Args:
        program: what is bound.
        count: rows of the batch.
        address: where an op's compiled kernel begins.
        bases: where each buffer begins.
        item_size: bytes a number; control's are always 8.
    """

    def array(operand: Operand, rank: int) -> list[int]:
        size = 8 if operand.buffer is Buffer.CONTROL else item_size
        at = bases[operand.buffer] + operand.offset * size
        return [at, *fitted(operand.full_shape(count), rank)]

    def row(instruction: Instruction) -> list[int]:
        kernel = OPS[instruction.op].kernel
        assert kernel is not None
        signature = signature_of(kernel)
        words = [address(instruction.op)]
        operands = (instruction.output, *instruction.inputs, *instruction.scratch)
        for operand, parameter in zip(operands, signature.arrays, strict=True):
            words += array(operand, parameter.rank)
        for name, kind in signature.attributes:
            words.append(_word(instruction.attributes[name], kind))
        return words

    rows = [row(instruction) for instruction in program.instructions]
    width = max((len(each) for each in rows), default=0)
    table = np.zeros((len(rows), width), np.int64)
    for number, words in enumerate(rows):
        table[number, : len(words)] = words
    return table


def _word(attribute: Any, kind: type) -> int:
    """An attribute as 64 bits: an int as it is, a float as a float64."""
    if kind is int:
        return int(attribute)
    word: int = struct.unpack("<q", struct.pack("<d", attribute))[0]
    return word
