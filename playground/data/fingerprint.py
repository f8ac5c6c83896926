"""A mark of samples, to know them again by."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.dataset import Dataset

# Of the largest number in an array. What libraries and processors round otherwise is far below.
STEP = 1e-6


def fingerprint(dataset: Dataset) -> str:
    """64 hexadecimal digits, the SHA-256 of features and targets to six digits, and their names."""
    mark = sha256()
    for array in (dataset.features, dataset.targets):
        mark.update(repr(array.shape).encode())
        mark.update(_rounded(array).tobytes())
    mark.update(repr((dataset.task, dataset.target_names)).encode())
    return mark.hexdigest()


def _rounded(array: NDArray[np.int64] | NDArray[np.float64]) -> NDArray[np.int64]:
    largest = float(np.abs(array).max(initial=0.0)) or 1.0
    return np.rint(array / (largest * STEP)).astype("<i8")
