"""What follows a sum: the activation of a layer, or the head's final one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from playground.gui.plots.words import number
from playground.gui.views.matrices.case import Case
from playground.gui.views.matrices.scene import Curve
from playground.network.activations import ACTIVATIONS, PRelu
from playground.network.spec import HEAD

Numbers = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Bend:
    """A function of the sums.

    Attributes:
        label: what it is called: "tanh".
        sums, output: (R, U) before and after it.
        function: of one number, for a curve; None where a whole row goes in at once.
    """

    label: str
    sums: Numbers
    output: Numbers
    function: Callable[[Numbers], Numbers] | None

    @property
    def drawn(self) -> bool:
        """Whether it has a curve."""
        return self.function is not None

    def says(self, row: int, unit: int) -> str:
        """ "tanh(0.49) = 0.454"."""
        z, y = float(self.sums[row, unit]), float(self.output[row, unit])
        if self.function is None:
            return f"{self.label} turns it into a share of {number(y)}"
        return f"{self.label}({number(z)}) = {number(y)}"

    def point(self, row: int, unit: int) -> tuple[float, float] | None:
        """Where one sum lies on the curve."""
        if self.function is None:
            return None
        return float(self.sums[row, unit]), float(self.output[row, unit])

    def curve(self, box: QRectF, z: Numbers) -> Curve:
        """The curve as far as the sums z (P,) go."""
        finite = z[np.isfinite(z)]
        reach = min(max(3.0, float(np.abs(finite).max(initial=0.0)) * 1.1), 1e6)
        x = np.linspace(-reach, reach, 121)
        assert self.function is not None
        with np.errstate(all="ignore"):
            y = self.function(x)
            heights = self.function(finite) if len(finite) else finite
        return Curve(box, self.label, x, y, np.stack([finite, heights], 1))


def bend_of(case: Case) -> Bend | None:
    """What follows the sums of a case; None where they leave as they are."""
    product = case.station.product
    assert product is not None
    if case.id == HEAD:
        return _final(case)
    activation = case.station.activation
    if activation is None:
        return None
    output = case.station.output.reshape(product.sums.shape)
    function: Callable[[Numbers], Numbers] | None = activation.curve
    if activation.name == "softmax" or isinstance(activation, PRelu):
        function = None if activation.name == "softmax" else _learned_slope(case)
    return Bend(activation.label, product.sums, output, function)


def _learned_slope(case: Case) -> Callable[[Numbers], Numbers]:
    """A rectifier with the mean of the slopes that were learned."""
    slope = float(np.mean(case.station.parameters.get("slope", np.zeros(1))))
    return lambda x: np.where(x > 0.0, x, slope * x)


def _final(case: Case) -> Bend | None:
    final, head = case.head.final, case.head
    assert case.station.product is not None
    between = case.station.product.sums, case.worked.prediction
    if final == "identity":
        return None
    if final == "softmax":
        return Bend("softmax", *between, None)
    if final == "exponential":
        return Bend("exp", *between, np.exp)
    sigmoid = ACTIVATIONS["sigmoid"]().curve
    if final == "sigmoid":
        return Bend("sigmoid", *between, sigmoid)
    low, high = head.bounds(case.signature)
    return Bend("bounded", *between, lambda x: low + (high - low) * sigmoid(x))
