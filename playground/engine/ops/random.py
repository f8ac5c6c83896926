"""Random numbers inside a program."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, prod
from types import ModuleType
from typing import Any

import numpy as np

from playground.engine.graph import SEED, STEP, Shape, Value
from playground.engine.ops.kernel import Control, Exact, Flat
from playground.engine.ops.op import Array, Attributes, Op
from playground.engine.ops.parts import inner
from playground.engine.rng import (
    MASK,
    MULTIPLIER_0,
    MULTIPLIER_1,
    ROUNDS,
    WEYL_0,
    WEYL_1,
    WORK_ROWS,
    fill_words,
)

# Where integers have 64 bits with a sign, the product of two 32-bit numbers may come out negative:
# a shift then fills in ones from the left, which the mask takes off again.


@inner
def _upper(a: Any, b: Any) -> Any:
    """The upper 32 bits of the 64 of a product of two 32-bit numbers."""
    return ((a * b) >> 32) & MASK


@inner
def _lower(a: Any, b: Any) -> Any:
    """The lower 32 bits of the 64 of a product of two 32-bit numbers."""
    return (a * b) & MASK


def _dropout_mask(
    out: Flat, x: Flat, control: Control, work: Flat, rate: Exact, stream: int
) -> None:
    scaled = rate * 16777216.0  # 2²⁴
    threshold = int(scaled)
    if threshold < scaled:
        threshold += 1
    kept = 1.0 / (1.0 - rate)
    size = out.size
    blocks = (size + 3) // 4
    seed = int(control[SEED])
    step = int(control[STEP])
    for block in range(blocks):
        c0 = block
        c1 = 0
        c2 = step & MASK
        c3 = (step >> 32) & MASK
        key_0 = seed & MASK
        key_1 = stream & MASK
        for _ in range(ROUNDS):
            n0 = _upper(c2, MULTIPLIER_1) ^ c1 ^ key_0
            n2 = _upper(c0, MULTIPLIER_0) ^ c3 ^ key_1
            c1 = _lower(c2, MULTIPLIER_1)
            c3 = _lower(c0, MULTIPLIER_0)
            c0 = n0
            c2 = n2
            key_0 = (key_0 + WEYL_0) & MASK
            key_1 = (key_1 + WEYL_1) & MASK
        out[block] = kept if c0 >> 8 >= threshold else 0.0
        if block + blocks < size:
            out[block + blocks] = kept if c1 >> 8 >= threshold else 0.0
        if block + 2 * blocks < size:
            out[block + 2 * blocks] = kept if c2 >> 8 >= threshold else 0.0
        if block + 3 * blocks < size:
            out[block + 3 * blocks] = kept if c3 >> 8 >= threshold else 0.0


class DropoutMask(Op):
    """0 with probability `rate`, else 1 / (1 − rate), for every number of x.

    The scale keeps the expected sum as it was (Srivastava et al. 2014, section 10). The draw is a
    function of the run's seed, the attribute `stream` and the step.

    Operands: x (for its shape only), control.
    """

    name = "dropout_mask"
    formula = "m = 0 with probability rate, else 1 / (1 − rate)"
    kernel = staticmethod(_dropout_mask)

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        # Work rows and block numbers, 64 bits each, a block of four numbers: two 32-bit floats hold
        # one. In 64-bit floats half of it stays unused.
        blocks = -(-prod(output.shape) // 4)
        return (((2 * (WORK_ROWS + 1) * blocks,), True),)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        _, control, work = arrays
        rate = attributes["rate"]
        flat = out.reshape(-1)
        blocks = -(-flat.size // 4)
        bits = work.reshape(-1).view(np.uint64)[: (WORK_ROWS + 1) * blocks]
        bits = bits.reshape(WORK_ROWS + 1, blocks)
        numbers = bits[WORK_ROWS]
        # 0, 1, 2, … without making an array: a running sum of ones.
        numbers.fill(1)
        numbers[0] = 0
        xp.add.accumulate(numbers, 0, None, numbers)
        words = fill_words(
            bits[:WORK_ROWS], numbers, int(control[SEED]), attributes["stream"], int(control[STEP])
        )
        xp.right_shift(words, 8, words)
        # kept ⇔ u ≥ rate, for u a multiple of 2⁻²⁴
        threshold = ceil(rate * 2.0**24)
        xp.greater_equal(words.reshape(-1)[: flat.size], threshold, flat)
        xp.multiply(flat, 1.0 / (1.0 - rate), flat)
