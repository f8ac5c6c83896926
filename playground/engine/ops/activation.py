"""The non-linear functions between the matrix products, and their derivatives."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any, ClassVar

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.kernel import Flat, clipped, cos, exp, log1p, sigmoid, sin, tanh
from playground.engine.ops.op import Array, Attributes, Elementwise


class FromResult(Elementwise):
    """An activation whose derivative is a function of its result (and its attributes)."""

    differentiable = True

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        return (graph.apply(f"{self.name}_backward", gradient, node.output, **node.attributes),)


class FromOperand(Elementwise):
    """An activation whose derivative is a function of its operand (and its attributes)."""

    differentiable = True

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        return (graph.apply(f"{self.name}_backward", gradient, node.inputs[0], **node.attributes),)


class Scratched(Elementwise):
    """An elementwise op that needs working arrays of its result's shape: `scratches` of them."""

    scratches: ClassVar[int] = 1

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return ((output.shape, output.batched),) * self.scratches


def sigmoid_into(xp: ModuleType, x: Array, out: Array) -> None:
    """1 / (1 + e⁻ˣ); e⁻ˣ may overflow to infinity, which rightly gives 0."""
    xp.multiply(x, -1.0, out)
    xp.exp(out, out)
    xp.add(out, 1.0, out)
    xp.reciprocal(out, out)


def _sigmoid(out: Flat, x: Flat) -> None:
    for i in range(out.size):
        out[i] = sigmoid(x[i])


class Sigmoid(FromResult):
    """Squeezes every number into (0, 1)."""

    name = "sigmoid"
    formula = "y = 1 / (1 + e⁻ˣ)"
    kernel = staticmethod(_sigmoid)
    onnx = "Sigmoid"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        sigmoid_into(xp, arrays[0], out)


def _sigmoid_backward(out: Flat, gradient: Flat, y: Flat) -> None:
    for i in range(out.size):
        out[i] = gradient[i] * y[i] * (1.0 - y[i])


