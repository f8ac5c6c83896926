"""Shifting and scaling of features and targets."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.data.arrays import read_only
from playground.data.blocks import blocks_of, is_large

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

# The axes over which one feature's numbers lie, by the batch's dimensions: of sequences (N, T, F)
# also the steps, of images (N, C, H, W) also the pixels.
_AXES = {3: (0, 1), 4: (0, 2, 3)}


@dataclass(frozen=True, eq=False)
class Standardiser:
    """Shifts and scales every sample the same way: `(x - mean) / scale`.

    Attributes:
        mean: what is taken away, float64, shaped like one sample, read-only.
        scale: what is divided by, likewise; never 0.
    """

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]

    @classmethod
    def fit(cls, array: NDArray[np.float64]) -> Standardiser:
        """Gives each feature of `array` (N, *shape) mean 0 and deviation 1.

        The deviation is the population's (divided by N), as in scikit-learn's `StandardScaler`,
        and as there a constant feature gets scale 1: it becomes 0. Constant is what varies no more
        than rounding does.

        Of images (N, C, H, W) each channel is one feature, whatever the pixel: a pixel at the edge
        that is inked once in a thousand images would otherwise be stretched a thousandfold. Of
        sequences (N, T, F) likewise, whatever the step.
        """
        return cls.fit_to(array, None)

    @classmethod
    def fit_to(
        cls,
        array: NDArray[np.floating[Any]] | NDArray[np.int64],
        rows: NDArray[np.int64] | None,
    ) -> Standardiser:
        """The same, of those samples alone whose numbers are in `rows` (n,).

        What is large is gone through in parts, so it takes hardly more memory.
        """
        axes = _AXES.get(array.ndim, (0,))
        count = len(array) if rows is None else len(rows)
        if is_large(array):
            mean, deviation = _moments(array, rows, count, axes)
        else:
            part = (array if rows is None else array[rows]).astype(np.float64, copy=False)
            mean = part.mean(axis=axes, keepdims=True)
            deviation = part.std(axis=axes, keepdims=True)
        rounding = count * np.finfo(np.float64).eps * np.abs(mean)
        scale = np.where(deviation <= rounding, 1.0, deviation)
        return cls(_as_sample(mean, array), _as_sample(scale, array))

    @classmethod
    def identity(cls, shape: tuple[int, ...]) -> Standardiser:
        """Changes nothing in samples of this shape."""
        return cls(read_only(np.zeros(shape)), read_only(np.ones(shape)))

    @property
    def is_identity(self) -> bool:
        """Whether it changes nothing."""
        return bool(np.all(self.mean == 0.0) and np.all(self.scale == 1.0))

    def apply(self, array: NDArray[np.float64]) -> NDArray[np.float64]:
        """From own units to standardised ones. (N, *shape) to the same shape, a new array."""
        return (array - self.mean) / self.scale

    def apply_to(
        self, array: NDArray[np.floating[Any]], rows: NDArray[np.int64], dtype: DTypeLike
    ) -> NDArray[np.floating[Any]]:
        """The samples whose numbers are in `rows` (n,), scaled, then rounded to `dtype`.

        Takes hardly more memory than what it gives.
        """
        found = np.empty((len(rows), *array.shape[1:]), dtype)
        for part in blocks_of(len(rows), array.shape[1:]):
            found[part] = (array[rows[part]] - self.mean) / self.scale
        return found

    def invert(self, array: NDArray[np.float64]) -> NDArray[np.float64]:
        """From standardised units back to own ones. (N, *shape) to the same shape, a new array."""
        return array * self.scale + self.mean


def _moments(
    array: NDArray[np.floating[Any]] | NDArray[np.int64],
    rows: NDArray[np.int64] | None,
    count: int,
    axes: tuple[int, ...],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and deviation over some axes, kept with length 1, by two passes in parts."""
    shape = array.shape[1:]
    parts = [part if rows is None else rows[part] for part in blocks_of(count, shape)]
    numbers = count * prod(array.shape[axis] for axis in axes[1:])
    mean = sum(array[part].sum(axis=axes, keepdims=True, dtype=np.float64) for part in parts)
    mean = np.asarray(mean, np.float64) / numbers
    squares = sum(
        np.square(array[part] - mean).sum(axis=axes, keepdims=True, dtype=np.float64)
        for part in parts
    )
    return mean, np.sqrt(np.asarray(squares, np.float64) / numbers)


def _as_sample(statistic: NDArray[np.float64], array: NDArray[Any]) -> NDArray[np.float64]:
    """A statistic of `array` (N, *shape), kept with length-1 axes, as an array of `shape`."""
    return read_only(np.broadcast_to(statistic[0], array.shape[1:]).copy())
