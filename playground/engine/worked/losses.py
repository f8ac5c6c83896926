"""Losses, prices on weights and their derivatives, with the numbers.

Of a loss, the term of the sample that is looked at is written out, and the others are one number.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp

import numpy as np
from numpy.typing import NDArray

from playground.engine.ops.amount_loss import LN_2
from playground.engine.ops.cross_entropy import MARGIN
from playground.engine.worked.at import At, Writer, constant, e_to, scaled, sum_of
from playground.engine.worked.equation import Equation
from playground.engine.worked.expression import Expression, Number, Rest, call, total

Term = Callable[[At, Number, Number], Expression]
# Of more terms than this the rest follows from the result: adding them up one by one would be felt.
MOST_ADDED = 1000


def _inside(p: Number) -> Number:
    """A probability as losses take it, kept away from 0 and 1."""
    return Number(min(max(p.number, MARGIN), 1.0 - MARGIN), p.operand)


def _positive(p: Number) -> Number:
    return Number(max(p.number, MARGIN), p.operand)


def _minus(x: Number) -> Number:
    return Number(-x.number, x.operand, cell=x.cell)


def _squared(number: float) -> float:
    return number * number


def _setting(at: At, name: str) -> Number:
    return constant(float(at.attributes[name]))


# Means over all numbers of the prediction


def _mean(
    term: Term,
    after: Callable[[Expression], Expression] = lambda x: x,
    before: Callable[[float], float] = lambda x: x,
) -> Writer:
    """The mean of a term over all numbers.

    Args:
        after: what is done with it. before: undoes that.
    """

    def write(at: At) -> list[Equation]:
        shape, count = at.inputs[0].shape, at.inputs[0].size
        first = min(at.row, shape[0] - 1) * int(np.prod(shape[1:]))

        def one(n: int) -> Expression:
            place = tuple(int(each) for each in np.unravel_index(n, shape))
            return term(at, at.x(0, place), at.x(1, place))

        shown = one(first)
        terms = [shown]
        if count > MOST_ADDED:
            terms.append(Rest(before(at.result) * count - shown.value(17), count - 1))
        elif count > 1:
            others = [one(n).value(17) for n in range(count) if n != first]
            terms.append(Rest(float(np.sum(others)), count - 1))
        return at.is_(after(total(terms) / constant(count)))

    return write


def _mean_back(term: Term) -> Writer:
    """The derivative of a mean, number by number. Operands: what arrives, output, target."""

    def write(at: At) -> list[Equation]:
        right = term(at, at.x(1), at.x(2)) / constant(at.output.size)
        return at.is_(scaled(at.x(0, ()), right))

    return write


def _sigmoid(z: Number) -> Expression:
    return 1 / (1 + e_to(_minus(z)))


def _logistic(at: At, z: Number, t: Number) -> Expression:
    tail = call("ln", 1 + e_to(Number(-abs(z.number), z.operand)))
    return call("max", z, 0) - z * t + tail


def _weighted_logistic(at: At, z: Number, t: Number) -> Expression:
    yes = _setting(at, "positive_weight") * t * call("ln", 1 + e_to(_minus(z)))
    return yes + (1 - t) * call("ln", 1 + e_to(z))


def _weighted_logistic_back(at: At, z: Number, t: Number) -> Expression:
    weighed = _setting(at, "positive_weight") * t
    return _sigmoid(z) * (1 - t + weighed) - weighed


def _surprise(at: At, p: Number, t: Number) -> Expression:
    kept = _inside(p)
    return -(t * call("ln", kept)) - (1 - t) * call("ln", 1 - kept)


def _surprise_back(at: At, p: Number, t: Number) -> Expression:
    kept = _inside(p)
    if kept.number != p.number and abs(kept.number - p.number) > 1e-12:
        return constant(0.0)
    return (p - t) / (p * (1 - p))


def _weighted_surprise(at: At, p: Number, t: Number) -> Expression:
    kept = _inside(p)
    yes = -(_setting(at, "positive_weight") * t * call("ln", kept))
    return yes - (1 - t) * call("ln", 1 - kept)


def _weighted_surprise_back(at: At, p: Number, t: Number) -> Expression:
    return (1 - t) / (1 - p) - _setting(at, "positive_weight") * t / p


def _focal_term(at: At, p: Number, t: Number) -> Expression:
    gamma, kept = _setting(at, "gamma"), _inside(p)
    yes = -(t * (1 - kept) ** gamma * call("ln", kept))
    return yes - (1 - t) * kept**gamma * call("ln", 1 - kept)


def _probability(z: Number) -> Number:
    return Number(1.0 / (1.0 + exp(-min(max(z.number, -700.0), 700.0))), z.operand)


def _focal_logit(at: At, z: Number, t: Number) -> Expression:
    return _focal_term(at, _probability(z), t)


def _focal_logit_back(at: At, z: Number, t: Number) -> Expression:
    gamma, p = _setting(at, "gamma"), _probability(z)
    q = Number(1.0 - p.number, p.operand)
    no = (1 - t) * p**gamma * (p - gamma * q * call("ln", q))
    return no - t * q**gamma * (q - gamma * p * call("ln", p))


def _focal_back(at: At, p: Number, t: Number) -> Expression:
    gamma, q = _setting(at, "gamma"), Number(1.0 - p.number, p.operand)
    yes = t * q**gamma * (gamma * p * call("ln", p) - q)
    return (yes + (1 - t) * p**gamma * (p - gamma * q * call("ln", q))) / (p * q)


def _hinge(at: At, z: Number, t: Number) -> Expression:
    return call("max", 0, 1 - (2 * t - 1) * z)


def _hinge_back(at: At, z: Number, t: Number) -> Expression:
    near = (2.0 * t.number - 1.0) * z.number < 1.0
    return -(2 * t - 1) if near else constant(0.0)


def _huber(at: At, p: Number, t: Number) -> Expression:
    delta = _setting(at, "delta")
    if abs(p.number - t.number) <= delta.number:
        return (p - t) ** 2 / 2
    return delta * (call("|", p - t) - delta / 2)


def _huber_back(at: At, p: Number, t: Number) -> Expression:
    delta = _setting(at, "delta")
    return call("min", call("max", p - t, _minus(delta)), delta)


def _log_cosh(at: At, p: Number, t: Number) -> Expression:
    size = call("|", p - t)
    return size + call("ln", 1 + e_to(-(2 * size))) - constant(LN_2)


def _poisson_back(at: At, p: Number, t: Number) -> Expression:
    return 1 - t / p if p.number >= MARGIN else constant(1.0)


def _log_poisson(at: At, z: Number, t: Number) -> Expression:
    held = z if z.number <= 50.0 else constant(50.0)
    return e_to(held) * (1 + (z - held)) - t * z if held is not z else e_to(z) - t * z


def _rmse_back(at: At) -> list[Equation]:
    loss, count = at.x(3, ()), constant(at.output.size)
    difference = at.x(1) - at.x(2)
    right = difference / (loss * count) if loss.number else difference * 0
    return at.is_(scaled(at.x(0, ()), right))


# Means over rows, where classes exclude each other


def _row_terms(at: At, term: Callable[[int, int], Expression], below: Number) -> Expression:
    """The terms of one row whose target is not 0, and the sum of all other rows' in one number.

    All of it over `below`.
    """
    rows, columns = at.inputs[0].shape
    target = at.inputs[1]

    def of_row(row: int) -> list[Expression]:
        return [term(row, k) for k in range(columns) if target[row, k] != 0.0]

    row = min(at.row, rows - 1)
    shown = of_row(row)
    if len(shown) > 3:
        numbers = [each.value(17) for each in shown[2:]]
        shown = [*shown[:2], Rest(float(np.sum(numbers)), len(numbers))]
    if rows > MOST_ADDED:
        known = sum(each.value(17) for each in shown)
        shown.append(Rest(at.result * below.number - known, rows - 1))
    elif rows > 1:
        others = [sum(each.value(17) for each in of_row(n)) for n in range(rows) if n != row]
        shown.append(Rest(float(np.sum(others)), len(others)))
    return (total(shown) if shown else constant(0.0)) / below


def _log_sum(at: At, row: int) -> Expression:
    z = at.inputs[0][row].astype(np.float64)
    raised = sum_of(len(z), lambda k: e_to(at.x(0, (row, k))), lambda: np.exp(z))
    return call("ln", raised)


def _log_share(at: At, row: int, k: int) -> Expression:
    """zₖ − ln Σⱼ eᶻʲ; with the largest z taken off where e to its power would overflow."""
    z = at.inputs[0][row].astype(np.float64)
    if np.abs(z).max() <= 80.0:
        return at.x(0, (row, k)) - _log_sum(at, row)
    top = float(z.max())
    raised = sum_of(len(z), lambda j: e_to(Number(float(z[j]) - top, 0)), lambda: np.exp(z - top))
    return Number(float(z[k]) - top, 0) - call("ln", raised)


def _class_terms(at: At, below: Number) -> Expression:
    return _row_terms(at, lambda row, k: -(at.x(1, (row, k)) * _log_share(at, row, k)), below)


def _softmax_cross_entropy(at: At) -> list[Equation]:
    return at.is_(_class_terms(at, constant(len(at.inputs[0]))))


def _shares(z: NDArray[np.floating]) -> NDArray[np.float64]:
    raised = np.exp(z.astype(np.float64) - float(z.max()))
    found: NDArray[np.float64] = raised / raised.sum()
    return found


def _share_of(at: At, operand: int) -> tuple[Equation, Number]:
    """The softmax of the element's row, as an equation and as a number."""
    row, k = at.index
    z = at.inputs[operand][row].astype(np.float64)
    shift = float(z.max()) if np.abs(z).max() > 80.0 else 0.0

    def raised(j: int) -> Expression:
        return e_to(Number(float(z[j]) - shift, operand))

    at.read(operand, [(row, j) for j in range(len(z))])
    share = float(_shares(z)[k])
    below = sum_of(len(z), raised, lambda: np.exp(z - shift))
    return Equation(f"softmax(z)[{row}, {k}]", raised(k) / below, share), Number(share, operand)


