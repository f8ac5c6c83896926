"""Operands to try the ops of sequences on."""

from __future__ import annotations

import numpy as np

from .case import Array, Case, Draw, Operand


def up_to(most: int) -> Draw:
    """Whole numbers, from −1 to `most`."""
    return lambda random, shape: random.integers(-1, most + 1, shape).astype(float)


def recurrent(gates: int, steps: int, inputs: int = 2, biases: int = 1) -> tuple[Operand, ...]:
    """x, weight, recurrent and biases of 3 units."""
    weights = [(inputs, 3 * gates), (3, 3 * gates), *[(3 * gates,)] * biases]
    return Operand((steps, inputs)), *(Operand(shape, batched=False) for shape in weights)


def sums_from_zero(*arrays: Array) -> float:
    """How far the sums of a recurrent layer with ReLU stay from its kink."""
    x, weight, back, bias = arrays
    h, least = np.zeros((len(x), len(bias))), np.inf
    for t in range(x.shape[1]):
        sums = x[:, t] @ weight + h @ back + bias
        h, least = np.maximum(sums, 0.0), min(least, float(np.abs(sums).min()))
    return least


def sequence_cases(width: int) -> dict[str, list[Case]]:
    """The cases, of sequences that are longer where `width` is large."""
    steps, inputs = (4, 2) if width < 100 else (16, 40)
    rows = Operand((steps, inputs))
    weights = Operand((2, steps, steps))
    table = Operand((3, inputs), batched=False)
    return {
        "simple_rnn": [
            Case(recurrent(1, steps, inputs), {"relu": False}),
            Case(recurrent(1, 3), {"relu": True}, sums_from_zero),
        ],
        "gru": [
            Case(recurrent(3, length, inputs, biases=2), {"keep": keep})
            for length, keep in [(steps, True), (steps, False), (1, True)]
        ],
        "lstm": [
            Case(recurrent(4, length, inputs), {"keep": keep})
            for length, keep in [(steps, True), (steps, False), (1, True)]
        ],
        "attention_scores": [
            Case((rows, rows), {"heads": 2, "scale": 0.7}),
            Case((Operand((2, 3)), Operand((4, 3))), {"heads": 1, "scale": 1.0}),
        ],
        "attention_mix": [
            Case((weights, rows), {"scale": 0.7}),
            Case((Operand((1, 2, 4)), Operand((4, 3))), {"scale": 1.0}),
        ],
        "attention_mix_back": [
            Case((weights, rows), {"scale": 0.7}),
            Case((Operand((1, 4, 2)), Operand((4, 3))), {"scale": 1.0}),
        ],
        "causal_mask": [
            Case((weights,), {"value": -2.0}),
            Case((Operand((2, 4)),), {"value": 0.0}),
            Case((Operand((3, 2)),), {"value": 0.0}),
        ],
        "embedding": [
            Case((Operand((steps,), varies=False, draw=up_to(3)), table)),
            Case((Operand((), varies=False, draw=up_to(5)), Operand((4, 3), batched=False))),
        ],
    }
