"""What reading an export back came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Answers may differ by this much, relative to the largest answer.
TOLERANCE = 1e-4


@dataclass(frozen=True)
class Check:
    """How a file that was read back compares with the network it was written from.

    Attributes:
        reader: what read it, with its version: "PyTorch 2.13.0".
        independent: whether the reader worked the answers out itself, without Playground.
        difference: the largest difference of its answers, relative to the network's largest answer;
            None where it has none to give. Infinite where it failed.
        rows: how many samples were compared.
        exact: whether all weights in the file are the network's, bit for bit; None where the file
            holds none to compare.
        things: what `exact` is about, one of them.
        note: what else is to be said, a sentence; or "".
    """

    reader: str
    independent: bool
    difference: float | None = None
    rows: int = 0
    exact: bool | None = None
    things: str = "weight"
    note: str = ""

    @property
    def agrees(self) -> bool:
        """Whether nothing in the file differs from the network."""
        close = self.difference is None or self.difference <= TOLERANCE
        return close and self.exact is not False

    def __str__(self) -> str:
        """The verdict, a sentence without its end: "matches PyTorch 2.13.0 to 3e-07 on …"."""
        parts = [self._by_answers()] if self.difference is not None else []
        if self.exact is not None:
            parts.append(
                f"every {self.things} bit for bit the same"
                if self.exact
                else f"NOT EVERY {self.things.upper()} IS THE SAME"
            )
        verdict = ", ".join(parts) or "it can be read"
        if not self.independent:
            verdict = f"read back with {self.reader}: {verdict}"
        return f"{verdict}. {self.note}".rstrip(" .")

    def _by_answers(self) -> str:
        assert self.difference is not None
        other = self.reader if self.independent else "the network"
        if self.difference > TOLERANCE or not np.isfinite(self.difference):
            return f"DIFFERS from {other} by {self.difference:.0e} on {self.rows} samples"
        close = f"to {self.difference:.0e}" if self.difference else "exactly"
        return f"matches {other} {close} on {self.rows} samples"


def difference(ours: NDArray[Any], theirs: NDArray[Any]) -> float:
    """The largest difference, relative to our largest answer; infinite where shapes differ."""
    if ours.shape != theirs.shape or not np.isfinite(theirs).all():
        return float("inf")
    if not ours.size:
        return 0.0
    size = float(np.abs(ours).max()) or 1.0
    return float(np.abs(ours.astype(np.float64) - theirs.astype(np.float64)).max()) / size


def same(ours: Mapping[str, NDArray[Any]], theirs: Mapping[str, NDArray[Any]]) -> bool:
    """Whether arrays are alike in name, shape and every bit."""
    return ours.keys() == theirs.keys() and all(
        array.shape == theirs[name].shape
        and array.dtype == theirs[name].dtype
        and array.tobytes() == theirs[name].tobytes()
        for name, array in ours.items()
    )
