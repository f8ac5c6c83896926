"""What a case to try an op on is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.graph import Graph, Value

Array = NDArray[Any]
Draw = Callable[[np.random.Generator, tuple[int, ...]], Array]


def normal(random: np.random.Generator, shape: tuple[int, ...]) -> Array:
    return random.normal(size=shape)


def inside(random: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Probabilities, not at their ends."""
    return random.uniform(0.05, 0.95, shape)


def yes_or_no(random: np.random.Generator, shape: tuple[int, ...]) -> Array:
    return random.integers(0, 2, shape).astype(float)


def shares(random: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Rows that add up to something, though not to 1."""
    return random.uniform(0.0, 1.0, shape)


@dataclass(frozen=True)
class Operand:
    """One operand: its shape, whether it is batched, whether it has a derivative."""

    shape: tuple[int, ...]
    batched: bool = True
    varies: bool = True
    draw: Draw = normal

    def array(self, random: np.random.Generator, rows: int) -> Array:
        return self.draw(random, (rows, *self.shape) if self.batched else self.shape)


@dataclass(frozen=True)
class Case:
    """One way to apply an op.

    Attributes:
        operands: what is drawn.
        attributes: the op's.
        kink: how far the operands are from a point without a slope.
        made: the op's operands from those drawn, where some are worked out from others.
    """

    operands: tuple[Operand, ...]
    attributes: dict[str, Any] = field(default_factory=dict)
    kink: Callable[..., float] = lambda *_: 1.0
    made: Callable[[Graph, list[Value]], list[Value]] = lambda _, values: values

    def apply(self, op: str) -> tuple[Graph, list[Value], Value]:
        """A graph of this op alone, its operands and its result."""
        graph = Graph()
        values = [
            graph.input(f"x{n}", operand.shape)
            if operand.batched
            else graph.parameter(f"x{n}", operand.shape)
            for n, operand in enumerate(self.operands)
        ]
        return graph, values, graph.apply(op, *self.made(graph, values), **self.attributes)

    def arrays(self, random: np.random.Generator, rows: int) -> list[Array]:
        """Operands away from any kink: drawn again until they are."""
        for _ in range(1000):
            arrays = [operand.array(random, rows) for operand in self.operands]
            if self.kink(*arrays) > 1e-3:
                return arrays
        raise AssertionError("no operands away from a kink")
