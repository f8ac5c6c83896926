"""How an array of another program becomes a parameter here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.graph import Shape


@dataclass(frozen=True)
class Way:
    """Steps that are done to an array, each only where it is given.

    Attributes:
        label: in words.
        axes: their new order.
        gates: of matrices side by side along the last axis, which comes where.
        rows: the shape (C, H, W) of an image whose places the first axis runs through, row by row
            with the channels last; they are put as here, channels first.
        shape: what it is reshaped to first, axes of 1 being left out.
    """

    label: str
    axes: tuple[int, ...] | None = None
    gates: tuple[int, ...] | None = None
    rows: Shape | None = None
    shape: Shape | None = None

    def shape_of(self, shape: Shape) -> Shape | None:
        """What becomes of an array's shape; None where it can't be done."""
        if self.shape is not None:
            if tuple(n for n in shape if n != 1) != tuple(n for n in self.shape if n != 1):
                return None
            shape = self.shape
        if self.axes is not None:
            if len(self.axes) != len(shape):
                return None
            shape = tuple(shape[axis] for axis in self.axes)
        if self.gates is not None and (not shape or shape[-1] % len(self.gates)):
            return None
        if self.rows is not None and (not shape or shape[0] != int(np.prod(self.rows))):
            return None
        return shape

    def apply(self, array: NDArray[Any]) -> NDArray[Any]:
        """The array as a parameter, C-contiguous."""
        if self.shape is not None:
            array = array.reshape(self.shape)
        if self.axes is not None:
            array = array.transpose(self.axes)
        if self.gates is not None:
            parted = array.reshape(*array.shape[:-1], len(self.gates), -1)
            array = parted[..., list(self.gates), :].reshape(array.shape)
        if self.rows is not None:
            channels, height, width = self.rows
            places = array.reshape(height, width, channels, *array.shape[1:])
            array = np.moveaxis(places, 2, 0).reshape(array.shape)
        return np.ascontiguousarray(array)


AS_IS = Way("as it is")
TRANSPOSED = Way("transposed", axes=(1, 0))
