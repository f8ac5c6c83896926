"""Where a stepped run is to stop, and what is found at one instruction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.program import Instruction
from playground.training.stepping.op_words import told

Array = NDArray[Any]
# Of these a unit that is 0 for a whole batch learns nothing from it.
_DYING = ("relu", "relu_backward")


@dataclass(frozen=True)
class Breakpoints:
    """Where to stop.

    Attributes:
        instructions: their numbers. layers: the ids of layers, at their first instruction of each
            phase.
        not_finite: where a result holds a NaN or an infinity.
        dead: where a ReLU unit is 0, or its gradient is, for the whole batch.
        known: (instruction, unit) of those dead units that are no news.
    """

    instructions: frozenset[int] = frozenset()
    layers: frozenset[str] = frozenset()
    not_finite: bool = False
    dead: bool = False
    known: frozenset[tuple[int, int]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.instructions or self.layers or self.not_finite or self.dead)

    def toggled(self, instruction: int) -> Breakpoints:
        """The same with one instruction more or less."""
        return replace(self, instructions=self.instructions ^ {instruction})

    def reason(
        self, instruction: Instruction, before: Instruction | None, written: Sequence[Array]
    ) -> str:
        """Why to stop where `instruction` has just run, in words, or "".

        Args:
            before: the instruction before it, if there is one.
            written: its result, then what else it has changed for good.
        """
        if self.not_finite:
            for array in written:
                found = not_finite(array)
                if found:
                    return f"{found} of {_whose(instruction)}."
        if self.dead:
            units = dead_units(instruction, written[0])
            news = [unit for unit in units if (instruction.number, unit) not in self.known]
            if news:
                return dead_words(instruction, news, len(written[0]))
        if instruction.number in self.instructions:
            return f"A breakpoint on instruction {told(instruction.number)}."
        entered = before is None or (before.scope, before.phase) != (
            instruction.scope,
            instruction.phase,
        )
        if entered and instruction.scope in self.layers:
            return f"A breakpoint on {instruction.scope}, where its {instruction.phase} begins."
        return ""


def not_finite(array: Array) -> str:
    """The first number that is not finite, in words: "NaN at [0, 2]", or ""."""
    bad = ~np.isfinite(array)
    if not bad.any():
        return ""
    index = np.unravel_index(int(bad.argmax()), array.shape)
    kind = "Not a number (NaN)" if np.isnan(array[index]) else "An infinite number"
    place = ", ".join(str(each) for each in index)
    return f"{kind} at [{place}]" if place else kind


def dead_units(instruction: Instruction, result: Array) -> list[int]:
    """Which units of a ReLU are 0 for the whole batch, or pass a gradient of 0."""
    if instruction.op not in _DYING or not instruction.output.batched or result.ndim < 2:
        return []
    # Of images a unit is a whole map, of anything else a column.
    axes = (0, 2, 3) if result.ndim == 4 else tuple(range(result.ndim - 1))
    return [int(unit) for unit in np.flatnonzero(~result.any(axis=axes))]


def dead_words(instruction: Instruction, units: Sequence[int], samples: int) -> str:
    """What is said of such units."""
    names = ", ".join(str(unit) for unit in units[:8]) + (", …" if len(units) > 8 else "")
    forward = instruction.op == "relu"
    if len(units) == 1:
        does = "is 0" if forward else "passes a gradient of 0"
        return f"Unit {names} of {instruction.scope} {does} for all {samples} samples of the batch."
    do = "are 0" if forward else "pass a gradient of 0"
    return f"Units {names} of {instruction.scope} {do} for all {samples} samples of the batch."


def _whose(instruction: Instruction) -> str:
    of = f", {instruction.scope}" if instruction.scope else ""
    return f"instruction {told(instruction.number)} ({instruction.op}{of})"