class SigmoidBackward(Elementwise):
    """Largest, 1/4, where y is 1/2; nearly nothing at both ends."""

    name = "sigmoid_backward"
    formula = "∂L/∂x = ∂L/∂y · y (1 − y)"
    kernel = staticmethod(_sigmoid_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, y = arrays
        xp.subtract(1.0, y, out)
        xp.multiply(out, y, out)
        xp.multiply(out, gradient, out)


def _tanh(out: Flat, x: Flat) -> None:
    for i in range(out.size):
        out[i] = tanh(x[i])


class Tanh(FromResult):
    """Squeezes every number into (−1, 1)."""

    name = "tanh"
    formula = "y = tanh x"
    kernel = staticmethod(_tanh)
    onnx = "Tanh"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.tanh(arrays[0], out)


def _tanh_backward(out: Flat, gradient: Flat, y: Flat) -> None:
    for i in range(out.size):
        out[i] = gradient[i] * (1.0 - y[i] * y[i])


class TanhBackward(Elementwise):
    """1 in the middle, nearly nothing at both ends."""

    name = "tanh_backward"
    formula = "∂L/∂x = ∂L/∂y · (1 − y²)"
    kernel = staticmethod(_tanh_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, y = arrays
        xp.multiply(y, y, out)
        xp.subtract(1.0, out, out)
        xp.multiply(out, gradient, out)


def _softplus(out: Flat, x: Flat, tail: Flat) -> None:
    for i in range(out.size):
        out[i] = (0.0 if x[i] < 0.0 else x[i]) + log1p(exp(-abs(x[i])))


class Softplus(Scratched, FromOperand):
    """A smooth ReLU, written so that neither end overflows."""

    name = "softplus"
    formula = "y = ln(1 + eˣ) = max(x, 0) + ln(1 + e⁻|x|)"
    kernel = staticmethod(_softplus)
    onnx = "Softplus"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, tail = arrays
        xp.abs(x, tail)
        xp.multiply(tail, -1.0, tail)
        xp.exp(tail, tail)
        xp.log1p(tail, tail)
        xp.maximum(x, 0.0, out=out)
        xp.add(out, tail, out)


def _softplus_backward(out: Flat, gradient: Flat, x: Flat) -> None:
    for i in range(out.size):
        out[i] = gradient[i] * sigmoid(x[i])


class SoftplusBackward(Elementwise):
    """The sigmoid."""

    name = "softplus_backward"
    formula = "∂L/∂x = ∂L/∂y · 1 / (1 + e⁻ˣ)"
    kernel = staticmethod(_softplus_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x = arrays
        sigmoid_into(xp, x, out)
        xp.multiply(out, gradient, out)


# Beyond this a softsign is ±1 in every dtype. Kept within it, infinity is no 0 · ∞.
FAR = 1e30


def _softsign(out: Flat, x: Flat, size: Flat) -> None:
    for i in range(out.size):
        kept = clipped(x[i], -1e30, 1e30)
        out[i] = kept / (1.0 + abs(kept))


class Softsign(Scratched, FromOperand):
    """Squeezes every number into (−1, 1), more slowly than tanh (Bergstra et al. 2009)."""

    name = "softsign"
    formula = "y = x / (1 + |x|)"
    onnx = "Softsign"
    kernel = staticmethod(_softsign)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, size = arrays
        xp.maximum(x, -FAR, out=out)
        xp.minimum(out, FAR, out=out)
        xp.abs(out, size)
        xp.add(size, 1.0, size)
        xp.divide(out, size, out)


def _softsign_backward(out: Flat, gradient: Flat, x: Flat) -> None:
    for i in range(out.size):
        size = 1.0 + abs(x[i])
        out[i] = gradient[i] / size / size


class SoftsignBackward(Elementwise):
    """1 in the middle, and never quite nothing at the ends."""

    name = "softsign_backward"
    formula = "∂L/∂x = ∂L/∂y / (1 + |x|)²"
    kernel = staticmethod(_softsign_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x = arrays
        xp.abs(x, out)
        xp.add(out, 1.0, out)
        xp.reciprocal(out, out)
        xp.multiply(out, out, out)
        xp.multiply(out, gradient, out)


def _sine(out: Flat, x: Flat) -> None:
    for i in range(out.size):
        out[i] = sin(x[i])


class Sine(FromOperand):
    """A wave (Sitzmann et al. 2020)."""

    name = "sine"
    formula = "y = sin x"
    onnx = "Sin"
    kernel = staticmethod(_sine)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.sin(arrays[0], out)


def _sine_backward(out: Flat, gradient: Flat, x: Flat) -> None:
    for i in range(out.size):
        out[i] = gradient[i] * cos(x[i])


class SineBackward(Elementwise):
    """The same wave, a quarter earlier."""

    name = "sine_backward"
    formula = "∂L/∂x = ∂L/∂y · cos x"
    kernel = staticmethod(_sine_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x = arrays
        xp.cos(x, out)
        xp.multiply(out, gradient, out)


# Above this x the exponential stays as it is: e⁵⁰, about 5 · 10²¹, which float32 holds with room
# for sums and products.
STEEPEST = 50.0


def _exponential(out: Flat, x: Flat) -> None:
    for i in range(out.size):
        out[i] = exp(50.0 if x[i] > 50.0 else x[i])


class Exponential(FromOperand):
    """e to the power of x, held at e⁵⁰ so that it can't overflow."""

    name = "exponential"
    formula = "y = e to the power of min(x, 50)"
    kernel = staticmethod(_exponential)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.minimum(arrays[0], STEEPEST, out=out)
        xp.exp(out, out)


def _exponential_backward(out: Flat, gradient: Flat, x: Flat, below: Flat) -> None:
    for i in range(out.size):
        held = 50.0 if x[i] > 50.0 else x[i]
        out[i] = gradient[i] * exp(held) * (0.0 if x[i] > 50.0 else 1.0)


class ExponentialBackward(Scratched):
    """Itself; nothing where it is held."""

    name = "exponential_backward"
    formula = "∂L/∂x = ∂L/∂y · (eˣ if x ≤ 50, else 0)"
    kernel = staticmethod(_exponential_backward)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x, below = arrays
        xp.less_equal(x, STEEPEST, below)
        xp.minimum(x, STEEPEST, out=out)
        xp.exp(out, out)
        xp.multiply(out, below, out)
        xp.multiply(out, gradient, out)
