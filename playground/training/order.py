"""The order in which an epoch goes through the samples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.engine.rng import permutations, stream_of

_STREAM = stream_of("order of samples")
# Orders are drawn for as many epochs at a time as come to about this many samples: drawing is a
# hundred array operations, however short the arrays.
_AT_A_TIME = 16_384


class Orders:
    """A random order for each epoch: a function of the seed and the epoch alone.

    Two of them are equal when they give the same orders.

    Args:
        seed: of the run.
        samples: how many there are.
    """

    def __init__(self, seed: int, samples: int) -> None:
        self._seed = seed
        self._samples = samples
        self._first = 0
        self._drawn: NDArray[np.int64] = np.empty((0, samples), np.int64)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Orders):
            return NotImplemented
        return (self._seed, self._samples) == (other._seed, other._samples)

    __hash__ = None  # type: ignore[assignment]

    def of(self, epoch: int) -> NDArray[np.int64]:
        """(samples,) row numbers; not to be written to."""
        if not 0 <= epoch - self._first < len(self._drawn):
            # The first alone: many a run that is set up never gets beyond it.
            epochs = max(1, _AT_A_TIME // max(self._samples, 1)) if epoch else 1
            self._first = epoch
            self._drawn = permutations(self._seed, _STREAM, epoch, epochs, self._samples)
        order: NDArray[np.int64] = self._drawn[epoch - self._first]
        return order

    def stretch(self, epoch: int, epochs: int) -> NDArray[np.int64]:
        """(samples · k,) the orders of at most `epochs` epochs from `epoch` on, k ≥ 1 of them."""
        self.of(epoch)
        first = epoch - self._first
        return self._drawn[first : first + epochs].reshape(-1)
