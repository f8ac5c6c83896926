"""One sample's way through a layer whose windows slide."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from playground.network.sliding.banded import Banded
from playground.network.sliding.im2col import winners
from playground.network.sliding.layout import Numbers
from playground.network.sliding.sliding import Sliding


@dataclass(frozen=True, eq=False)
class Slid:
    """What arrives, what is learned, and what leaves.

    Attributes:
        sliding: what slides over what.
        image: (C, H, W) what arrives; of a sequence one row high.
        weights: (filters, *window); of pooling, 1 everywhere. biases: (filters,), or None.
        sums: (filters, H', W') as the engine has them, before any activation.
        answers: (filters, H', W') after the activation; None where there is none, or where it
            makes something of another shape.
        activation: its name, or "".
    """

    sliding: Sliding
    image: Numbers
    weights: Numbers
    biases: Numbers | None
    sums: Numbers
    answers: Numbers | None = None
    activation: str = ""

    @cached_property
    def banded(self) -> Banded | None:
        """The matrix that the layer is; None where it is none."""
        if self.sliding.kind == "maximum":
            return None
        return Banded(self.sliding, self.weights)

    @cached_property
    def winners(self) -> Numbers | None:
        """(filters, H', W') which cell of each window is the largest, where that one counts."""
        return winners(self.sliding, self.image) if self.sliding.kind == "maximum" else None

    @cached_property
    def difference(self) -> float:
        """By how much x · M + b is off from what the engine has, where it is most."""
        if self.banded is None:
            return 0.0
        sliding = self.sliding
        flat = self.image[sliding.arriving.places(np.arange(self.image.size))]
        with np.errstate(all="ignore"):  # of a run that diverged
            found = self.banded.times(flat)
            if self.biases is not None:
                found += self.banded.repeated(self.biases)
            return float(np.abs(sliding.leaving.as_image(found) - self.sums).max())

    def seen(self, filter_: int, row: int, column: int) -> Numbers:
        """(*window): what a place of the result sees, 0 where that is padding."""
        channels, rows, columns = self.sliding.seen(filter_, row, column)
        inside = self.sliding.inside(rows, columns)
        found = np.zeros(len(channels), self.image.dtype)
        found[inside] = self.image[channels[inside], rows[inside], columns[inside]]
        return found.reshape(self.sliding.window)

    def inside(self, filter_: int, row: int, column: int) -> Numbers:
        """(*window): where that is no padding."""
        _, rows, columns = self.sliding.seen(filter_, row, column)
        inside: Numbers = self.sliding.inside(rows, columns).reshape(self.sliding.window)
        return inside

    def kernel(self, filter_: int, row: int, column: int) -> Numbers:
        """(*window): what it weighs that with; of a mean, its share of each number."""
        if self.sliding.kind == "convolution":
            kernel: Numbers = self.weights[filter_]
            return kernel
        share = 1.0 / self.sliding.counts()[row, column]
        shares: Numbers = self.inside(filter_, row, column) * self.image.dtype.type(share)
        return shares

    def products(self, filter_: int, row: int, column: int) -> Numbers:
        """(*window): each number times its weight."""
        place = filter_, row, column
        with np.errstate(all="ignore"):  # of a run that diverged
            products = self.seen(*place) * self.kernel(*place)
        unsigned: Numbers = products + products.dtype.type(0)  # no number is −0
        return unsigned
