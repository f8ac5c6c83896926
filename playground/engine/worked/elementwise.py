"""Activations and what else is done number by number, with the numbers."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, pi, sqrt, tanh

from playground.engine.ops.gated import CUBIC, ROOT_2_OVER_PI
from playground.engine.ops.rectifier import ALPHA, SCALE
from playground.engine.worked.at import At, Writer, constant, e_to
from playground.engine.worked.equation import Equation
from playground.engine.worked.expression import Expression, Number, call

Curve = Callable[[Number], Expression]


def _of(curve: Curve) -> Writer:
    """y = f(x)."""
    return lambda at: at.is_(curve(at.x(0)))


def _back(slope: Curve) -> Writer:
    """∂L/∂x = ∂L/∂y · f′, with f′ written by the second operand."""
    return lambda at: at.is_(at.x(0) * slope(at.x(1)))


def _branch(of: str, *, above: bool) -> str:
    return f"{of} > 0" if above else f"{of} ≤ 0"


def _bent(below: Callable[[At, Number], Expression], symbol: str = "x") -> Writer:
    """Itself above 0, and something else below."""

    def write(at: At) -> list[Equation]:
        x = at.x(0)
        above = x.number > 0.0
        return at.is_(x if above else below(at, x), _branch(symbol, above=above))

    return write


def _bent_back(below: Callable[[At, Number], Expression], symbol: str, above_is: float) -> Writer:
    """A slope above 0, and another below, by the second operand."""

    def write(at: At) -> list[Equation]:
        g, known = at.x(0), at.x(1)
        above = known.number > 0.0
        slope = constant(above_is) if above else below(at, known)
        return at.is_(g * slope, _branch(symbol, above=above))

    return write


def _exponential_back(at: At) -> list[Equation]:
    g, x = at.x(0), at.x(1)
    below = x.number <= 50.0
    return at.is_(g * (e_to(x) if below else constant(0.0)), "x ≤ 50" if below else "x > 50")


def _hard_sigmoid(x: Number) -> Expression:
    return call("min", call("max", x / 6 + 0.5, 0), 1)


def _hard_sigmoid_back(at: At) -> list[Equation]:
    g, y = at.x(0), at.x(1)
    inside = 0.0 < y.number < 1.0
    because = "0 < y < 1" if inside else "y is at its end"
    return at.is_(g / 6 if inside else g * 0, because)


def _hard_swish_back(at: At) -> list[Equation]:
    g, x = at.x(0), at.x(1)
    if x.number <= -3.0:
        return at.is_(g * 0, "x ≤ −3")
    if x.number >= 3.0:
        return at.is_(g * 1, "x ≥ 3")
    return at.is_(g * (x / 3 + 0.5), "−3 < x < 3")


def _silu_back(at: At) -> list[Equation]:
    g, x = at.x(0), at.x(1)
    s = 1.0 / (1.0 + exp(-min(max(x.number, -700.0), 700.0)))
    gate = Number(s)
    return [
        Equation("s", 1 / (1 + e_to(Number(-x.number, 1))), s),
        *at.is_(g * gate * (1 + x * (1 - gate))),
    ]


def _gelu(x: Number) -> Expression:
    return x / 2 * (1 + call("erf", x / call("√", 2)))


def _gelu_back(x: Number) -> Expression:
    half = (1 + call("erf", x / call("√", 2))) / 2
    return half + x * e_to(-(x**2) / 2) / constant(sqrt(2.0 * pi))


def _gelu_tanh(x: Number) -> Expression:
    bent = constant(ROOT_2_OVER_PI) * (x + constant(CUBIC) * x ** constant(3.0))
    return x / 2 * (1 + call("tanh", bent))


def _gelu_tanh_back(at: At) -> list[Equation]:
    g, x = at.x(0), at.x(1)
    cube = x ** constant(3.0)
    bent = constant(ROOT_2_OVER_PI) * (x + constant(CUBIC) * cube)
    t = tanh(ROOT_2_OVER_PI * (x.number + CUBIC * x.number**3))
    steep = constant(ROOT_2_OVER_PI) * (x + constant(3.0 * CUBIC) * cube)
    known = Number(t)
    return [
        Equation("t", call("tanh", bent), t),
        *at.is_(g * ((1 + known + (1 - known**2) * steep) / 2)),
    ]


def _mish_parts(x: Number) -> tuple[Equation, Number]:
    grown = exp(min(x.number, 20.0))
    n = grown * (grown + 2.0)
    held = x if x.number <= 20.0 else constant(20.0)
    return Equation("n", e_to(held) * (e_to(held) + 2), n), Number(n)


def _mish(at: At) -> list[Equation]:
    x = at.x(0)
    equation, n = _mish_parts(x)
    return [equation, *at.is_(x * (n / (n + 2)))]


def _mish_back(at: At) -> list[Equation]:
    g, x = at.x(0), at.x(1)
    equation, n = _mish_parts(x)
    held = x if x.number <= 20.0 else constant(20.0)
    steep = 4 * held * e_to(held) * (e_to(held) + 1) / (n + 2) ** 2
    return [equation, *at.is_(g * (n / (n + 2) + steep))]


def _slope(at: At, operand: int, x: int) -> Number:
    """The learned slope of the element that is looked at."""
    shape, slopes = at.inputs[x].shape, at.inputs[operand].size
    flat = 0
    for extent, place in zip(shape, at.index, strict=True):
        flat = flat * extent + place
    return at.x(operand, (flat // int(at.attributes["span"]) % slopes,))


def _prelu(at: At) -> list[Equation]:
    x = at.x(0)
    above = x.number > 0.0
    right: Expression = x if above else _slope(at, 1, 0) * x
    return at.is_(right, _branch("x", above=above))


def _prelu_back(at: At) -> list[Equation]:
    g, x = at.x(0), at.x(1)
    above = x.number > 0.0
    right = g * 1 if above else g * _slope(at, 2, 1)
    return at.is_(right, _branch("x", above=above))


def _dropout_mask(at: At) -> list[Equation]:
    rate = constant(float(at.attributes["rate"]))
    if at.result == 0.0:
        return at.is_(constant(0.0), "it was drawn to be dropped")
    return at.is_(1 / (1 - rate), "it was drawn to stay")


def _affine(at: At) -> list[Equation]:
    scale, shift = (constant(float(at.attributes[each])) for each in ("scale", "shift"))
    return at.is_(scale * at.x(0) + shift)


def _softplus(x: Number) -> Expression:
    return call("max", x, 0) + call("ln", 1 + e_to(Number(-abs(x.number), 0)))


def _minus(x: Number) -> Number:
    return Number(-x.number, x.operand, cell=x.cell)


def _elu(at: At, x: Number) -> Expression:
    return constant(float(at.attributes["alpha"])) * (e_to(x) - 1)


def _selu(at: At, x: Number) -> Expression:
    return constant(SCALE) * constant(ALPHA) * (e_to(x) - 1)


def _scale_above(at: At) -> list[Equation]:
    x = at.x(0)
    above = x.number > 0.0
    right = constant(SCALE) * x if above else _selu(at, x)
    return at.is_(right, _branch("x", above=above))


def _leaky(at: At, x: Number) -> Expression:
    return constant(float(at.attributes["slope"])) * x


def _leak(at: At, x: Number) -> Expression:
    return constant(float(at.attributes["slope"]))


def _copied(at: At) -> list[Equation]:
    return at.is_(at.x(0))


WRITERS: dict[str, Writer] = {
    "sigmoid": _of(lambda x: 1 / (1 + e_to(_minus(x)))),
    "sigmoid_backward": _back(lambda y: y * (1 - y)),
    "tanh": _of(lambda x: call("tanh", x)),
    "tanh_backward": _back(lambda y: 1 - y**2),
    "softplus": _of(_softplus),
    "softplus_backward": _back(lambda x: 1 / (1 + e_to(_minus(x)))),
    "softsign": _of(lambda x: x / (1 + call("|", x))),
    "softsign_backward": lambda at: at.is_(at.x(0) / (1 + call("|", at.x(1))) ** 2),
    "sine": _of(lambda x: call("sin", x)),
    "sine_backward": _back(lambda x: call("cos", x)),
    "exponential": _of(lambda x: e_to(call("min", x, 50))),
    "exponential_backward": _exponential_back,
    "relu": _of(lambda x: call("max", x, 0)),
    "relu_backward": _bent_back(lambda at, y: constant(0.0), "y", 1.0),
    "leaky_relu": _bent(_leaky),
    "leaky_relu_backward": _bent_back(_leak, "x", 1.0),
    "elu": _bent(_elu),
    "elu_backward": _bent_back(lambda at, y: y + constant(float(at.attributes["alpha"])), "y", 1.0),
    "selu": _scale_above,
    "selu_backward": _bent_back(lambda at, y: y + constant(SCALE) * constant(ALPHA), "y", SCALE),
    "hard_sigmoid": _of(_hard_sigmoid),
    "hard_sigmoid_backward": _hard_sigmoid_back,
    "hard_swish": _of(lambda x: x * _hard_sigmoid(x)),
    "hard_swish_backward": _hard_swish_back,
    "prelu": _prelu,
    "prelu_backward_x": _prelu_back,
    "silu": _of(lambda x: x / (1 + e_to(_minus(x)))),
    "silu_backward": _silu_back,
    "gelu": _of(_gelu),
    "gelu_backward": _back(_gelu_back),
    "gelu_tanh": _of(_gelu_tanh),
    "gelu_tanh_backward": _gelu_tanh_back,
    "mish": _mish,
    "mish_backward": _mish_back,
    "dropout_mask": _dropout_mask,
    "add": lambda at: at.is_(at.x(0) + at.x(1)),
    "multiply": lambda at: at.is_(at.x(0) * at.x(1)),
    "affine": _affine,
    "copy": _copied,
}
