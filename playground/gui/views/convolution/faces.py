"""The three faces: what they are called, and when a layer has them."""

from __future__ import annotations

from dataclasses import dataclass

from playground.network.sliding.sliding import Sliding

SLIDING, IM2COL, BANDED = "sliding", "im2col", "banded"


@dataclass(frozen=True)
class Face:
    """A way to look at a layer.

    Attributes:
        key: its name in code. label, help: as it is offered.
    """

    key: str
    label: str
    help: str


FACES = (
    Face(SLIDING, "Sliding", "The kernel over the image: number times weight, added up"),
    Face(IM2COL, "im2col", "The windows as rows of a matrix, times the filters as columns"),
    Face(BANDED, "Banded matrix", "The one matrix that the whole layer is"),
)


def reason_against(face: str, sliding: Sliding) -> str:
    """Why a layer can't be shown so, or ""."""
    if face == SLIDING:
        return ""
    if sliding.kind == "maximum":
        return "The largest of a window is no weighed sum: no matrix gives it for all images."
    counts = sliding.counts()
    if face == IM2COL and sliding.kind == "average" and counts.min() < counts.max():
        return "At the border the mean is of fewer numbers: no one column of weights gives it."
    return ""
