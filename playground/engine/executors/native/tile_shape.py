"""Whether this processor's matrix products are our own, and of what tiles they are made."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from playground.engine.executors.native.blas import find_blas


@dataclass(frozen=True)
class Shape:
    """The largest tiles of a processor; see `tiles`.

    Attributes:
        lanes: numbers a vector.
        rows: the most rows of a tile of one vector, of two, of three.
        most: products of more multiplications are done faster by BLAS, on one thread.
    """

    lanes: int
    rows: tuple[int, int, int]
    most: int

    @property
    def vectors(self) -> int:
        """The most vectors side by side."""
        return len(self.rows)

    @property
    def columns(self) -> int:
        """The most numbers side by side."""
        return self.lanes * self.vectors


def shape_of(dtype: str, features: Mapping[str, bool] | None = None) -> Shape | None:
    """The tiles for this processor, or None where BLAS does all products.

    `features` are LLVM's, by name; left out, those of the processor there is.
    """
    if sys.platform == "win32" or find_blas().convention != "c64":
        # A stack frame of pages needs a helper there; and what is handed on is handed on C's way.
        return None
    features = _features() if features is None else features
    size = np.dtype(dtype).itemsize
    if features.get("avx512f"):
        return Shape(64 // size, (16, 12, 8), 2_000_000_000)  # up to 24 sums in 32 registers
    if features.get("avx2") and features.get("fma"):
        return Shape(32 // size, (12, 6, 4), 16_000_000)  # 12 sums in 16
    return None


@cache
def _features() -> Mapping[str, bool]:
    from llvmlite import binding

    found: Mapping[str, bool] = binding.get_host_cpu_features()
    return found
