"""Optimizers' updates and limits on the gradient, with the numbers."""

from __future__ import annotations

import numpy as np

from playground.engine.graph import LEARNING_RATE, STEP
from playground.engine.worked.at import At, Writer, constant
from playground.engine.worked.equation import Equation, place
from playground.engine.worked.expression import Expression, Number, call


class _Update:
    """One number of an update: the gradient, the memory before, the weight before.

    Inputs are those of the op with the weights before the update put last.
    """

    def __init__(self, at: At) -> None:
        self.at = at
        self.control = at.inputs[-2]
        self.g = at.x(0)
        self.w = at.x(len(at.inputs) - 1)
        self.states = [at.x(1 + n) for n in range(len(at.inputs) - 3)]
        self.rate = constant(
            float(self.control[LEARNING_RATE]) * float(at.attributes["rate_factor"])
        )
        self.t = constant(float(self.control[STEP]) + 1.0)

    def setting(self, name: str) -> Number:
        return constant(float(self.at.attributes[name]))

    def state(self, letter: str, right: Expression) -> tuple[Equation, Number]:
        """A number of the memory as the update leaves it, and the equation for it."""
        value = right.value(17)
        return Equation(f"{letter}{place(self.at.index)}", right, value), Number(value)

    def weight(self, right: Expression, *before: Equation) -> list[Equation]:
        return [*before, *self.at.is_(right)]


def _sgd(at: At) -> list[Equation]:
    of = _Update(at)
    return of.weight(of.w - of.rate * of.g)


def _momentum(at: At) -> list[Equation]:
    of = _Update(at)
    made, v = of.state("v", of.setting("momentum") * of.states[0] + of.g)
    return of.weight(of.w - of.rate * v, made)


def _nesterov(at: At) -> list[Equation]:
    of = _Update(at)
    momentum = of.setting("momentum")
    made, v = of.state("v", momentum * of.states[0] + of.g)
    return of.weight(of.w - of.rate * (of.g + momentum * v), made)


def _averages(of: _Update) -> tuple[Equation, Equation, Number, Number]:
    beta_1, beta_2 = of.setting("beta_1"), of.setting("beta_2")
    first, m = of.state("m", beta_1 * of.states[0] + (1 - beta_1) * of.g)
    second, v = of.state("v", beta_2 * of.states[1] + (1 - beta_2) * of.g**2)
    return first, second, m, v


def _adam_step(of: _Update, decayed: Expression) -> list[Equation]:
    first, second, m, v = _averages(of)
    beta_1, beta_2 = of.setting("beta_1"), of.setting("beta_2")
    mean = Equation("m̂", m / (1 - beta_1**of.t), m.number / (1.0 - beta_1.number**of.t.number))
    square = Equation("v̂", v / (1 - beta_2**of.t), v.number / (1.0 - beta_2.number**of.t.number))
    m_hat, v_hat = Number(mean.result), Number(square.result)
    right = decayed - of.rate * (m_hat / (call("√", v_hat) + of.setting("epsilon")))
    return of.weight(right, first, second, mean, square)


def _adam(at: At) -> list[Equation]:
    of = _Update(at)
    return _adam_step(of, of.w)


def _adamw(at: At) -> list[Equation]:
    of = _Update(at)
    return _adam_step(of, of.w - of.rate * of.setting("weight_decay") * of.w)


def _nadam(at: At) -> list[Equation]:
    of = _Update(at)
    first, second, m, v = _averages(of)
    beta_1, beta_2, t = of.setting("beta_1").number, of.setting("beta_2"), of.t.number
    decay = of.setting("momentum_decay").number

    def momentum(step: float) -> float:
        return beta_1 * (1.0 - 0.5 * float(0.96 ** (step * decay)))

    product = 1.0
    for step in range(1, int(min(t, 5000.0)) + 1):
        product *= momentum(float(step))
    now, then = Number(momentum(t)), Number(momentum(t + 1.0))
    root = call("√", v / (1 - beta_2**of.t)) + of.setting("epsilon")
    ahead = (1 - now) * of.g / (1 - Number(product)) + then * m / (1 - Number(product) * then)
    return of.weight(of.w - of.rate * (ahead / root), first, second)


def _adagrad(at: At) -> list[Equation]:
    of = _Update(at)
    made, s = of.state("s", of.states[0] + of.g**2)
    return of.weight(of.w - of.rate * (of.g / (call("√", s) + of.setting("epsilon"))), made)


def _rmsprop(at: At) -> list[Equation]:
    of = _Update(at)
    alpha = of.setting("alpha")
    made, s = of.state("s", alpha * of.states[0] + (1 - alpha) * of.g**2)
    moving = of.g / (call("√", s) + of.setting("epsilon"))
    moved, v = of.state("v", of.setting("momentum") * of.states[1] + moving)
    return of.weight(of.w - of.rate * v, made, moved)


def _adadelta(at: At) -> list[Equation]:
    of = _Update(at)
    rho, epsilon = of.setting("rho"), of.setting("epsilon")
    square, u = of.states
    made, s = of.state("s", rho * square + (1 - rho) * of.g**2)
    step = call("√", u + epsilon) / call("√", s + epsilon) * of.g
    going, d = of.state("d", step)
    kept, _ = of.state("u", rho * u + (1 - rho) * d**2)
    return of.weight(of.w - of.rate * d, made, going, kept)


def _lion(at: At) -> list[Equation]:
    of = _Update(at)
    beta_1, beta_2, (m,) = of.setting("beta_1"), of.setting("beta_2"), of.states
    sign = call("sign", beta_1 * m + (1 - beta_1) * of.g)
    right = of.w - of.rate * (sign + of.setting("weight_decay") * of.w)
    kept, _ = of.state("m", beta_2 * m + (1 - beta_2) * of.g)
    return [*of.weight(right), kept]


def _clip_value(at: At) -> list[Equation]:
    limit = constant(float(at.attributes["limit"]))
    return at.is_(call("min", call("max", at.x(0), Number(-limit.number, exact=True)), limit))


def _clip_norm(at: At) -> list[Equation]:
    # The last operand is the gradient as a whole, which the first may be a part of.
    limit, g = constant(float(at.attributes["limit"])), at.inputs[-1].astype(np.float64)
    norm = float(np.sqrt(np.vdot(g, g)))
    length = Number(norm)
    factor = call("min", 1, limit / (length + constant(1e-6)))
    because = "the gradient is longer than the limit"
    if norm + 1e-6 <= limit.number:
        because = "the gradient is no longer than the limit"
    right = at.x(0) * factor
    return [Equation("‖g‖", call("√", Number(norm * norm)), norm), *at.is_(right, because)]


WRITERS: dict[str, Writer] = {
    "sgd": _sgd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "adam": _adam,
    "adamw": _adamw,
    "nadam": _nadam,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adadelta": _adadelta,
    "lion": _lion,
    "clip_value": _clip_value,
    "clip_norm": _clip_norm,
}
