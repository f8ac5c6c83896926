"""Samples of one side of the split, as the network sees them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.data.arrays import read_only
from playground.data.blocks import is_large

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    from playground.data.dataset import Dataset
    from playground.data.preprocess import Standardiser


@dataclass(frozen=True, eq=False)
class Rows:
    """Some samples after preprocessing, worked out when they are first asked for.

    The network sees float32 unless its session is of float64. So of large data no more is kept than
    that; `features_as` works it out anew in float64 for who needs it.

    Attributes:
        dataset: all samples, raw.
        numbers: (N,) which of them.
        feature_scaler, target_scaler: the preprocessing.
    """

    dataset: Dataset
    numbers: NDArray[np.int64]
    feature_scaler: Standardiser
    target_scaler: Standardiser

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def features(self) -> NDArray[np.floating[Any]]:
        """(N, *feature_shape) float64, or float32 of large data; read-only."""
        dtype = np.float32 if is_large(self.dataset.features) else np.float64
        return read_only(self._scaled(dtype))

    @cached_property
    def targets(self) -> NDArray[np.int64] | NDArray[np.float64]:
        """Class numbers (N,), 0/1 columns (N, L), int64; or scaled values (N, T), float64.

        Read-only.
        """
        found = self.dataset.targets[self.numbers]
        if self.dataset.task == "regression":
            found = self.target_scaler.apply(found.astype(np.float64))
        return read_only(found)

    def features_as(self, dtype: DTypeLike) -> NDArray[np.floating[Any]]:
        """The features in a dtype, with no more rounding than it brings; not to be written to."""
        wanted, kept = np.dtype(dtype), self.features
        if wanted.itemsize > kept.dtype.itemsize:
            return self._scaled(wanted)
        return np.ascontiguousarray(kept, wanted)

    def _scaled(self, dtype: DTypeLike) -> NDArray[np.floating[Any]]:
        return self.feature_scaler.apply_to(self.dataset.features, self.numbers, dtype)
