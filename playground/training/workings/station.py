"""A layer with the numbers that arrive, those that leave, and those on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from playground.network.activations import Activation
from playground.network.node import NodeSpec
from playground.training.workings.windowed import Windowed

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Product:
    """x · weight + bias = sums.

    Of sequences, (N, T, I), each step is a row: R is N·T, else N.

    Attributes:
        weight_name, bias_name: the parameters'; the bias's is "" where there is none.
        x: (R, I) what arrives.
        weight: (I, U), a column a unit. bias: (U,), or None.
        product: (R, U) x · weight. sums: (R, U) with the bias.
    """

    weight_name: str
    bias_name: str
    x: Array
    weight: Array
    bias: Array | None
    product: Array
    sums: Array

    @property
    def shape(self) -> tuple[int, int, int]:
        """R, I and U."""
        return *self.x.shape, self.weight.shape[1]


@dataclass(frozen=True, eq=False)
class Station:
    """A layer, or the head, at work on some samples.

    Attributes:
        id: the node's, or "head".
        type: the layer type, of a layer applied again that of the original; "head".
        node: whose fields it has; None for the head.
        sources: what leads in, by id. inputs: (N, …) each, what arrives from there.
        output: (N, …) what leaves.
        parameters: what it has learned, by the last part of the names: "weight".
        product: the matrix product it is, if it is one.
        activation: the function that follows the product, or that it is by itself; None for the
            head, which has a final activation, and where there is none.
        windowed: what it does, if windows slide in it: a convolution, a pooling.
    """

    id: str
    type: str
    node: NodeSpec | None
    sources: tuple[str, ...]
    inputs: tuple[Array, ...]
    output: Array
    parameters: Mapping[str, Array]
    product: Product | None = None
    activation: Activation | None = None
    windowed: Windowed | None = None
