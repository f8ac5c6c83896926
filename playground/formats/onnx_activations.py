"""Activations that ONNX has no operator for, or not at our opset, as several nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playground.engine.ops.activation import STEEPEST
from playground.engine.ops.gated import CUBIC, ROOT_2_OVER_PI

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.engine.graph import Node


class ActivationWriter:
    """Writes them by adding nodes and constants, which the whole writer knows how to do."""

    def add(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        raise NotImplementedError

    def constant(self, name: str, array: NDArray[Any]) -> str:
        raise NotImplementedError

    def _number(self, name: str, number: Any) -> str:
        raise NotImplementedError

    def silu(self, node: Node, inputs: list[str], output: str) -> str:
        """x times its sigmoid."""
        gate = self.add("Sigmoid", inputs, f"{output}.gate")
        return self.add("Mul", [*inputs, gate], output)

    def gelu(self, node: Node, inputs: list[str], output: str) -> str:
        """x/2 · (1 + erf(x / √2)); Gelu itself came with opset 20."""
        scale = self._number(f"{output}.scale", 0.5**0.5)
        scaled = self.add("Mul", [*inputs, scale], f"{output}.scaled")
        return self._gated(inputs, self.add("Erf", [scaled], f"{output}.bent"), output)

    def gelu_tanh(self, node: Node, inputs: list[str], output: str) -> str:
        """x/2 · (1 + tanh(√(2/π) x (1 + 0.044715 x²)))."""
        square = self.add("Mul", [*inputs, *inputs], f"{output}.square")
        cubic = self._number(f"{output}.cubic", CUBIC)
        one = self._number(f"{output}.unit", 1.0)
        scale = self._number(f"{output}.scale", ROOT_2_OVER_PI)
        steep = self.add("Mul", [square, cubic], f"{output}.steep")
        factor = self.add("Add", [steep, one], f"{output}.factor")
        scaled = self.add("Mul", [*inputs, scale], f"{output}.scaled")
        whole = self.add("Mul", [scaled, factor], f"{output}.whole")
        return self._gated(inputs, self.add("Tanh", [whole], f"{output}.bent"), output)

    def _gated(self, inputs: list[str], bent: str, output: str) -> str:
        """x/2 · (1 + bent)."""
        one, half = self._number(f"{output}.one", 1.0), self._number(f"{output}.half", 0.5)
        gate = self.add("Add", [bent, one], f"{output}.gate")
        halved = self.add("Mul", [*inputs, half], f"{output}.halved")
        return self.add("Mul", [halved, gate], output)

    def prelu(self, node: Node, inputs: list[str], output: str) -> str:
        """The slopes of an image's channels are given two axes more, to go along its pixels."""
        x, slope = inputs
        if node.attributes["span"] > 1 or node.inputs[0].shape[-1:] != node.inputs[1].shape:
            axes = self.constant(f"{output}.axes", np.array([1, 2], np.int64))
            slope = self.add("Unsqueeze", [slope, axes], f"{output}.slope")
        return self.add("PRelu", [x, slope], output)

    def exponential(self, node: Node, inputs: list[str], output: str) -> str:
        """e to the power of x, held where it would overflow."""
        most = self._number(f"{output}.most", STEEPEST)
        return self.add("Exp", [self.add("Min", [*inputs, most], f"{output}.held")], output)