def _softmax_cross_entropy_back(at: At) -> list[Equation]:
    equation, share = _share_of(at, 1)
    wanted = float(at.inputs[2][at.index[0]].astype(np.float64).sum())
    part: Expression = share if abs(wanted - 1.0) < 1e-6 else share * Number(wanted, 2)
    right = (part - at.x(2)) / constant(len(at.output))
    return [equation, *at.is_(scaled(at.x(0, ()), right))]


def _cross_entropy(at: At) -> list[Equation]:
    return at.is_(_row_terms(at, _log_term(at), constant(len(at.inputs[0]))))


def _log_term(at: At) -> Callable[[int, int], Expression]:
    return lambda r, k: -(at.x(1, (r, k)) * call("ln", _positive(at.x(0, (r, k)))))


def _cross_entropy_back(at: At) -> list[Equation]:
    p, t = at.x(1), at.x(2)
    right = -t / p / constant(len(at.output)) if p.number >= MARGIN else constant(0.0)
    return at.is_(scaled(at.x(0, ()), right))


def _weight(at: At, operand: int) -> Number:
    """The sum of the true classes' weights."""
    target = at.inputs[operand].astype(np.float64)
    smoothing = float(at.attributes["smoothing"])
    mean = float(at.attributes["mean_weight"])
    weight = (float(target.sum()) - len(target) * smoothing * mean) / (1.0 - smoothing)
    return Number(weight or 1.0, operand)


