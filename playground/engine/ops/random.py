"""Random numbers inside a program."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, prod
from types import ModuleType
from typing import Any

import numpy as np

from playground.engine.graph import SEED, STEP, Shape, Value
from playground.engine.ops.op import Array, Attributes, Op
from playground.engine.rng import WORK_ROWS, fill_words


class DropoutMask(Op):
    """0 with probability `rate`, else 1 / (1 − rate), for every number of x.

    The scale keeps the expected sum as it was (Srivastava et al. 2014, section 10). The draw is a
    function of the run's seed, the attribute `stream` and the step.

    Operands: x (for its shape only), control.
    """

    name = "dropout_mask"
    formula = "m = 0 with probability rate, else 1 / (1 − rate)"

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
