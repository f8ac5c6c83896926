"""Losses as PyTorch has them: the body of `loss(logits, y)`, a function a loss.

`logits` are what comes before the final activation, `finish` is that activation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.formats.code.plan import Plan

# Our ops keep probabilities this far from 0 and 1.
_INSIDE = ".clamp(1e-7, 1 - 1e-7)"


def loss_body(plan: Plan) -> list[str]:
    """The statements of the loss in force."""
    loss: Any = plan.design.head.loss_for(plan.design.signature)
    return _LOSSES[loss.name](loss, plan.design.head.final, plan)


def _finished(final: str) -> str:
    """The expression for what comes after the final activation."""
    return "logits" if final == "identity" else "finish(logits)"


def _columns(plan: Plan) -> list[str]:
    """Targets as columns, for a loss that takes no class numbers."""
    return [f"y = F.one_hot(y, {plan.columns}).float()"] if plan.by_class else []


def _binary_cross_entropy(loss: Any, final: str, plan: Plan) -> list[str]:
    smoothing, weight = loss.label_smoothing, loss.positive_weight
    body = _columns(plan)
    if smoothing:
        body.append(f"y = {1 - smoothing} * y + {smoothing / 2}")
    if final == "sigmoid":
        more = f", pos_weight=torch.tensor({weight})" if weight != 1.0 else ""
        return [*body, f"return F.binary_cross_entropy_with_logits(logits, y{more})"]
    body.append(f"p = {_finished(final)}{_INSIDE}")
    if weight == 1.0:
        return [*body, "return F.binary_cross_entropy(p, y)"]
    return [*body, f"return -({weight} * y * p.log() + (1 - y) * (1 - p).log()).mean()"]


def _cross_entropy(loss: Any, final: str, plan: Plan) -> list[str]:
    smoothing, weights = loss.label_smoothing, loss.class_weights
    if final == "softmax" and (plan.by_class or not weights):
        more = f", torch.tensor({list(weights)})" if weights else ""
        more += f", label_smoothing={smoothing}" if smoothing else ""
        return [f"return F.cross_entropy(logits, y{more})"]
    body = _columns(plan)
    logs = "F.log_softmax(logits, 1)" if final == "softmax" else _logs(final)
    shares = f"({1 - smoothing} * y + {smoothing / plan.columns})" if smoothing else "y"
    if not weights:
        return [*body, f"return -({shares} * {logs}).sum(1).mean()"]
    return [
        *body,
        f"weights = torch.tensor({list(weights)})",
        f"return -(weights * {shares} * {logs}).sum() / (weights * y).sum()",
    ]


def _logs(final: str) -> str:
    return f"{_finished(final)}.clamp(1e-7).log()"


def _focal(loss: Any, final: str, plan: Plan) -> list[str]:
    gamma = loss.gamma
    if final == "softmax":
        return [
            *_columns(plan),
            "logs = F.log_softmax(logits, 1)",
            f"return -(y * (1 - logs.exp()) ** {gamma} * logs).sum(1).mean()",
        ]
    if final == "sigmoid":
        entropy = 'F.binary_cross_entropy_with_logits(logits, y, reduction="none")'
    else:
        entropy = f'F.binary_cross_entropy({_finished(final)}{_INSIDE}, y, reduction="none")'
    return [
        *_columns(plan),
        f"costs = {entropy}",
        f"return ((1 - torch.exp(-costs)) ** {gamma} * costs).mean()",
    ]


def _hinge(loss: Any, final: str, plan: Plan) -> list[str]:
    if final == "softmax":
        if plan.by_class:
            return ["return F.multi_margin_loss(logits, y)"]
        return [
            "true = (y * logits).sum(1, keepdim=True)",
            "return ((1 - y) * torch.relu(1 + logits - true)).mean()",
        ]
    scores = "logits" if final == "sigmoid" else _finished(final)
    return [*_columns(plan), f"return torch.relu(1 - (2 * y - 1) * {scores}).mean()"]


def _of_amounts(expression: str) -> Callable[[Any, str, Plan], list[str]]:
    def body(loss: Any, final: str, plan: Plan) -> list[str]:
        written = expression.format(p=_finished(final), loss=loss)
        return [*_columns(plan), f"return {written}"]

    return body


def _log_cosh(loss: Any, final: str, plan: Plan) -> list[str]:
    return [
        *_columns(plan),
        f"apart = ({_finished(final)} - y).abs()",
        "return (apart + F.softplus(-2 * apart) - math.log(2)).mean()",
    ]


def _poisson(loss: Any, final: str, plan: Plan) -> list[str]:
    if final == "exponential":
        return [*_columns(plan), "return F.poisson_nll_loss(logits, y)"]
    return [
        *_columns(plan),
        f"p = {_finished(final)}",
        "return (p - y * p.clamp(1e-7).log()).mean()",
    ]


_LOSSES: dict[str, Callable[[Any, str, Plan], list[str]]] = {
    "binary_cross_entropy": _binary_cross_entropy,
    "cross_entropy": _cross_entropy,
    "focal": _focal,
    "hinge": _hinge,
    "mse": _of_amounts("F.mse_loss({p}, y)"),
    "rmse": _of_amounts("F.mse_loss({p}, y).sqrt()"),
    "mae": _of_amounts("F.l1_loss({p}, y)"),
    "huber": _of_amounts("F.huber_loss({p}, y, delta={loss.delta})"),
    "log_cosh": _log_cosh,
    "poisson": _poisson,
}
