"""A plane through data of many features, so that a map can be drawn of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import ref

import numpy as np

from playground.data.arrays import read_only
from playground.data.components import first_components
from playground.data.extent import Extent, cell_centres, extent_of
from playground.data.preprocess import Standardiser
from playground.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from playground.data.dataset import Dataset

# So many samples tell the components of any number.
_MOST_SAMPLES = 5_000


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane in the space of raw features, and its two axes.

    The point (u, v) of it is the sample `origin + u · across[0] + v · across[1]`. Nothing in it
    changes, so threads may share it.

    Attributes:
        shape: of one sample's features.
        origin: (F,) the sample at (0, 0), flattened, in the features' own units.
        across: (2, F) what one unit of each axis adds to it.
        along: (2, F) what reads the axes' coordinates off a sample less `origin`.
        axis_names: the names of the axes, with what is known of their units.
        note: where everything else is held: "the other 11 features at their mean"; "" where there
            is nothing else.
        pair: the numbers of the two features that are its axes; None for components.
    """

    shape: tuple[int, ...]
    origin: NDArray[np.float64]
    across: NDArray[np.float64]
    along: NDArray[np.float64]
    axis_names: tuple[str, str]
    note: str
    pair: tuple[int, int] | None

    @classmethod
    def of(cls, dataset: Dataset) -> Plane:
        """The one to begin with: the two features of data on the plane, else two components.

        Raises:
            UserError: the data has no plane; `why_no_plane` says why.
        """
        if dataset.feature_shape in ((1,), (2,)):
            return cls.of_features(dataset, 0, dataset.feature_shape[0] - 1)
        return cls.of_components(dataset)

    @classmethod
    def of_features(
        cls,
        dataset: Dataset,
        first: int,
        second: int,
        base: Sequence[float] | NDArray[np.float64] | None = None,
    ) -> Plane:
        """Two features of a table, with all others at `base` (F,), or at their mean.

        Of data with a single feature both numbers are 0: it goes across, and up is nothing.

        Raises:
            UserError: the data has no plane, or is no table, or has no two such features.
        """
        _refuse(dataset)
        shape = dataset.feature_shape
        if len(shape) != 1:
            raise UserError(
                "Single features of images and sequences make no plane. Take components."
            )
        count = shape[0]
        if not (0 <= first < count and 0 <= second < count) or (first == second and count > 1):
            raise UserError(
                f"Expected two different features from 0 to {count - 1}. "
                f"Received: {first} and {second}."
            )
        origin = dataset.features.mean(axis=0) if base is None else np.array(base, np.float64)
        if origin.shape != (count,) or not np.isfinite(origin).all():
            raise UserError(f"Expected {count} numbers to hold the features at.")
        origin[[first, second]] = 0.0
        axes = np.zeros((2, count))
        axes[0, first] = 1.0
        axes[1, second] = float(first != second)
        names = tuple(_name(dataset, number) for number in (first, second))
        return cls(
            shape,
            read_only(origin),
            read_only(axes),
            read_only(axes),
            (names[0], names[1] if first != second else "no second feature"),
            _others(dataset, {first, second}, base is None),
            (first, second),
        )

    @classmethod
    def of_components(cls, dataset: Dataset) -> Plane:
        """The first two principal components of the standardised features.

        Standardised as the network's are (`Standardiser.fit`), but over all samples, so that the
        plane stays as it is when the split changes; of very many, over some from all over.
        Coordinates are in standard deviations. The last one is kept, since many ask at once.

        Raises:
            UserError: the data has no plane.
        """
        _refuse(dataset)
        global _latest
        if _latest is None or _latest[0]() is not dataset.features:
            _latest = ref(dataset.features), cls._through(dataset)
        return _latest[1]

    @classmethod
    def _through(cls, dataset: Dataset) -> Plane:
        count = int(np.prod(dataset.feature_shape))
        features = dataset.features[:: -(-len(dataset.features) // _MOST_SAMPLES)]
        scaler = Standardiser.fit(features)
        scaled = scaler.apply(features).reshape(len(features), count)
        # Images are scaled by channel, so that a pixel's own mean is left.
        middle = scaled.mean(axis=0)
        directions, shares = first_components(scaled - middle)
        scale, mean = scaler.scale.ravel(), scaler.mean.ravel()
        return cls(
            dataset.feature_shape,
            read_only(mean + scale * middle),
            read_only(directions * scale),
            read_only(directions / scale),
            (_component(1, shares[0]), _component(2, shares[1])),
            "the other components at their mean" if count > 2 else "",
            None,
        )

    def points(self, extent: Extent, height: int, width: int) -> NDArray[np.float64]:
        """(height * width, *shape) raw features at the centres of the cells of a map.

        Row by row, the first at the bottom of `extent`.
        """
        return self.at(cell_centres(extent, height, width))

    def at(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """(N, *shape) raw features at (N, 2) places of the plane."""
        return (self.origin + places @ self.across).reshape(len(places), *self.shape)

    def project(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """(N, 2) places where (N, *shape) raw features come to lie, straight onto the plane."""
        flat = features.reshape(len(features), -1)
        # Two columns: a library of matrix products gains nothing, and waits for a busy processor.
        return np.asarray(np.einsum("nf,af->na", flat - self.origin, self.along), np.float64)

    def extent(self, features: NDArray[np.float64]) -> Extent:
        """A rectangle of the plane a little larger than what these features (N, *shape) take."""
        return extent_of(self.project(features))


# The components that were found last, and of which features.
_latest: tuple[ref[NDArray[np.float64]], Plane] | None = None


def why_no_plane(dataset: Dataset) -> str:
    """Why no plane can be laid through this data, in a sentence; "" where one can."""
    if dataset.coded:
        return (
            "A map needs features that are amounts. These are numbers of users, items or words: "
            "nothing lies between two of them."
        )
    if int(np.prod(dataset.feature_shape)) == 0 or len(dataset.features) == 0:
        return "A map needs samples with at least one feature."
    return ""


def _refuse(dataset: Dataset) -> None:
    reason = why_no_plane(dataset)
    if reason:
        raise UserError(reason)


def _name(dataset: Dataset, number: int) -> str:
    names = dataset.feature_names
    return names[number] if number < len(names) else f"feature {number + 1}"


def _others(dataset: Dataset, chosen: set[int], at_mean: bool) -> str:
    others = [n for n in range(dataset.feature_shape[0]) if n not in chosen]
    if not others:
        return ""
    where = "their mean" if at_mean else "chosen values"
    if len(others) == 1:
        where = "its mean" if at_mean else "a chosen value"
        return f"{_name(dataset, others[0])} at {where}"
    return f"the other {len(others)} features at {where}"


def _component(number: int, share: float) -> str:
    return f"component {number} ({100 * share:.0f}% of the variance)"
