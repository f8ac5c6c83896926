"""Losses as Keras has them: the body of `loss(y, logits)`, a function a loss.

`logits` are what comes before the final activation, `finish` is that activation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.formats.code.plan import Plan

# Our ops keep probabilities this far from 0 and 1.
_INSIDE = "ops.clip({p}, 1e-7, 1 - 1e-7)"


def loss_body(plan: Plan) -> list[str]:
    """The statements of the loss in force."""
    loss: Any = plan.design.head.loss_for(plan.design.signature)
    return _LOSSES[loss.name](loss, plan.design.head.final, plan)


def _finished(final: str) -> str:
    """The expression for what comes after the final activation."""
    return "logits" if final == "identity" else "finish(logits)"


def _columns(plan: Plan) -> list[str]:
    """Targets as columns, for a loss that takes no class numbers."""
    if not plan.by_class:
        return []
    return [f'y = ops.one_hot(ops.cast(ops.reshape(y, (-1,)), "int32"), {plan.columns})']


def _binary_cross_entropy(loss: Any, final: str, plan: Plan) -> list[str]:
    smoothing, weight = loss.label_smoothing, loss.positive_weight
    body = _columns(plan)
    if final == "sigmoid" and weight == 1.0:
        more = f", label_smoothing={smoothing}" if smoothing else ""
        made = f"keras.losses.binary_crossentropy(y, logits, from_logits=True{more})"
        return [*body, f"return {made}"]
    if smoothing:
        body.append(f"y = {1 - smoothing} * y + {smoothing / 2}")
    if final == "sigmoid":
        yes, no = "ops.softplus(-logits)", "ops.softplus(logits)"
    else:
        body.append(f"p = {_INSIDE.format(p=_finished(final))}")
        yes, no = "-ops.log(p)", "-ops.log(1 - p)"
    weighed = "y" if weight == 1.0 else f"{weight} * y"
    return [*body, f"return ops.mean({weighed} * {yes} + (1 - y) * {no})"]


def _cross_entropy(loss: Any, final: str, plan: Plan) -> list[str]:
    smoothing, weights = loss.label_smoothing, loss.class_weights
    if final == "softmax" and plan.by_class and not weights and not smoothing:
        made = "keras.losses.sparse_categorical_crossentropy(y, logits, from_logits=True)"
        return [f"return {made}"]
    body = _columns(plan)
    if final == "softmax":
        body.append("logs = ops.log_softmax(logits, axis=1)")
    else:
        body.append(f"logs = ops.log(ops.maximum({_finished(final)}, 1e-7))")
    shares = f"({1 - smoothing} * y + {smoothing / plan.columns})" if smoothing else "y"
    if not weights:
        return [*body, f"return -ops.sum({shares} * logs, axis=1)"]
    return [
        *body,
        f"weights = ops.array({list(weights)})",
        f"return -ops.sum(weights * {shares} * logs) / ops.sum(weights * y)",
    ]


def _focal(loss: Any, final: str, plan: Plan) -> list[str]:
    gamma = loss.gamma
    if final == "softmax":
        return [
            *_columns(plan),
            "logs = ops.log_softmax(logits, axis=1)",
            f"return -ops.sum(y * (1 - ops.exp(logs)) ** {gamma} * logs, axis=1)",
        ]
    if final == "sigmoid":
        costs = ["costs = y * ops.softplus(-logits) + (1 - y) * ops.softplus(logits)"]
    else:
        costs = [
            f"p = {_INSIDE.format(p=_finished(final))}",
            "costs = -y * ops.log(p) - (1 - y) * ops.log(1 - p)",
        ]
    return [
        *_columns(plan),
        *costs,
        f"return ops.mean((1 - ops.exp(-costs)) ** {gamma} * costs)",
    ]


def _hinge(loss: Any, final: str, plan: Plan) -> list[str]:
    if final == "softmax":
        return [
            *_columns(plan),
            "true = ops.sum(y * logits, axis=1, keepdims=True)",
            "return ops.mean((1 - y) * ops.relu(1 + logits - true))",
        ]
    scores = "logits" if final == "sigmoid" else _finished(final)
    return [*_columns(plan), f"return ops.mean(ops.relu(1 - (2 * y - 1) * {scores}))"]


def _of_amounts(expression: str) -> Callable[[Any, str, Plan], list[str]]:
    def body(loss: Any, final: str, plan: Plan) -> list[str]:
        written = expression.format(p=_finished(final), loss=loss)
        return [*_columns(plan), f"return {written}"]

    return body


def _poisson(loss: Any, final: str, plan: Plan) -> list[str]:
    if final == "exponential":
        return [*_columns(plan), "return ops.mean(finish(logits) - y * logits)"]
    return [
        *_columns(plan),
        f"p = {_finished(final)}",
        "return ops.mean(p - y * ops.log(ops.maximum(p, 1e-7)))",
    ]


_LOSSES: dict[str, Callable[[Any, str, Plan], list[str]]] = {
    "binary_cross_entropy": _binary_cross_entropy,
    "cross_entropy": _cross_entropy,
    "focal": _focal,
    "hinge": _hinge,
    "mse": _of_amounts("keras.losses.mean_squared_error(y, {p})"),
    "rmse": _of_amounts("ops.sqrt(ops.mean(ops.square({p} - y)))"),
    "mae": _of_amounts("keras.losses.mean_absolute_error(y, {p})"),
    "huber": _of_amounts("keras.losses.huber(y, {p}, delta={loss.delta})"),
    "log_cosh": _of_amounts("keras.losses.log_cosh(y, {p})"),
    "poisson": _poisson,
}
