"""Which final activations there are, and why one of them, or a loss, does not fit a head."""

from __future__ import annotations

from typing import Literal

from playground.network.losses import LOSSES

Final = Literal["sigmoid", "softmax", "identity", "bounded"]

FINAL_LABELS: dict[Final, str] = {
    "sigmoid": "Sigmoid",
    "softmax": "Softmax",
    "identity": "Identity",
    "bounded": "Bounded sigmoid",
}

# What each data task asks, to follow a colon.
TASK_WORDS = {
    "binary": "each sample is one of 2 classes",
    "multiclass": "each sample is one of {count} classes",
    "multilabel": "each sample has any number of {count} labels",
    "regression": "each sample has {count} value(s), not a class",
}

_FINAL_REASONS: dict[tuple[str, str], str] = {
    ("multilabel", "softmax"): "Softmax makes the labels share one probability of 1, so two true "
    "labels can never both be near 1. Multi-label wants a sigmoid each.",
    ("multiclass", "sigmoid"): "A sigmoid each lets several classes be sure at once, though only "
    "one is true. Multi-class wants a softmax, which makes them share.",
    ("binary", "softmax"): "Softmax over a single output is always 1, whatever the network says. "
    "One output wants a sigmoid; softmax needs two.",
    ("regression", "sigmoid"): "A sigmoid answers between 0 and 1 only; values outside can never "
    "be reached. Regression wants no final activation.",
    ("regression", "softmax"): "Softmax makes the outputs share one 1; values are not shares. "
    "Regression wants no final activation.",
}

_CROSS_REASONS = {
    "binary_cross_entropy": "Binary cross-entropy judges each class by itself, as if several could "
    "be true. One class of many wants cross-entropy.",
    "cross_entropy": "Cross-entropy of several classes looks at the true one only; here each "
    "output is a yes or no by itself, which wants binary cross-entropy.",
}


def why_not(head: str, fitting: Final, loss: str, final: Final) -> str:
    """Why this pair of loss and final activation is not the one for a head.

    Args:
        head: the head's name.
        fitting: the final activation that fits it.
        loss, final: the pair in force.
    """
    if final != fitting:
        return _FINAL_REASONS.get((head, final)) or (
            f"{FINAL_LABELS[final]} is not the final activation of this task; "
            f"{FINAL_LABELS[fitting]} is."
        )
    if loss in _CROSS_REASONS:
        if final in ("identity", "bounded"):
            return (
                "Cross-entropy takes the logarithm of a probability; this head answers "
                "with an amount. Mean squared error fits."
            )
        return _CROSS_REASONS[loss]
    return (
        f"{LOSSES[loss].label} works here, but its gradient fades when the network is sure "
        "and wrong; cross-entropy's does not."
    )
