"""For every loss, answers and targets to try it on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .case import Array, Case, Draw, Operand, inside, normal, shares, yes_or_no


def one_hot(random: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """One class of those along the last axis."""
    return np.eye(shape[-1])[random.integers(0, shape[-1], shape[:-1])]


def counts(random: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """How often something happened."""
    return random.poisson(2.0, shape).astype(float)


def weighted_by_class(smoothing: float) -> Draw:
    """One-hot rows, smoothed, then weighted from 1/2 to 2."""

    def draw(random: np.random.Generator, shape: tuple[int, ...]) -> Array:
        smooth = (1.0 - smoothing) * one_hot(random, shape) + smoothing / shape[-1]
        return np.linspace(0.5, 2.0, shape[-1]) * smooth

    return draw


def between(*arrays: Array) -> float:
    """How far answers and targets are from each other."""
    return float(np.abs(arrays[0] - arrays[1]).min())


def from_delta(delta: float) -> Callable[..., float]:
    """How far the differences are from ±delta."""
    return lambda p, t: float(np.abs(np.abs(p - t) - delta).min())


def from_margin(z: Array, target: Array) -> float:
    """How far yes-or-no scores are from the margin."""
    return float(np.abs((2 * target - 1) * z - 1).min())


def from_lead(z: Array, target: Array) -> float:
    """How far each class's score is from a lead of exactly 1."""
    wanted = (z * target).sum(-1, keepdims=True)
    return float(np.abs((1 + z - wanted)[target != 1]).min(initial=1.0))


def loss_cases(width: int) -> dict[str, list[Case]]:
    """The cases, on rows of `width` numbers."""

    def answers(draw: Draw, target_draw: Draw) -> tuple[Operand, Operand]:
        return Operand((width,), draw=draw), Operand((width,), varies=False, draw=target_draw)

    amounts = answers(normal, normal)
    weighed = [
        (smoothing, {"smoothing": smoothing, "mean_weight": 1.25}) for smoothing in (0.0, 0.2)
    ]
    return {
        "sigmoid_cross_entropy": [Case(answers(normal, yes_or_no)), Case(answers(normal, inside))],
        "softmax_cross_entropy": [Case(answers(normal, shares)), Case(answers(normal, one_hot))],
        "binary_cross_entropy": [Case(answers(inside, yes_or_no)), Case(answers(inside, inside))],
        "cross_entropy": [Case(answers(inside, shares))],
        "weighted_softmax_cross_entropy": [
            Case(answers(normal, weighted_by_class(s)), attributes) for s, attributes in weighed
        ],
        "weighted_cross_entropy": [
            Case(answers(inside, weighted_by_class(s)), attributes) for s, attributes in weighed
        ],
        "weighted_sigmoid_cross_entropy": [
            Case(answers(normal, draw), {"positive_weight": weight})
            for draw, weight in ((yes_or_no, 3.0), (inside, 0.2))
        ],
        "weighted_binary_cross_entropy": [
            Case(answers(inside, draw), {"positive_weight": weight})
            for draw, weight in ((yes_or_no, 3.0), (inside, 0.2))
        ],
        "sigmoid_focal": [
            Case(answers(normal, draw), {"gamma": gamma})
            for draw, gamma in ((yes_or_no, 2.0), (yes_or_no, 0.0), (inside, 0.7))
        ],
        "softmax_focal": [
            Case(answers(normal, draw), {"gamma": gamma})
            for draw, gamma in ((one_hot, 2.0), (one_hot, 0.0), (shares, 0.7))
        ],
        "focal": [
            Case(answers(inside, draw), {"gamma": gamma})
            for draw, gamma in ((yes_or_no, 2.0), (yes_or_no, 0.0), (inside, 0.7))
        ],
        "hinge": [
            Case(answers(normal, yes_or_no), kink=from_margin),
            Case(answers(normal, inside), kink=from_margin),
        ],
        "multiclass_hinge": [Case(answers(normal, one_hot), kink=from_lead)],
        "mse": [Case(amounts)],
        "rmse": [Case(amounts)],
        "mae": [Case(amounts, kink=between)],
        "huber": [Case(amounts, {"delta": d}, from_delta(d)) for d in (0.2, 1.0, 50.0)],
        "log_cosh": [Case(amounts)],
        "poisson": [Case(answers(inside, counts))],
        "log_poisson": [Case(answers(normal, counts))],
    }
