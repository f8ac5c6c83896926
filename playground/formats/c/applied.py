"""A layer applied, in C: a step with the arrays that it reads and writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod

from playground.formats.c.activations import bent
from playground.formats.c.text import loops
from playground.formats.code.plan import Step

Statements = list[str]


@dataclass(frozen=True)
class Applied:
    """A step with its arrays.

    Attributes:
        step: what is applied.
        inputs: the arrays that arrive.
        y: the array that leaves.
        named: what a parameter's array is called, by its part.
    """

    step: Step
    inputs: tuple[str, ...]
    y: str
    named: Callable[[str], str]

    @property
    def x(self) -> str:
        """The array that arrives, where there is only one."""
        return self.inputs[0]

    @property
    def count(self) -> int:
        """How many numbers leave."""
        return prod(self.step.shape)

    def bent(self) -> Statements:
        """The activation of the step's layer, on what leaves."""
        node = self.step.node
        return bent(node.activation, self.y, self.step.shape, self.named("slope"))


def dense(x: str, y: str, rows: int, sizes: tuple[int, int], weight: str, bias: str) -> Statements:
    """Rows times a matrix of these sizes, and a bias where it has a name."""
    inputs, outputs = sizes
    body = [
        f"float sum = {f'{bias}[o]' if bias else '0.0f'};",
        *loops(
            ("i", inputs),
            body=[f"sum += {x}[r * {inputs} + i] * {weight}[i * {outputs} + o];"],
        ),
        f"{y}[r * {outputs} + o] = sum;",
    ]
    return loops(("r", rows), ("o", outputs), body=body)
