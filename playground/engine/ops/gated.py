"""Activations that are x times a gate between 0 and 1, and their derivatives.

x is kept at −10⁴ or more before it meets its gate, which has long been 0 there, so that at −∞ the
result is 0 and not the NaN of −∞ · 0. In the derivatives it is kept at 10⁴ or less too, for ∞ · 0.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from playground.engine.ops.activation import FromOperand, Scratched, sigmoid_into
from playground.engine.ops.kernel import Flat, clipped, erf, exp, sigmoid, tanh
from playground.engine.ops.op import Array

SHUT, OPEN = -1e4, 1e4
# √(2/π) and the cubic's coefficient: Hendrycks and Gimpel 2016, section 2.
ROOT_2_OVER_PI = 0.7978845608028654
CUBIC = 0.044715
# Above this, Mish's gate is 1 in every dtype, and e²ˣ still far from overflow.
MISH_OPEN = 20.0
# Up to so many numbers the error function is taken one by one.
FEW = 64


def _silu(out: Flat, x: Flat, kept: Flat) -> None:
    for i in range(out.size):
        at = -1e4 if x[i] < -1e4 else x[i]
        out[i] = at * sigmoid(at)


class Silu(Scratched, FromOperand):
    """x times its sigmoid (Elfwing et al. 2018, eq. 5; "swish" in Ramachandran et al. 2017)."""

    name = "silu"
    formula = "y = x / (1 + e⁻ˣ)"
    kernel = staticmethod(_silu)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, kept = arrays
        xp.maximum(x, SHUT, out=kept)
        sigmoid_into(xp, kept, out)
        xp.multiply(out, kept, out)


def _silu_backward(out: Flat, gradient: Flat, x: Flat, kept: Flat, rest: Flat) -> None:
    for i in range(out.size):
        at = clipped(x[i], -1e4, 1e4)
        gate = sigmoid(at)
        out[i] = gradient[i] * gate * (1.0 + at * (1.0 - gate))


class SiluBackward(Scratched):
    """The gate, and a little more or less where it moves (Elfwing et al. 2018, eq. 6)."""

    name = "silu_backward"
    formula = "∂L/∂x = ∂L/∂y · s (1 + x (1 − s)),  s = 1 / (1 + e⁻ˣ)"
    scratches = 2
    kernel = staticmethod(_silu_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x, kept, rest = arrays
        _keep(xp, x, kept)
        sigmoid_into(xp, kept, out)
        xp.subtract(1.0, out, rest)
        xp.multiply(rest, kept, rest)
        xp.add(rest, 1.0, rest)
        xp.multiply(out, rest, out)
        xp.multiply(out, gradient, out)


def _gelu(out: Flat, x: Flat, half: Flat) -> None:
    for i in range(out.size):
        at = -1e4 if x[i] < -1e4 else x[i]
        out[i] = 0.5 * at * (1.0 + erf(0.7071067811865476 * at))


class Gelu(Scratched, FromOperand):
    """x times the share of a normal distribution that lies below it (Hendrycks and Gimpel 2016)."""

    name = "gelu"
    formula = "y = x/2 · (1 + erf(x / √2))"
    kernel = staticmethod(_gelu)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, half = arrays
        xp.maximum(x, SHUT, out=half)
        xp.multiply(half, 0.5**0.5, out)
        error_function_into(xp, out, out)
        xp.add(out, 1.0, out)
        xp.multiply(half, 0.5, half)
        xp.multiply(out, half, out)


def _gelu_backward(out: Flat, gradient: Flat, x: Flat, kept: Flat, density: Flat) -> None:
    for i in range(out.size):
        at = clipped(x[i], -1e4, 1e4)
        gate = 0.5 + 0.5 * erf(0.7071067811865476 * at)
        out[i] = gradient[i] * (gate + at * 0.3989422804014327 * exp(-0.5 * at * at))


class GeluBackward(Scratched):
    """The share below x, and x times the density there."""

    name = "gelu_backward"
    formula = "∂L/∂x = ∂L/∂y · ((1 + erf(x / √2)) / 2 + x e to the power of −x²/2 / √(2π))"
    scratches = 2
    kernel = staticmethod(_gelu_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x, kept, density = arrays
        _keep(xp, x, kept)
        xp.multiply(kept, kept, density)
        xp.multiply(density, -0.5, density)
        xp.exp(density, density)
        xp.multiply(density, kept, density)
        xp.multiply(density, 0.5 * ROOT_2_OVER_PI, density)
        xp.multiply(kept, 0.5**0.5, out)
        error_function_into(xp, out, out)
        xp.add(out, 1.0, out)
        xp.multiply(out, 0.5, out)
        xp.add(out, density, out)
        xp.multiply(out, gradient, out)


def _gelu_tanh(out: Flat, x: Flat, part: Flat) -> None:
    for i in range(out.size):
        at = -1e4 if x[i] < -1e4 else x[i]
        bent = 0.7978845608028654 * at * (1.0 + 0.044715 * at * at)
        out[i] = 0.5 * at * (1.0 + tanh(bent))


class GeluTanh(Scratched, FromOperand):
    """The GELU with tanh in the place of erf (Hendrycks and Gimpel 2016, section 2)."""

    name = "gelu_tanh"
    formula = "y = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³)))"
    kernel = staticmethod(_gelu_tanh)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, part = arrays
        xp.maximum(x, SHUT, out=part)
        _bend(xp, part, out)
        xp.tanh(out, out)
        xp.add(out, 1.0, out)
        xp.multiply(part, 0.5, part)
        xp.multiply(out, part, out)


def _gelu_tanh_backward(out: Flat, gradient: Flat, x: Flat, kept: Flat, part: Flat) -> None:
    for i in range(out.size):
        at = clipped(x[i], -1e4, 1e4)
        square = at * at
        bent = tanh(0.7978845608028654 * at * (1.0 + 0.044715 * square))
        steep = 0.7978845608028654 * at * (1.0 + 0.134145 * square)
        out[i] = gradient[i] * 0.5 * (1.0 + bent + (1.0 - bent * bent) * steep)


class GeluTanhBackward(Scratched):
    """The gate, and x times the gate's slope."""

    name = "gelu_tanh_backward"
    formula = (
        "∂L/∂x = ∂L/∂y · (1 + t + (1 − t²) √(2/π) (x + 0.134145 x³)) / 2,  "
        "t = tanh(√(2/π) (x + 0.044715 x³))"
    )
    scratches = 2
    kernel = staticmethod(_gelu_tanh_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x, kept, part = arrays
        _keep(xp, x, kept)
        xp.multiply(kept, kept, part)
        xp.multiply(part, 3.0 * CUBIC, part)
        xp.add(part, 1.0, part)
        xp.multiply(part, kept, part)
        xp.multiply(part, ROOT_2_OVER_PI, part)
        _bend(xp, kept, out)
        xp.tanh(out, out)
        xp.multiply(out, out, kept)
        xp.subtract(1.0, kept, kept)
        xp.multiply(part, kept, part)
        xp.add(out, 1.0, out)
        xp.add(out, part, out)
        xp.multiply(out, 0.5, out)
        xp.multiply(out, gradient, out)


def _mish(out: Flat, x: Flat, part: Flat) -> None:
    for i in range(out.size):
        grown = exp(20.0 if x[i] > 20.0 else x[i])
        both = grown * (grown + 2.0)
        at = -1e4 if x[i] < -1e4 else x[i]
        out[i] = at * (both / (both + 2.0))


class Mish(Scratched, FromOperand):
    """x times the tanh of its softplus (Misra 2019), written with eˣ alone."""

    name = "mish"
    formula = "y = x tanh(ln(1 + eˣ)) = x n / (n + 2),  n = eˣ (eˣ + 2)"
    onnx = "Mish"
    kernel = staticmethod(_mish)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, part = arrays
        xp.minimum(x, MISH_OPEN, out=out)
        xp.exp(out, out)
        xp.add(out, 2.0, part)
        xp.multiply(out, part, out)
        xp.add(out, 2.0, part)
        xp.divide(out, part, out)
        xp.maximum(x, SHUT, out=part)
        xp.multiply(out, part, out)


def _mish_backward(out: Flat, gradient: Flat, x: Flat, kept: Flat, grown: Flat) -> None:
    for i in range(out.size):
        at = clipped(x[i], -1e4, 20.0)
        power = exp(at)
        both = power * (power + 2.0)
        over = both + 2.0
        steep = 4.0 * at * power * (power + 1.0) / over / over
        out[i] = gradient[i] * (both / over + steep)


class MishBackward(Scratched):
    """The gate, and x times the gate's slope."""

    name = "mish_backward"
    formula = "∂L/∂x = ∂L/∂y · (n / (n + 2) + 4 x eˣ (eˣ + 1) / (n + 2)²),  n = eˣ (eˣ + 2)"
    scratches = 2
    kernel = staticmethod(_mish_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x, kept, grown = arrays
        xp.maximum(x, SHUT, out=kept)
        xp.minimum(kept, MISH_OPEN, out=kept)
        xp.exp(kept, grown)
        xp.add(grown, 2.0, out)
        xp.multiply(out, grown, out)
        xp.multiply(kept, 4.0, kept)
        xp.multiply(kept, grown, kept)
        xp.add(grown, 1.0, grown)
        xp.multiply(kept, grown, kept)
        xp.add(out, 2.0, grown)
        xp.divide(kept, grown, kept)
        xp.divide(kept, grown, kept)
        xp.divide(out, grown, out)
        xp.add(out, kept, out)
        xp.multiply(out, gradient, out)


def _keep(xp: ModuleType, x: Array, kept: Array) -> None:
    xp.maximum(x, SHUT, out=kept)
    xp.minimum(kept, OPEN, out=kept)


def _bend(xp: ModuleType, x: Array, out: Array) -> None:
    """√(2/π) (x + 0.044715 x³), with `out` alone to work in."""
    xp.multiply(x, x, out)
    xp.multiply(out, CUBIC, out)
    xp.add(out, 1.0, out)
    xp.multiply(out, x, out)
    xp.multiply(out, ROOT_2_OVER_PI, out)


def error_function_into(xp: ModuleType, x: Array, out: Array) -> None:
    """erf x; `out` may be x itself.

    Neither NumPy nor CuPy has it, but the SciPy that goes with each. That takes half a second to
    import, so a few numbers, such as the points of a curve in a menu, do without it.
    """
    if xp.__name__ == "numpy" and x.size <= FEW:
        numbers = out.reshape(-1)
        for place, number in enumerate(x.reshape(-1).tolist()):
            numbers[place] = erf(number)
    else:
        _error_function(xp.__name__)(x, out)


@cache
def _error_function(module: str) -> Any:
    found: Any = import_module("scipy.special" if module == "numpy" else f"{module}x.scipy.special")
    return found.erf
