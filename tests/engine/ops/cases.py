"""For every differentiable op, operands to try it on."""

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
    """One way to apply an op. `kink` is how far the operands are from a point without a slope."""

    operands: tuple[Operand, ...]
    attributes: dict[str, Any] = field(default_factory=dict)
    kink: Callable[..., float] = lambda *_: 1.0

    def apply(self, op: str) -> tuple[Graph, list[Value], Value]:
        """A graph of this op alone, its operands and its result."""
        graph = Graph()
        values = [
            graph.input(f"x{n}", operand.shape)
            if operand.batched
            else graph.parameter(f"x{n}", operand.shape)
            for n, operand in enumerate(self.operands)
        ]
        return graph, values, graph.apply(op, *values, **self.attributes)

    def arrays(self, random: np.random.Generator, rows: int) -> list[Array]:
        """Operands away from any kink: drawn again until they are."""
        for _ in range(1000):
            arrays = [operand.array(random, rows) for operand in self.operands]
            if self.kink(*arrays) > 1e-3:
                return arrays
        raise AssertionError("no operands away from a kink")


def of_size(width: int) -> dict[str, list[Case]]:
    """The cases, on rows of `width` numbers."""
    x = Operand((width,))
    w = Operand((width, width), batched=False)
    target = Operand((width,), varies=False)

    def answers(draw: Draw, target_draw: Draw) -> tuple[Operand, Operand]:
        return Operand((width,), draw=draw), Operand((width,), varies=False, draw=target_draw)

    def from_zero(*arrays: Array) -> float:
        return float(np.abs(arrays[0]).min())

    def from_each_other(*arrays: Array) -> float:
        return float(np.abs(arrays[0] - arrays[1]).min())

    def from_delta(delta: float) -> Callable[..., float]:
        return lambda p, t: float(np.abs(np.abs(p - t) - delta).min())

    return {
        "matmul": [Case((x, Operand((width, 3), batched=False))), Case((x, w))],
        "add_bias": [Case((x, Operand((width,), batched=False)))],
        "add": [Case((x, x)), Case((w, w))],
        "multiply": [Case((x, x)), Case((w, w))],
        "affine": [Case((x,), {"scale": -2.5, "shift": 7.0})],
        "reshape": [Case((x,), {"shape": (1, width, 1)}), Case((w,), {"shape": (width * width,)})],
        "copy": [Case((x,))],
        "sigmoid": [Case((x,))],
        "tanh": [Case((x,)), Case((w,))],
        "relu": [Case((x,), kink=from_zero)],
        "leaky_relu": [Case((x,), {"slope": slope}, from_zero) for slope in (0.0, 0.1, 0.9)],
        "elu": [Case((x,), {"alpha": alpha}, from_zero) for alpha in (0.3, 1.0, 4.0)],
        "softplus": [Case((x,))],
        "softmax": [Case((x,)), Case((Operand((2, width)),))],
        "sigmoid_cross_entropy": [Case(answers(normal, yes_or_no)), Case(answers(normal, inside))],
        "softmax_cross_entropy": [Case(answers(normal, shares))],
        "binary_cross_entropy": [Case(answers(inside, yes_or_no)), Case(answers(inside, inside))],
        "cross_entropy": [Case(answers(inside, shares))],
        "mse": [Case((x, target))],
        "rmse": [Case((x, target))],
        "mae": [Case((x, target), kink=from_each_other)],
        "huber": [Case((x, target), {"delta": d}, from_delta(d)) for d in (0.2, 1.0, 50.0)],
        "l1_penalty": [Case((w,), {"rate": 0.3}, from_zero)],
        "l2_penalty": [Case((w,), {"rate": 0.3})],
    }
