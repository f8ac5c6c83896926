"""Samples as arrays, before any preprocessing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Task = Literal["binary", "multiclass", "multilabel", "regression"]


@dataclass(frozen=True)
class Dataset:
    """Raw samples of one task.

    Attributes:
        features: (N, *feature_shape) float64 (pixels may be float32), in their own units.
            `feature_shape` is `(2,)` for the plane, `(F,)` for a table, `(T, F)` for sequences,
            `(C, H, W)` for images.
        targets: by task. binary: (N,) int64 of 0 and 1. multiclass: (N,) int64 class numbers.
            multilabel: (N, L) int64 of 0 and 1. regression: (N, T) float64.
        task: what the targets mean.
        feature_names: one a feature (for sequences and images: empty).
        target_names: class names (binary: two; multiclass: K), label names (L) or target names (T).
        coded: whether the features number things, such as users or words: not amounts, so nothing
            lies between two of them.
        vocabulary: the words that coded features stand for, by number; empty where they are none.
    """

    features: NDArray[np.float64]
    targets: NDArray[np.int64] | NDArray[np.float64]
    task: Task
    feature_names: tuple[str, ...]
    target_names: tuple[str, ...]
    coded: bool = False
    vocabulary: tuple[str, ...] = ()

    @property
    def feature_shape(self) -> tuple[int, ...]:
        """The shape of one sample's features."""
        return tuple(self.features.shape[1:])

    @property
    def on_plane(self) -> bool:
        """Whether the samples are points that can be drawn on a plane."""
        return self.feature_shape == (2,) and not self.coded
