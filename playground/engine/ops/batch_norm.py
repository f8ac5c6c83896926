"""Batch normalisation (Ioffe and Szegedy 2015, algorithm 1), each channel by itself.

x is (N, C, H, W), or with the attribute `channels_last` (N, C) or (N, T, C). Means and variances
are (C,), over everything else; so are weight and bias. `epsilon` is added to variances.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any

from playground.engine.graph import Graph, Node, Shape, Value
from playground.engine.ops import batch_norm_kernels as kernels
from playground.engine.ops.op import Array, Attributes, Op, ShapeError


def _by_channel(array: Array, channels_last: int) -> Array:
    """(C,) so that it broadcasts with x."""
    return array if channels_last else array[:, None, None]


def _others(x: Array, channels_last: int) -> tuple[int, ...]:
    """The axes of x that are not the channels'."""
    return tuple(range(x.ndim - 1)) if channels_last else (0, 2, 3)


class _OfChannels(Op):
    """An op with one number a channel as its result."""

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        x = inputs[0]
        last = attributes["channels_last"]
        if not x.batched or (len(x.shape) not in (1, 2) if last else len(x.shape) != 3):
            wanted = "(N, C) or (N, T, C)" if last else "(N, C, H, W)"
            raise ShapeError(f"{self.name} takes {wanted}; received {x}")
        return (x.shape[-1 if last else 0],), False