def _weighted_softmax(at: At) -> list[Equation]:
    return at.is_(_class_terms(at, _weight(at, 1)))


def _weighted_softmax_back(at: At) -> list[Equation]:
    equation, share = _share_of(at, 1)
    wanted = Number(float(at.inputs[2][at.index[0]].astype(np.float64).sum()), 2)
    right = (share * wanted - at.x(2)) / _weight(at, 2)
    return [equation, *at.is_(scaled(at.x(0, ()), right))]


def _weighted_cross_entropy(at: At) -> list[Equation]:
    return at.is_(_row_terms(at, _log_term(at), _weight(at, 1)))


def _weighted_cross_entropy_back(at: At) -> list[Equation]:
    p, t = at.x(1), at.x(2)
    right = -t / p / _weight(at, 2) if p.number >= MARGIN else constant(0.0)
    return at.is_(scaled(at.x(0, ()), right))


def _softmax_focal(at: At) -> list[Equation]:
    gamma = _setting(at, "gamma")

    def term(row: int, k: int) -> Expression:
        p = Number(float(_shares(at.inputs[0][row])[k]), 0)
        return -(at.x(1, (row, k)) * (1 - p) ** gamma * call("ln", p))

    return at.is_(_row_terms(at, term, constant(len(at.inputs[0]))))


