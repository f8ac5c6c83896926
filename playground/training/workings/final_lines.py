"""The head's final activation, step by step."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.network.heads import Head
from playground.network.signature import Signature
from playground.training.workings.line import Line

Array = NDArray[Any]
# Beyond this, exponentials are taken after the row's largest was subtracted, as the engine does.
_LARGE = 30.0


def final_lines(head: Head, signature: Signature, logits: Array, prediction: Array) -> list[Line]:
    """What leads from the last sums z (N, K) to the answers, which come last.

    The steps in between are worked out in float64; the answers are the engine's.
    """
    z = np.asarray(logits, np.float64)
    with np.errstate(all="ignore"):
        between = _BETWEEN[head.final](z) if head.final in _BETWEEN else []
    if head.final == "bounded":
        low, high = head.bounds(signature)
        label = f"{low:.4g} + {high - low:.4g} · s".replace("-", "−")
        return [*between, Line("answer", label, prediction)]
    return [*between, Line("answer", _ANSWERS[head.final], prediction)]


def _softmax(z: Array) -> list[Line]:
    shifted, label = z, "eᶻ"
    if z.size and np.nanmax(np.abs(z)) > _LARGE:
        shifted, label = z - z.max(1, keepdims=True), "eᶻ⁻ᵐᵃˣ"
    powers = np.exp(shifted)
    return [
        Line("exponentials", label, powers),
        Line("total", "Σ", powers.sum(1, keepdims=True)),
    ]


def _sigmoid(z: Array) -> list[Line]:
    return [Line("exponentials", "e⁻ᶻ", np.exp(-z))]


def _bounded(z: Array) -> list[Line]:
    return [Line("sigmoid", "s = 1 / (1 + e⁻ᶻ)", 1.0 / (1.0 + np.exp(-z)))]


_BETWEEN = {"softmax": _softmax, "sigmoid": _sigmoid, "bounded": _bounded}
_ANSWERS = {
    "softmax": "p = eᶻ / Σ",
    "sigmoid": "p = 1 / (1 + e⁻ᶻ)",
    "identity": "y = z",
    "exponential": "y = eᶻ",
}
