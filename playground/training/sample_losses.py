"""The loss of each sample by itself.

A loss is one number for a batch: the mean over its samples, in some losses another combination of
them. Here is what each of them brings into it. The formulas are those of the ops in
`playground.engine.ops` of the same names, before the mean over the rows is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.ops.cross_entropy import MARGIN

Array = NDArray[Any]
Attributes = Mapping[str, Any]

# Beyond e to this power the Poisson loss goes on straight.
_MOST_EXPONENT = 50.0


def sample_losses(
    loss: Any, final: str, logits: Array, predictions: Array, targets: Array
) -> NDArray[np.float64]:
    """(N,) what each sample brings into a loss; NaN and infinity where its prediction has them.

    Of losses with class weights it is the weighted surprise; of the root mean squared error each
    sample's own root.

    Args:
        loss: fitted to the data, as `Head.loss_for` gives it.
        final: the head's final activation.
        logits, predictions: (N, K) before and after it.
        targets: (N, K) as `Head.encode` gives them.
    """
    fused = final in loss.fused
    op = loss.chosen_op(loss.fused[final] if fused else loss.op)
    outputs = np.asarray(logits if fused else predictions, np.float64)
    with np.errstate(all="ignore"):
        found: NDArray[np.float64] = OF_ROWS[op](
            outputs, np.asarray(targets, np.float64), loss.attributes()
        )
    return found


def _row_means(terms: Array) -> Array:
    means: Array = terms.mean(1)
    return means


def _row_sums(terms: Array) -> Array:
    sums: Array = terms.sum(1)
    return sums


def _softplus(z: Array) -> Array:
    """ln(1 + eᶻ)."""
    found: Array = np.logaddexp(0.0, z)
    return found


def _log_softmax(z: Array) -> Array:
    shifted = z - z.max(1, keepdims=True)
    result: Array = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    return result


def _inside(p: Array) -> Array:
    kept: Array = np.clip(p, MARGIN, 1.0 - MARGIN)
    return kept


def _sigmoid_cross_entropy(z: Array, t: Array, of: Attributes) -> Array:
    weight = of.get("positive_weight", 1.0)
    return _row_means(weight * t * _softplus(-z) + (1.0 - t) * _softplus(z))


def _binary_cross_entropy(p: Array, t: Array, of: Attributes) -> Array:
    weight, kept = of.get("positive_weight", 1.0), _inside(p)
    return _row_means(-weight * t * np.log(kept) - (1.0 - t) * np.log1p(-kept))


def _softmax_cross_entropy(z: Array, t: Array, of: Attributes) -> Array:
    return -_row_sums(t * _log_softmax(z))


def _cross_entropy(p: Array, t: Array, of: Attributes) -> Array:
    return -_row_sums(t * np.log(np.maximum(p, MARGIN)))


def _sigmoid_focal(z: Array, t: Array, of: Attributes) -> Array:
    return _focal_mean(-_softplus(-z), -_softplus(z), t, of["gamma"])


def _focal(p: Array, t: Array, of: Attributes) -> Array:
    kept = _inside(p)
    return _focal_mean(np.log(kept), np.log1p(-kept), t, of["gamma"])


def _focal_mean(yes: Array, no: Array, t: Array, gamma: float) -> Array:
    """From the logarithms of p and 1 − p."""
    terms = -t * np.exp(gamma * no) * yes - (1.0 - t) * np.exp(gamma * yes) * no
    return _row_means(terms)


def _softmax_focal(z: Array, t: Array, of: Attributes) -> Array:
    held = np.minimum(_log_softmax(z), -1e-30)
    return -_row_sums(t * np.exp(of["gamma"] * np.log(-np.expm1(held))) * held)


def _hinge(z: Array, t: Array, of: Attributes) -> Array:
    return _row_means(np.maximum(1.0 - (2.0 * t - 1.0) * z, 0.0))


def _multiclass_hinge(z: Array, t: Array, of: Attributes) -> Array:
    wanted = np.sum(t * z, axis=1, keepdims=True)
    return _row_means((1.0 - t) * np.maximum(1.0 + z - wanted, 0.0))


def _mse(p: Array, t: Array, of: Attributes) -> Array:
    return _row_means(np.square(p - t))


def _rmse(p: Array, t: Array, of: Attributes) -> Array:
    roots: Array = np.sqrt(_mse(p, t, of))
    return roots


def _mae(p: Array, t: Array, of: Attributes) -> Array:
    return _row_means(np.abs(p - t))


def _huber(p: Array, t: Array, of: Attributes) -> Array:
    kept = np.clip(p - t, -of["delta"], of["delta"])
    return _row_means(kept * (p - t - kept / 2.0))


def _log_cosh(p: Array, t: Array, of: Attributes) -> Array:
    size = np.abs(p - t)
    return _row_means(size + np.log1p(np.exp(-2.0 * size)) - np.log(2.0))


def _poisson(p: Array, t: Array, of: Attributes) -> Array:
    return _row_means(p - t * np.log(np.maximum(p, MARGIN)))


def _log_poisson(z: Array, t: Array, of: Attributes) -> Array:
    held = np.minimum(z, _MOST_EXPONENT)
    return _row_means(np.exp(held) * (1.0 + (z - held)) - t * z)


# By the name of the op: outputs (N, K) and targets (N, K) to (N,).
OF_ROWS: dict[str, Callable[[Array, Array, Attributes], Array]] = {
    "sigmoid_cross_entropy": _sigmoid_cross_entropy,
    "weighted_sigmoid_cross_entropy": _sigmoid_cross_entropy,
    "binary_cross_entropy": _binary_cross_entropy,
    "weighted_binary_cross_entropy": _binary_cross_entropy,
    "softmax_cross_entropy": _softmax_cross_entropy,
    "weighted_softmax_cross_entropy": _softmax_cross_entropy,
    "cross_entropy": _cross_entropy,
    "weighted_cross_entropy": _cross_entropy,
    "sigmoid_focal": _sigmoid_focal,
    "focal": _focal,
    "softmax_focal": _softmax_focal,
    "hinge": _hinge,
    "multiclass_hinge": _multiclass_hinge,
    "mse": _mse,
    "rmse": _rmse,
    "mae": _mae,
    "huber": _huber,
    "log_cosh": _log_cosh,
    "poisson": _poisson,
    "log_poisson": _log_poisson,
}
