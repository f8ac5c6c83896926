"""Smooth curves for the eye; the raw one is always drawn too."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# How wide the average is, as a share of the curve, by how strong people call it.
STRENGTHS = {"off": 0.0, "light": 0.02, "medium": 0.05, "strong": 0.15}
_USUAL = STRENGTHS["medium"]


def smooth(values: NDArray[np.float64], share: float = _USUAL) -> NDArray[np.float64]:
    """The centred moving average of `share` of the curve, narrower towards its ends.

    Args:
        values: (n,); NaN and infinities are skipped, and stay NaN where they were.
        share: of the n values, those that each average is of.

    Returns:
        (n,) float64.
    """
    count = len(values)
    finite = np.isfinite(values)
    if count < 8 or not finite.any():
        return np.where(finite, values, np.nan)
    places = np.arange(count)
    half = np.minimum(np.minimum(places, places[::-1]), max(1, int(count * share / 2.0)))
    sums = np.concatenate(([0.0], np.cumsum(np.where(finite, values, 0.0))))
    counts = np.concatenate(([0], np.cumsum(finite)))
    start, end = places - half, places + half + 1
    means = (sums[end] - sums[start]) / np.maximum(counts[end] - counts[start], 1)
    return np.where(finite, means, np.nan)
