"""Where a stepped run is to stop, and what is found at one instruction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.program import Instruction

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
    """

    instructions: frozenset[int] = frozenset()
    layers: frozenset[str] = frozenset()
    not_finite: bool = False
    dead: bool = False

    def __bool__(self) -> bool:
        return bool(self.instructions or self.layers or self.not_finite or self.dead)

    def toggled(self, instruction: int) -> Breakpoints:
        """The same with one instruction more or less."""
        changed = self.instructions ^ {instruction}
        return Breakpoints(changed, self.layers, self.not_finite, self.dead)

    def toggled_layer(self, layer: str) -> Breakpoints:
        """The same with one layer more or less."""
        return Breakpoints(self.instructions, self.layers ^ {layer}, self.not_finite, self.dead)

    def reason(self, instruction: Instruction, before: Instruction | None, result: Array) -> str:
        """Why to stop where `instruction` has just run, in words, or "".

        Args:
            before: the instruction before it, if there is one.
            result: what it has written.
        """
        if self.not_finite:
            found = not_finite(result)
            if found:
                return f"{found} in {_whose(instruction)}."
        if self.dead:
            found = dead_units(instruction, result)
            if found:
                return found
        if instruction.number in self.instructions:
            return "A breakpoint on this instruction."
        entered = before is None or (before.scope, before.phase) != (
            instruction.scope,
            instruction.phase,
        )
        if entered and instruction.scope in self.layers:
            return f"A breakpoint on {instruction.scope}: its {instruction.phase.value} begins."
        return ""


def not_finite(result: Array) -> str:
    """ "The first number that is not finite: a NaN at [0, 2]", or ""."""
    bad = ~np.isfinite(result)
    if not bad.any():
        return ""
    index = np.unravel_index(int(bad.argmax()), result.shape)
    kind = "A number that is none (NaN)" if np.isnan(result[index]) else "An infinite number"
    place = ", ".join(str(each) for each in index)
    return f"{kind} at [{place}]" if place else kind


def dead_units(instruction: Instruction, result: Array) -> str:
    """Which units of a ReLU are 0 for the whole batch, in words, or ""."""
    if instruction.op not in _DYING or not instruction.output.batched:
        return ""
    # Of images a unit is a whole map, of anything else a column.
    axes = (0, *range(2, result.ndim)) if result.ndim == 4 else tuple(range(result.ndim - 1))
    units = np.flatnonzero(~result.any(axis=axes))
    if not len(units):
        return ""
    names = ", ".join(str(unit) for unit in units[:8]) + (", …" if len(units) > 8 else "")
    what = "give" if instruction.op == "relu" else "pass a gradient of"
    one = "gives" if instruction.op == "relu" else "passes a gradient of"
    samples = f"all {len(result)} samples of the batch"
    if len(units) == 1:
        return f"Unit {names} of {instruction.scope} {one} 0 for {samples}."
    return f"Units {names} of {instruction.scope} {what} 0 for {samples}."


def _whose(instruction: Instruction) -> str:
    return f"{instruction.op}, {instruction.scope}" if instruction.scope else instruction.op
