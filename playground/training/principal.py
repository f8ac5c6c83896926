"""The two directions in which what leaves a layer varies most, held steady from frame to frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from playground.data.components import first_components

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Wider layers are looked at through this many samples, so that a frame takes milliseconds.
_WIDE = 128
_ROWS_OF_WIDE = 256


@dataclass(frozen=True, eq=False)
class Principal:
    """Axes through the values of a layer.

    Attributes:
        mean: (D,) the middle of the values that they were fitted to.
        axes: (K, D) orthonormal directions; zeros where the values vary in fewer.
        shares: (K,) of the whole variance, how much lies along each.
    """

    mean: NDArray[np.float64]
    axes: NDArray[np.float64]
    shares: NDArray[np.float64]

    def places(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """(N, K) coordinates of (N, D) values along the axes."""
        return np.asarray((values - self.mean) @ self.axes.T, np.float64)


def principal(
    values: NDArray[np.floating], former: NDArray[np.float64] | None = None, count: int = 2
) -> Principal:
    """The first principal components of (N, D) finite values.

    Args:
        former: (K, D) axes of the last picture. The components span a plane, and within it any two
            axes at right angles show the same: those are taken that lie closest to the former
            (orthogonal Procrustes, Schönemann 1966), so that nothing flips or turns when two
            components change places.
        count: K.
    """
    values = np.asarray(values, np.float64)
    if values.shape[1] > _WIDE and len(values) > _ROWS_OF_WIDE:
        values = values[np.linspace(0, len(values) - 1, _ROWS_OF_WIDE).astype(int)]
    mean = values.mean(axis=0)
    centred = values - mean
    axes, shares = first_components(centred, count)
    found = Principal(mean, axes, shares)
    if former is None or former.shape != axes.shape:
        return found
    turned = _turn(axes, former) @ axes
    whole = float(np.square(centred).sum())
    along = np.square(centred @ turned.T).sum(axis=0)
    return replace(found, axes=turned, shares=along / whole if whole > 0.0 else along)


def _turn(axes: NDArray[np.float64], former: NDArray[np.float64]) -> NDArray[np.float64]:
    """(K, K) the turn, or mirrored turn, that brings `axes` closest to `former`."""
    left, _, right = np.linalg.svd(former @ axes.T)
    return np.asarray(left @ right, np.float64)
