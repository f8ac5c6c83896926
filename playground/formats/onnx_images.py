"""Convolution, pooling and normalisation, as ONNX has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.engine.graph import Node


class ImageWriter:
    """Writes them by adding nodes and constants, which the whole writer knows how to do."""

    def add(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        raise NotImplementedError

    def constant(self, name: str, array: NDArray[Any]) -> str:
        raise NotImplementedError

    def convolution(self, node: Node, inputs: list[str], output: str) -> str:
        """One node, with the bias where there is one."""
        settings = {
            **_windows(node, node.inputs[1].shape[2:]),
            "dilations": _both(node, "dilation"),
            "group": node.attributes["groups"],
        }
        return self.add("Conv", inputs, output, **settings)

    def max_pool(self, node: Node, inputs: list[str], output: str) -> str:
        """One node."""
        settings = {**_windows(node, _both(node, "window")), "dilations": _both(node, "dilation")}
        return self.add("MaxPool", inputs, output, **settings)

    def average_pool(self, node: Node, inputs: list[str], output: str) -> str:
        """One node; dilated windows came with opset 19, and no layer has them."""
        windows = _windows(node, _both(node, "window"))
        return self.add("AveragePool", inputs, output, **windows, count_include_pad=0)

    def global_average(self, node: Node, inputs: list[str], output: str) -> str:
        """Over an image, then without its two axes of 1; or over a sequence's steps."""
        if node.attributes["channels_last"]:
            axes = self.constant(f"{output}.axes", np.array([1], np.int64))
            return self.add("ReduceMean", [*inputs, axes], output, keepdims=0)
        means = self.add("GlobalAveragePool", inputs, f"{output}.means")
        return self.add("Flatten", [means], output, axis=1)

    def batch_norm(self, node: Node, inputs: list[str], output: str) -> str:
        """ONNX has the channels second: a sequence is turned for it, and back."""
        x, mean, variance, weight, bias = inputs
        turns = len(node.inputs[0].shape) == 2
        if turns:
            x = self.add("Transpose", [x], f"{output}.turned", perm=[0, 2, 1])
        given, result = [x, weight, bias, mean, variance], f"{output}.normal" if turns else output
        epsilon = node.attributes["epsilon"]
        normal = self.add("BatchNormalization", given, result, epsilon=epsilon)
        return self.add("Transpose", [normal], output, perm=[0, 2, 1]) if turns else normal


def _both(node: Node, what: str) -> list[int]:
    return [node.attributes[f"{what}_height"], node.attributes[f"{what}_width"]]


def _windows(node: Node, size: Any) -> dict[str, list[int]]:
    sides = ("top", "left", "bottom", "right")
    return {
        "kernel_shape": list(size),
        "strides": _both(node, "stride"),
        "pads": [node.attributes[f"pad_{side}"] for side in sides],
    }
