"""What generated sources share: the random numbers of a seed, and how values stray."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.spec import DataSpec

DEVIATION_PER_NOISE = 0.5
"""At a noise of 0.1 a value strays with deviation 0.05: 19 of 20 stay within 0.1 of their place."""


def generator(spec: DataSpec) -> np.random.Generator:
    """The random numbers of this spec's seed."""
    return np.random.Generator(np.random.PCG64(spec.seed))


def pixels(images: NDArray[np.float32]) -> NDArray[np.float64]:
    """Images as a `Dataset` takes them: float32 is exact enough for pixels, and half as large."""
    return cast("NDArray[np.float64]", images)


def stray(
    rng: np.random.Generator, places: NDArray[np.float64], noise: float
) -> NDArray[np.float64]:
    """Values that left their `places` by normal noise. Any shape."""
    return places + DEVIATION_PER_NOISE * noise * rng.standard_normal(places.shape)