class BatchMean(_OfChannels):
    """The mean of each channel. Its part in the derivative is in `batch_norm`'s."""

    name = "batch_mean"
    formula = "μ[c] = mean x[·,c,·,·]"
    kernel = staticmethod(kernels.batch_mean)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        (x,) = arrays
        xp.add.reduce(x, _others(x, attributes["channels_last"]), None, out)
        xp.divide(out, x.size // out.size, out)


class BatchVariance(_OfChannels):
    """The mean squared distance from the mean. Its part in the derivative is in `batch_norm`'s.

    Operands: x, its means.
    """

    name = "batch_variance"
    formula = "σ²[c] = mean (x[·,c,·,·] − μ[c])²"
    kernel = staticmethod(kernels.batch_variance)

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return ((inputs[0].shape, True),)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, mean, work = arrays
        last = attributes["channels_last"]
        xp.subtract(x, _by_channel(mean, last), work)
        xp.multiply(work, work, work)
        xp.add.reduce(work, _others(x, last), None, out)
        xp.divide(out, x.size // out.size, out)


class BatchNormInference(Op):
    """x moved and scaled by means and variances that are given, whatever they are of.

    Operands: x, means, variances, weight, bias.
    """

    name = "batch_norm_inference"
    formula = "y = w (x − μ) / √(σ² + ε) + b"
    onnx = "BatchNormalization"
    differentiable = True
    kernel = staticmethod(kernels.batch_norm)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        x, *others = inputs
        channels = x.shape[-1 if attributes["channels_last"] else 0]
        for other in others:
            if other.shape != (channels,) or other.batched:
                raise ShapeError(f"{self.name} takes (C,) beside {x}; received {other}")
        return x.shape, True

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return ((inputs[1].shape, False),)

    def multiply_adds(self, inputs: Sequence[Value], output: Value, attributes: Attributes) -> int:
        """One a number: with means and variances known it is w' · x + b'."""
        return output.size(1)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        x, mean, variance, weight, bias, scale = arrays
        last = attributes["channels_last"]
        _inverse_deviation(xp, scale, variance, attributes["epsilon"])
        xp.multiply(scale, weight, scale)
        xp.subtract(x, _by_channel(mean, last), out)
        xp.multiply(out, _by_channel(scale, last), out)
        xp.add(out, _by_channel(bias, last), out)

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        x, mean, variance, weight, _ = node.inputs
        given = gradient, x, mean, variance
        last = {"channels_last": node.attributes["channels_last"]}
        wanted_x, _, _, wanted_weight, wanted_bias = needed
        by_x = by_weight = by_bias = None
        if wanted_x:
            by_x = graph.apply(
                "batch_norm_inference_backward_x", gradient, variance, weight, **node.attributes
            )
        if wanted_weight:
            by_weight = graph.apply("batch_norm_backward_weight", *given, **node.attributes)
        if wanted_bias:
            by_bias = graph.apply("sum_channels", gradient, **last)
        return by_x, None, None, by_weight, by_bias


class BatchNorm(BatchNormInference):
    """x with mean 0 and variance 1 in each channel, then scaled by weight and moved by bias.

    Operands: x, its means, its variances, weight, bias. The derivative is the whole one by x, that
    through its means and variances too.
    """

    name = "batch_norm"
    formula = "y = w (x − μ) / √(σ² + ε) + b"

    def derivative(
        self, graph: Graph, node: Node, gradient: Value, needed: tuple[bool, ...]
    ) -> tuple[Value | None, ...]:
        x, mean, variance, weight, _ = node.inputs
        given = gradient, x, mean, variance
        last = {"channels_last": node.attributes["channels_last"]}
        by_weight = graph.apply("batch_norm_backward_weight", *given, **node.attributes)
        by_bias = graph.apply("sum_channels", gradient, **last)
        by_x = None
        if needed[0]:
            by_x = graph.apply(
                "batch_norm_backward_x", *given, weight, by_weight, by_bias, **node.attributes
            )
        return by_x, None, None, by_weight, by_bias


class BatchNormBackwardWeight(_OfChannels):
    """Operands: the result's derivative, x, means, variances."""

    name = "batch_norm_backward_weight"
    formula = "∂L/∂w = Σ ∂L/∂y (x − μ) / √(σ² + ε)"
    kernel = staticmethod(kernels.batch_norm_backward_weight)

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return (inputs[0].shape, True), (output.shape, False)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x, mean, variance, work, scale = arrays
        last = attributes["channels_last"]
        xp.subtract(x, _by_channel(mean, last), work)
        xp.multiply(work, gradient, work)
        xp.add.reduce(work, _others(x, last), None, out)
        _inverse_deviation(xp, scale, variance, attributes["epsilon"])
        xp.multiply(out, scale, out)


class BatchNormBackwardX(Op):
    """The derivative by x, through its means and variances too (Ioffe and Szegedy 2015, section 3).

    Operands: the result's derivative, x, means, variances, weight, the derivatives by weight and
    bias: the two sums over a channel that it is made of.
    """

    name = "batch_norm_backward_x"
    formula = "∂L/∂x = w / √(σ² + ε) · (∂L/∂y − ∂L/∂b / n − x̂ · ∂L/∂w / n)"
    kernel = staticmethod(kernels.batch_norm_backward_x)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return inputs[0].shape, True

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        channels = inputs[2].shape
        return (channels, False), (channels, False), (channels, False)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, x, mean, variance, weight, by_weight, by_bias, scale, slope, shift = arrays
        last = attributes["channels_last"]
        count = x.size // mean.size
        _inverse_deviation(xp, scale, variance, attributes["epsilon"])
        xp.multiply(by_weight, scale, slope)
        xp.divide(slope, count, slope)
        xp.divide(by_bias, count, shift)
        xp.multiply(scale, weight, scale)
        xp.subtract(x, _by_channel(mean, last), out)
        xp.multiply(out, _by_channel(slope, last), out)
        xp.add(out, _by_channel(shift, last), out)
        xp.subtract(gradient, out, out)
        xp.multiply(out, _by_channel(scale, last), out)


class BatchNormInferenceBackwardX(Op):
    """Operands: the result's derivative, variances, weight."""

    name = "batch_norm_inference_backward_x"
    formula = "∂L/∂x = w / √(σ² + ε) · ∂L/∂y"
    kernel = staticmethod(kernels.batch_norm_inference_backward_x)

    def shape(self, inputs: Sequence[Value], attributes: Attributes) -> tuple[Shape, bool]:
        return inputs[0].shape, True

    def scratch(
        self, inputs: Sequence[Value], output: Value, attributes: Attributes
    ) -> tuple[tuple[Shape, bool], ...]:
        return ((inputs[1].shape, False),)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        gradient, variance, weight, scale = arrays
        _inverse_deviation(xp, scale, variance, attributes["epsilon"])
        xp.multiply(scale, weight, scale)
        xp.multiply(gradient, _by_channel(scale, attributes["channels_last"]), out)


class RunningMean(Op):
    """The batch's mean taken into the running one, `momentum` saying how much of it."""

    name = "running_mean"
    formula = "μ̄ ← (1 − momentum) μ̄ + momentum · μ"
    kernel = staticmethod(kernels.running_mean)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        running, mean = arrays
        momentum = attributes["momentum"]
        # In this order it is exact for a momentum of 0, of 1, and where nothing changes.
        xp.subtract(mean, running, out)
        xp.multiply(out, momentum, out)
        xp.add(running, out, out)


class RunningVariance(Op):
    """The batch's variance taken into the running one, as an estimate of the whole's.

    Divided by n − 1 instead of n (Bessel's correction), as PyTorch does. A batch of one number a
    channel says nothing of the variance and changes nothing.

    Operands: the running variance, the batch's, x (for n only).
    """

    name = "running_variance"
    formula = "σ̄² ← (1 − momentum) σ̄² + momentum · σ² n / (n − 1)"
    kernel = staticmethod(kernels.running_variance)

    def compute(self, xp: ModuleType, out: Array, *arrays: Array, **attributes: Any) -> None:
        running, variance, x = arrays
        count = x.size // out.size
        if count == 1:
            xp.copyto(out, running)
            return
        xp.multiply(variance, count / (count - 1), out)
        xp.subtract(out, running, out)
        xp.multiply(out, attributes["momentum"], out)
        xp.add(running, out, out)


def _inverse_deviation(xp: ModuleType, out: Array, variance: Array, epsilon: float) -> None:
    """1 / √(σ² + ε)."""
    xp.add(variance, epsilon, out)
    xp.sqrt(out, out)
    xp.reciprocal(out, out)
