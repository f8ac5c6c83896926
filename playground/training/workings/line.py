"""One line of a calculation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Line:
    """Numbers that follow from the lines before.

    Attributes:
        key: what it is called among the others: "exponentials".
        label: as a formula: "eᶻ".
        values: (N, K), or (N, 1) of what is one number a sample.
    """

    key: str
    label: str
    values: NDArray[Any]
