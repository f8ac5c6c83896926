"""Which final activations there are, and why one of them, or a loss, does not fit a head."""

from __future__ import annotations

from typing import Literal

from playground.network.losses import LOSSES
from playground.network.signature import Task

Final = Literal["sigmoid", "softmax", "identity", "bounded", "exponential"]

FINAL_LABELS: dict[Final, str] = {
    "sigmoid": "Sigmoid",
    "softmax": "Softmax",
    "identity": "Identity",
    "bounded": "Bounded sigmoid",
    "exponential": "Exponential",
}

# The head that each data task asks for, and what people call it.
FITTING_HEADS: dict[Task, str] = {
    "binary": "binary",
    "multiclass": "multiclass",
    "multilabel": "multilabel",
    "regression": "regression",
}
HEAD_LABELS = {
    "binary": "Binary",
    "multiclass": "Multi-class",
    "multilabel": "Multi-label",
    "regression": "Regression",
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
    ("regression", "exponential"): "The exponential answers above 0 only, and grows so fast that "
    "errors explode. Without a Poisson loss, regression wants no final activation.",
}

_CLASS_HEADS = ("binary", "binary_softmax", "multiclass", "multilabel")

# Losses that never fit a kind of head, whatever its final activation.
_LOSS_REASONS: dict[str, str] = {
    "binary_cross_entropy": "Binary cross-entropy judges each class by itself, as if several could "
    "be true. One class of many wants cross-entropy.",
    "cross_entropy": "Cross-entropy of several classes looks at the true one only; here each "
    "output is a yes or no by itself, which wants binary cross-entropy.",
    "poisson": "The Poisson loss counts how often something happens; a class is a name, not a "
    "count. Cross-entropy fits.",
}

_AMOUNT_REASONS: dict[str, str] = {
    "hinge": "The hinge loss asks on which side of a line a sample lies; this head answers with an "
    "amount, for which there are no sides. Mean squared error fits.",
    "poisson": "The Poisson loss takes a rate of any size above 0; a bounded head can't leave its "
    "range. Mean squared error fits.",
}
_LOGARITHM = (
    "Cross-entropy takes the logarithm of a probability; this head answers with an amount. "
    "Mean squared error fits."
)


def why_not(head: str, fitting: Final, loss: str, final: Final) -> str:
    """Why this pair of loss and final activation is not the one for a head.

    Args:
        head: the head's name.
        fitting: the final activation that fits it, with this loss.
        loss, final: the pair in force.
    """
    if final != fitting:
        return _why_not_final(head, fitting, loss, final)
    if head not in _CLASS_HEADS:
        return _AMOUNT_REASONS.get(loss, _LOGARITHM)
    return _LOSS_REASONS.get(loss) or (
        f"{LOSSES[loss].label} works here, but its gradient fades when the network is sure "
        "and wrong; cross-entropy's does not."
    )


def _why_not_final(head: str, fitting: Final, loss: str, final: Final) -> str:
    if loss == "poisson" and fitting == "exponential":
        return (
            "The Poisson loss takes a rate, which is above 0 always. The exponential makes one of "
            f"any sum; {FINAL_LABELS[final].lower()} does not."
        )
    if loss == "hinge" and head in _CLASS_HEADS and final in ("identity", "bounded"):
        return (
            "The hinge loss draws its line at 0, but this head takes its answers for "
            f"probabilities. Keep {FINAL_LABELS[fitting].lower()} at the end: the loss looks at "
            "the sums before it."
        )
    return _FINAL_REASONS.get((head, final)) or (
        f"{FINAL_LABELS[final]} is not the final activation of this task; "
        f"{FINAL_LABELS[fitting]} is."
    )
