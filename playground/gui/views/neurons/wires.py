"""The wires of one link, drawn."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from playground.gui.views.neurons.plan import Wiring
from playground.gui.views.neurons.strips import strip

# So many places of wires are worked out for one link, in columns that are at most so wide.
_MOST_WORK, _MOST_STRETCH = 36_000, 4


@dataclass(frozen=True, eq=False)
class Strip:
    """The drawn wires of one link.

    Attributes:
        wiring: the link.
        image: the picture, premultiplied.
        left, top, width, height: where it stands, in px of the board.
        sources, targets: (W,) the units that each wire joins.
        starts, ends: (W,) where it begins and ends, downwards, in px of the board.
        values: (W,) the weights. shares: (W,) by the largest amount of the whole matrix.
        left_out: how many weaker ones are not drawn.
    """

    wiring: Wiring
    image: QImage
    left: float
    top: float
    width: float
    height: float
    sources: NDArray[np.intp]
    targets: NDArray[np.intp]
    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    values: NDArray[np.float64]
    shares: NDArray[np.float64]
    left_out: int


def largest_of(values: NDArray[Any]) -> float:
    """The largest amount among what is finite; 0 where nothing is."""
    return float(np.abs(values[np.isfinite(values)]).max(initial=0.0))


def draw_strip(
    wiring: Wiring,
    across: tuple[float, float],
    units: tuple[NDArray[np.intp], NDArray[np.intp]],
    heights: tuple[NDArray[np.float64], NDArray[np.float64]],
    weights: tuple[NDArray[np.float64], NDArray[np.float64]],
    ratio: float,
    left_out: int = 0,
) -> Strip:
    """Draw wires of one link.

    Args:
        across: from where to where, in px. units: that each wire joins. heights: where it begins
        and ends. weights: their values, and shares of the largest.
    """
    starts, ends = heights
    both = np.concatenate(heights) if len(starts) else np.zeros(1)
    top, bottom = floor(both.min() - 4.0), ceil(both.max() + 4.0)
    left, width = across[0], across[1] - across[0]
    # Of very many wires only every second or third column of pixels is worked out.
    stretch = min(_MOST_STRETCH, ceil(max(len(starts), 1) * width * ratio / _MOST_WORK))
    pixels = strip(
        max(1, round(width * ratio / stretch)),
        round((bottom - top) * ratio),
        (starts - top) * ratio,
        (ends - top) * ratio,
        weights[1],
        ratio,
        stretch,
    )
    height = float(bottom - top)
    kind = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(pixels.data, pixels.shape[1], pixels.shape[0], 4 * pixels.shape[1], kind).copy()
    return Strip(
        wiring, image, left, float(top), width, height, *units, starts, ends, *weights, left_out
    )
