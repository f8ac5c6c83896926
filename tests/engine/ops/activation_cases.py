"""For every activation, operands to try it on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .case import Array, Case, Operand


def from_any(*points: float) -> Callable[..., float]:
    """How far the first operand is from the nearest of these points."""
    return lambda *arrays: min(float(np.abs(arrays[0] - point).min()) for point in points)


def wide(random: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Far enough from 0 to reach the flats of the hard ones."""
    return random.uniform(-5.0, 5.0, shape)


def activation_cases(width: int) -> dict[str, list[Case]]:
    """The cases, on rows of `width` numbers."""
    x = Operand((width,))
    far = Operand((width,), draw=wide)
    w = Operand((width, width), batched=False)
    corner = from_any(0.0)
    bends = from_any(-3.0, 3.0)
    return {
        "sigmoid": [Case((x,)), Case((far,))],
        "tanh": [Case((x,)), Case((w,))],
        "relu": [Case((x,), kink=corner)],
        "leaky_relu": [Case((x,), {"slope": slope}, corner) for slope in (0.0, 0.1, 0.9)],
        "elu": [Case((x,), {"alpha": alpha}, corner) for alpha in (0.3, 1.0, 4.0)],
        "selu": [Case((x,), kink=corner), Case((far,), kink=corner)],
        "hard_sigmoid": [Case((far,), kink=bends)],
        "hard_swish": [Case((far,), kink=bends)],
        "prelu": [
            Case((x, Operand((width,), batched=False)), {"span": 1}, corner),
            Case((Operand((3, width)), Operand((width,), batched=False)), {"span": 1}, corner),
            Case(
                (Operand((2, 3, width)), Operand((2,), batched=False)), {"span": 3 * width}, corner
            ),
        ],
        "softplus": [Case((x,)), Case((far,))],
        "softsign": [Case((x,)), Case((far,))],
        "sine": [Case((x,)), Case((far,))],
        "exponential": [Case((x,))],
        "silu": [Case((x,)), Case((far,))],
        "gelu": [Case((x,)), Case((far,))],
        "gelu_tanh": [Case((x,)), Case((far,))],
        "mish": [Case((x,)), Case((far,))],
        "softmax": [Case((x,)), Case((Operand((2, width)),))],
    }
