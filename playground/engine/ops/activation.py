"""The non-linear functions between the matrix products, and their derivatives."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops.op import Array, Attributes, Elementwise, Op


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


class OneScratch(Elementwise):
    """An elementwise op that needs one working array of its result's shape."""

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return ((output.shape, output.batched),)


def sigmoid_into(xp: ModuleType, x: Array, out: Array) -> None:
    """1 / (1 + e⁻ˣ); e⁻ˣ may overflow to infinity, which rightly gives 0."""
    xp.negative(x, out)
    xp.exp(out, out)
    xp.add(out, 1.0, out)
    xp.reciprocal(out, out)


class Sigmoid(FromResult):
    """Squeezes every number into (0, 1)."""

    name = "sigmoid"
    formula = "y = 1 / (1 + e⁻ˣ)"
    onnx = "Sigmoid"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        sigmoid_into(xp, arrays[0], out)


class SigmoidBackward(Elementwise):
    """Largest, 1/4, where y is 1/2; nearly nothing at both ends."""

    name = "sigmoid_backward"
    formula = "∂L/∂x = ∂L/∂y · y (1 − y)"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, y = arrays
        xp.subtract(1.0, y, out)
        xp.multiply(out, y, out)
        xp.multiply(out, gradient, out)


class Tanh(FromResult):
    """Squeezes every number into (−1, 1)."""

    name = "tanh"
    formula = "y = tanh x"
    onnx = "Tanh"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.tanh(arrays[0], out)


class TanhBackward(Elementwise):
    """1 in the middle, nearly nothing at both ends."""

    name = "tanh_backward"
    formula = "∂L/∂x = ∂L/∂y · (1 − y²)"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, y = arrays
        xp.multiply(y, y, out)
        xp.subtract(1.0, out, out)
        xp.multiply(out, gradient, out)


class Relu(FromResult):
    """Negative numbers become 0, the others stay."""

    name = "relu"
    formula = "y = max(x, 0)"
    onnx = "Relu"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        xp.maximum(arrays[0], 0.0, out=out)


class ReluBackward(Elementwise):
    """Passes the derivative where x was above 0 (and at 0 itself counts as 0)."""

    name = "relu_backward"
    formula = "∂L/∂x = ∂L/∂y if y > 0, else 0"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, y = arrays
        xp.greater(y, 0.0, out)
        xp.multiply(out, gradient, out)


class LeakyRelu(FromOperand):
    """Like ReLU, but negative numbers keep a little: `slope`, in [0, 1), of themselves."""

    name = "leaky_relu"
    formula = "y = x if x > 0, else slope · x"
    onnx = "LeakyRelu"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x = arrays[0]
        xp.multiply(x, attributes["slope"], out)
        xp.maximum(x, out, out=out)


class LeakyReluBackward(Elementwise):
    """1 above 0, `slope` below."""

    name = "leaky_relu_backward"
    formula = "∂L/∂x = ∂L/∂y · (1 if x > 0, else slope)"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x = arrays
        slope = attributes["slope"]
        xp.greater(x, 0.0, out)
        xp.multiply(out, 1.0 - slope, out)
        xp.add(out, slope, out)
        xp.multiply(out, gradient, out)


class Elu(OneScratch, FromResult):
    """Like ReLU, but bends smoothly towards −`alpha` (Clevert et al. 2016, eq. 15)."""

    name = "elu"
    formula = "y = x if x > 0, else alpha (eˣ − 1)"
    onnx = "Elu"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, below = arrays
        xp.minimum(x, 0.0, out=below)
        xp.expm1(below, below)
        xp.multiply(below, attributes["alpha"], below)
        xp.maximum(x, 0.0, out=out)
        xp.add(out, below, out)


class EluBackward(OneScratch):
    """1 above 0, y + alpha below."""

    name = "elu_backward"
    formula = "∂L/∂x = ∂L/∂y · (1 if y > 0, else y + alpha)"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, y, above = arrays
        alpha = attributes["alpha"]
        xp.greater(y, 0.0, above)
        xp.multiply(above, 1.0 - alpha, above)
        xp.minimum(y, 0.0, out=out)
        xp.add(out, alpha, out)
        xp.add(out, above, out)
        xp.multiply(out, gradient, out)


class Softplus(OneScratch, FromOperand):
    """A smooth ReLU, written so that neither end overflows."""

    name = "softplus"
    formula = "y = ln(1 + eˣ) = max(x, 0) + ln(1 + e⁻|x|)"
    onnx = "Softplus"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, tail = arrays
        xp.abs(x, tail)
        xp.negative(tail, tail)
        xp.exp(tail, tail)
        xp.log1p(tail, tail)
        xp.maximum(x, 0.0, out=out)
        xp.add(out, tail, out)


class SoftplusBackward(Elementwise):
    """The sigmoid."""

    name = "softplus_backward"
    formula = "∂L/∂x = ∂L/∂y · 1 / (1 + e⁻ˣ)"

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x = arrays
        sigmoid_into(xp, x, out)
        xp.multiply(out, gradient, out)


class Softmax(Op):
    """Each row becomes probabilities that share one 1.

    The row's maximum is taken off first, which changes nothing but keeps e within range.
    """

    name = "softmax"
    formula = "yᵢ = eˣⁱ / Σⱼ eˣʲ"
    onnx = "Softmax"
    differentiable = True

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return (((*output.shape[:-1], 1), output.batched),)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, per_row = arrays
        xp.maximum.reduce(x, -1, None, per_row, True)
        xp.subtract(x, per_row, out)
        xp.exp(out, out)
        xp.add.reduce(out, -1, None, per_row, True)
        xp.divide(out, per_row, out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        return (graph.apply("softmax_backward", gradient, node.output),)


class SoftmaxBackward(Op):
    """Raising one probability lowers the others."""

    name = "softmax_backward"
    formula = "∂L/∂xᵢ = yᵢ (∂L/∂yᵢ − Σⱼ ∂L/∂yⱼ yⱼ)"

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return (((*output.shape[:-1], 1), output.batched),)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, y, per_row = arrays
        xp.multiply(gradient, y, out)
        xp.add.reduce(out, -1, None, per_row, True)
        xp.subtract(gradient, per_row, out)
        xp.multiply(out, y, out)
