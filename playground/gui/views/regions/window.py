"""The rectangle of a plane that is looked at, as a square from −1 to 1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.data.extent import Extent
from playground.data.plane import Plane
from playground.data.preprocess import Standardiser
from playground.network.affine.maps import AffineMap

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Window:
    """A rectangle.

    Attributes:
        extent: x0, x1, y0, y1 in the units of the plane's axes.
    """

    extent: Extent

    @property
    def middle(self) -> Floats:
        """(2,) where it is."""
        x0, x1, y0, y1 = self.extent
        return np.array(((x0 + x1) / 2.0, (y0 + y1) / 2.0))

    @property
    def half(self) -> Floats:
        """(2,) half of its sides."""
        x0, x1, y0, y1 = self.extent
        return np.array(((x1 - x0) / 2.0, (y1 - y0) / 2.0))

    def to_plane(self, places: Floats) -> Floats:
        """(…, 2) places in the square, in the units of the axes."""
        return np.asarray(self.middle + places * self.half)

    def to_square(self, places: Floats) -> Floats:
        """The other way."""
        return np.asarray((places - self.middle) / self.half)

    def as_given(self, plane: Plane, scaler: Standardiser) -> Floats:
        """(3, *features) the square as a network is given it, see `Cutter`."""
        corners = self.to_plane(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
        origin, across, up = scaler.apply(plane.at(corners))
        return np.stack([across - origin, up - origin, origin])

    def in_units(self, sums: Floats) -> AffineMap:
        """A region's sums (3, O) in the square, as a map of the two axes in their own units."""
        matrix = sums[:2] / self.half[:, None]
        return AffineMap(matrix, sums[2] - self.middle @ matrix)
