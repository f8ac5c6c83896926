"""A mark of samples, to know them again by."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from playground.data.blocks import blocks_of, largest_in_size

if TYPE_CHECKING:
    from playground.data.dataset import Dataset

# Of the largest number in an array. What libraries and processors round otherwise is far below.
STEP = 1e-6


def fingerprint(dataset: Dataset) -> str:
    """64 hexadecimal digits, the SHA-256 of features and targets to six digits, and their names."""
    mark = sha256()
    for array in (dataset.features, dataset.targets):
        mark.update(repr(array.shape).encode())
        largest = largest_in_size(array) or 1.0
        for part in blocks_of(len(array), array.shape[1:]):
            steps = array[part].astype(np.float64) / (largest * STEP)
            mark.update(np.rint(steps).astype("<i8").tobytes())
    mark.update(repr((dataset.task, dataset.target_names)).encode())
    return mark.hexdigest()