# Prices on weights


def _penalty(
    term: Callable[[Number], Expression],
    terms: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    half: float,
) -> Writer:
    def write(at: At) -> list[Equation]:
        w = at.inputs[0]

        def one(n: int) -> Expression:
            return term(at.x(0, tuple(int(each) for each in np.unravel_index(n, w.shape))))

        right = sum_of(w.size, one, lambda: terms(w.ravel().astype(np.float64)))
        rate = _setting(at, "rate")
        return at.is_((rate if half == 1.0 else rate / constant(1.0 / half)) * right)

    return write


WRITERS: dict[str, Writer] = {
    "sigmoid_cross_entropy": _mean(_logistic),
    "sigmoid_cross_entropy_backward": _mean_back(lambda at, z, t: _sigmoid(z) - t),
    "softmax_cross_entropy": _softmax_cross_entropy,
    "softmax_cross_entropy_backward": _softmax_cross_entropy_back,
    "binary_cross_entropy": _mean(_surprise),
    "binary_cross_entropy_backward": _mean_back(_surprise_back),
    "cross_entropy": _cross_entropy,
    "cross_entropy_backward": _cross_entropy_back,
    "weighted_softmax_cross_entropy": _weighted_softmax,
    "weighted_softmax_cross_entropy_backward": _weighted_softmax_back,
    "weighted_cross_entropy": _weighted_cross_entropy,
    "weighted_cross_entropy_backward": _weighted_cross_entropy_back,
    "weighted_sigmoid_cross_entropy": _mean(_weighted_logistic),
    "weighted_sigmoid_cross_entropy_backward": _mean_back(_weighted_logistic_back),
    "weighted_binary_cross_entropy": _mean(_weighted_surprise),
    "weighted_binary_cross_entropy_backward": _mean_back(_weighted_surprise_back),
    "sigmoid_focal": _mean(_focal_logit),
    "sigmoid_focal_backward": _mean_back(_focal_logit_back),
    "softmax_focal": _softmax_focal,
    "focal": _mean(_focal_term),
    "focal_backward": _mean_back(_focal_back),
    "hinge": _mean(_hinge),
    "hinge_backward": _mean_back(_hinge_back),
    "mse": _mean(lambda at, p, t: (p - t) ** 2),
    "mse_backward": _mean_back(lambda at, p, t: 2 * (p - t)),
    "rmse": _mean(lambda at, p, t: (p - t) ** 2, lambda mean: call("√", mean), _squared),
    "rmse_backward": _rmse_back,
    "mae": _mean(lambda at, p, t: call("|", p - t)),
    "mae_backward": _mean_back(lambda at, p, t: call("sign", p - t)),
    "huber": _mean(_huber),
    "huber_backward": _mean_back(_huber_back),
    "log_cosh": _mean(_log_cosh),
    "log_cosh_backward": _mean_back(lambda at, p, t: call("tanh", p - t)),
    "poisson": _mean(lambda at, p, t: p - t * call("ln", _positive(p))),
    "poisson_backward": _mean_back(_poisson_back),
    "log_poisson": _mean(_log_poisson),
    "log_poisson_backward": _mean_back(lambda at, z, t: e_to(call("min", z, 50)) - t),
    "l1_penalty": _penalty(lambda w: call("|", w), np.abs, 1.0),
    "l1_penalty_backward": lambda at: at.is_(
        scaled(at.x(0, ()), _setting(at, "rate") * call("sign", at.x(1)))
    ),
    "l2_penalty": _penalty(lambda w: w**2, np.square, 0.5),
    "l2_penalty_backward": lambda at: at.is_(scaled(at.x(0, ()), _setting(at, "rate") * at.x(1))),
}
