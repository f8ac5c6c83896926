"""Activations with a corner, or a bend instead of it, and their derivatives."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from playground.engine.ops.activation import FromOperand, FromResult, Scratched
from playground.engine.ops.kernel import Flat, clipped, expm1
from playground.engine.ops.op import Array, Elementwise


def _relu(out: Flat, x: Flat) -> None:
    for i in range(out.size):
        out[i] = 0.0 if x[i] < 0.0 else x[i]


class Relu(FromResult):
    """Negative numbers become 0, the others stay."""

    name = "relu"
    formula = "y = max(x, 0)"
    kernel = staticmethod(_relu)
    onnx = "Relu"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.maximum(arrays[0], 0.0, out=out)


def _relu_backward(out: Flat, gradient: Flat, y: Flat) -> None:
    for i in range(out.size):
        out[i] = gradient[i] * (1.0 if y[i] > 0.0 else 0.0)


class ReluBackward(Elementwise):
    """Passes the derivative where x was above 0 (and at 0 itself counts as 0)."""

    name = "relu_backward"
    formula = "∂L/∂x = ∂L/∂y if y > 0, else 0"
    kernel = staticmethod(_relu_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, y = arrays
        xp.greater(y, 0.0, out)
        xp.multiply(out, gradient, out)


def _leaky_relu(out: Flat, x: Flat, slope: float) -> None:
    for i in range(out.size):
        out[i] = x[i] * (1.0 if x[i] > 0.0 else slope)


class LeakyRelu(FromOperand):
    """Like ReLU, but negative numbers keep a little: `slope`, in [0, 1), of themselves."""

    name = "leaky_relu"
    formula = "y = x if x > 0, else slope · x"
    kernel = staticmethod(_leaky_relu)
    onnx = "LeakyRelu"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x = arrays[0]
        xp.multiply(x, attributes["slope"], out)
        xp.maximum(x, out, out=out)


def _leaky_relu_backward(out: Flat, gradient: Flat, x: Flat, slope: float) -> None:
    for i in range(out.size):
        out[i] = gradient[i] * (1.0 if x[i] > 0.0 else slope)


class LeakyReluBackward(Elementwise):
    """1 above 0, `slope` below."""

    name = "leaky_relu_backward"
    formula = "∂L/∂x = ∂L/∂y · (1 if x > 0, else slope)"
    kernel = staticmethod(_leaky_relu_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x = arrays
        slope = attributes["slope"]
        xp.greater(x, 0.0, out)
        xp.multiply(out, 1.0 - slope, out)
        xp.add(out, slope, out)
        xp.multiply(out, gradient, out)


def _elu(out: Flat, x: Flat, below: Flat, alpha: float) -> None:
    for i in range(out.size):
        above = 0.0 if x[i] < 0.0 else x[i]
        under = 0.0 if x[i] > 0.0 else x[i]
        out[i] = above + alpha * expm1(under)


class Elu(Scratched, FromResult):
    """Like ReLU, but bends smoothly towards −`alpha` (Clevert et al. 2016, eq. 15)."""

    name = "elu"
    formula = "y = x if x > 0, else alpha (eˣ − 1)"
    kernel = staticmethod(_elu)
    onnx = "Elu"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, below = arrays
        xp.minimum(x, 0.0, out=below)
        xp.expm1(below, below)
        xp.multiply(below, attributes["alpha"], below)
        xp.maximum(x, 0.0, out=out)
        xp.add(out, below, out)


def _elu_backward(out: Flat, gradient: Flat, y: Flat, above: Flat, alpha: float) -> None:
    for i in range(out.size):
        out[i] = gradient[i] * (1.0 if y[i] > 0.0 else y[i] + alpha)


class EluBackward(Scratched):
    """1 above 0, y + alpha below."""

    name = "elu_backward"
    formula = "∂L/∂x = ∂L/∂y · (1 if y > 0, else y + alpha)"
    kernel = staticmethod(_elu_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, y, above = arrays
        alpha = attributes["alpha"]
        xp.greater(y, 0.0, above)
        xp.multiply(above, 1.0 - alpha, above)
        xp.minimum(y, 0.0, out=out)
        xp.add(out, alpha, out)
        xp.add(out, above, out)
        xp.multiply(out, gradient, out)


# Klambauer et al. 2017, eq. 2 and below: with these, mean 0 and variance 1 reproduce themselves.
SCALE = 1.0507009873554805
ALPHA = 1.6732632423543772


def _selu(out: Flat, x: Flat, below: Flat) -> None:
    for i in range(out.size):
        above = 0.0 if x[i] < 0.0 else x[i]
        under = 0.0 if x[i] > 0.0 else x[i]
        out[i] = 1.0507009873554805 * (above + 1.6732632423543772 * expm1(under))


class Selu(Scratched, FromResult):
    """An ELU stretched so that layers keep mean 0 and variance 1 (Klambauer et al. 2017, eq. 2)."""

    name = "selu"
    formula = "y = 1.0507 · (x if x > 0, else 1.6733 (eˣ − 1))"
    onnx = "Selu"
    kernel = staticmethod(_selu)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, below = arrays
        xp.minimum(x, 0.0, out=below)
        xp.expm1(below, below)
        xp.multiply(below, ALPHA, below)
        xp.maximum(x, 0.0, out=out)
        xp.add(out, below, out)
        xp.multiply(out, SCALE, out)


def _selu_backward(out: Flat, gradient: Flat, y: Flat, above: Flat) -> None:
    for i in range(out.size):
        slope = 1.0507009873554805 if y[i] > 0.0 else y[i] + 1.7580993408473766
        out[i] = gradient[i] * slope


class SeluBackward(Scratched):
    """1.0507 above 0, y + 1.7581 below."""

    name = "selu_backward"
    formula = "∂L/∂x = ∂L/∂y · (1.0507 if y > 0, else y + 1.0507 · 1.6733)"
    kernel = staticmethod(_selu_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, y, above = arrays
        xp.greater(y, 0.0, above)
        xp.multiply(above, SCALE - SCALE * ALPHA, above)
        xp.minimum(y, 0.0, out=out)
        xp.add(out, SCALE * ALPHA, out)
        xp.add(out, above, out)
        xp.multiply(out, gradient, out)


def _hard_sigmoid(out: Flat, x: Flat) -> None:
    for i in range(out.size):
        out[i] = clipped(x[i] / 6.0 + 0.5, 0.0, 1.0)


class HardSigmoid(FromResult):
    """A sigmoid of three straight pieces, bent at ±3 (as PyTorch's)."""

    name = "hard_sigmoid"
    formula = "y = min(max(x / 6 + 1/2, 0), 1)"
    onnx = "HardSigmoid"
    kernel = staticmethod(_hard_sigmoid)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.divide(arrays[0], 6.0, out)
        xp.add(out, 0.5, out)
        xp.maximum(out, 0.0, out=out)
        xp.minimum(out, 1.0, out=out)


def _hard_sigmoid_backward(out: Flat, gradient: Flat, y: Flat, below: Flat) -> None:
    for i in range(out.size):
        above = 1.0 / 6.0 if y[i] > 0.0 else 0.0
        out[i] = gradient[i] * (above if y[i] < 1.0 else 0.0)


class HardSigmoidBackward(Scratched):
    """1/6 on the slope, nothing on the flats."""

    name = "hard_sigmoid_backward"
    formula = "∂L/∂x = ∂L/∂y · (1/6 if 0 < y < 1, else 0)"
    kernel = staticmethod(_hard_sigmoid_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, y, below = arrays
        xp.greater(y, 0.0, out)
        xp.less(y, 1.0, below)
        xp.multiply(out, below, out)
        xp.multiply(out, 1.0 / 6.0, out)
        xp.multiply(out, gradient, out)


def _hard_swish(out: Flat, x: Flat, gate: Flat) -> None:
    for i in range(out.size):
        kept = -3.0 if x[i] < -3.0 else x[i]
        out[i] = kept * clipped(kept / 6.0 + 0.5, 0.0, 1.0)


class HardSwish(Scratched, FromOperand):
    """x times its hard sigmoid (Howard et al. 2019, section 5.2)."""

    name = "hard_swish"
    formula = "y = x · min(max(x / 6 + 1/2, 0), 1)"
    onnx = "HardSwish"
    kernel = staticmethod(_hard_swish)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, gate = arrays
        # Below −3 the gate is shut; kept at −3, −∞ · 0 is no NaN.
        xp.maximum(x, -3.0, out=out)
        xp.divide(out, 6.0, gate)
        xp.add(gate, 0.5, gate)
        xp.minimum(gate, 1.0, out=gate)
        xp.multiply(out, gate, out)


def _hard_swish_backward(out: Flat, gradient: Flat, x: Flat, part: Flat) -> None:
    for i in range(out.size):
        bent = clipped(x[i], -3.0, 3.0) / 3.0 + 0.5
        bent = bent if x[i] > -3.0 else 0.0 * bent
        out[i] = gradient[i] * (1.0 if x[i] >= 3.0 else bent)


class HardSwishBackward(Scratched):
    """Straight from −1/2 at −3 to 3/2 at 3; 0 before, 1 after."""

    name = "hard_swish_backward"
    formula = "∂L/∂x = ∂L/∂y · (0 if x ≤ −3, 1 if x ≥ 3, else x / 3 + 1/2)"
    kernel = staticmethod(_hard_swish_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x, part = arrays
        xp.maximum(x, -3.0, out=out)
        xp.minimum(out, 3.0, out=out)
        xp.divide(out, 3.0, out)
        xp.add(out, 0.5, out)
        xp.greater(x, -3.0, part)
        xp.multiply(out, part, out)
        # At 3 and beyond, where the straight line has come to 3/2, the slope is 1.
        xp.greater_equal(x, 3.0, part)
        xp.multiply(part, 0.5, part)
        xp.subtract(out, part, out)
        xp.multiply(out, gradient, out)
