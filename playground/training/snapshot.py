"""What is shown of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True)
class Snapshot:
    """A run at one moment.

    Attributes:
        parameters: the flat buffer, a copy.
        epoch: whole epochs behind it.
        steps: steps behind it.
        version: the session's; it changes when the layout of `parameters` does.
    """

    parameters: NDArray[Any]
    epoch: int
    steps: int
    version: int
