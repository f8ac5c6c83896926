"""How a layer's numbers are spread over time, ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.colours import NEGATIVE
from playground.gui.plots.layer_lines import epoch_text
from playground.training.histogram import Grid, Histogram, common_grid, stacked

# The picture's width; a panel has about as many px.
CELLS = 240
_LOST = 255
_TOP = 254
# What one number alone is drawn with, so that it can be seen.
_FAINTEST = 0.12


@dataclass(frozen=True, eq=False)
class Heat:
    """One layer's histograms over time.

    Attributes:
        layer: its id. label: what it is called. note: a word on it, or "".
        kind: what is counted: "weights".
        log: whether bins are of the amounts' logarithms to base 10.
        grid: the bins.
        x: (C,) epochs. x_range: the axis; a moment reaches to the next.
        counts: (C, n). sizes, lost, zero: (C,) how many numbers, not finite, 0 on a log axis.
        now: the column of the shown moment; −1 where it has none of this layer.
        deviation: of the numbers there.
        pixels: (n, CELLS) uint8, the highest bin on top: 0 for none to 254 for the fullest of all;
            255 where no number is finite.
    """

    layer: str
    label: str
    note: str
    kind: str
    log: bool
    grid: Grid
    x: NDArray[np.float64]
    x_range: tuple[float, float]
    counts: NDArray[np.int64]
    sizes: NDArray[np.int64]
    lost: NDArray[np.int64]
    zero: NDArray[np.int64]
    now: int
    deviation: float
    pixels: NDArray[np.uint8]

    def column_at(self, x: float) -> int:
        """The moment that an epoch is drawn with; −1 before the first."""
        return int(np.searchsorted(self.x, x, "right")) - 1

    def said(self, column: int, row: int) -> str:
        """A bin at a moment: "epoch 120, −0.25 to −0.2: 14 of 64 weights"."""
        low, high = self.grid.edges[row], self.grid.edges[row + 1]
        if self.log:
            low, high = 10.0**low, 10.0**high
        span = abs(high - low) * 8.0
        write = words.number if self.log else lambda value: words.coordinate(value, span)
        text = (
            f"{self.label}, epoch {epoch_text(float(self.x[column]))}\n"
            f"{write(float(low))} to {write(float(high))}: "
            f"{self.counts[column, row]:,} of {self.sizes[column]:,} {self.kind}"
        )
        if self.lost[column]:
            text += f"\n{self.lost[column]:,} are not finite"
        if self.zero[column]:
            text += f"\n{self.zero[column]:,} are 0"
        return text


def heat_of(
    histograms: Sequence[Histogram],
    x: Sequence[float],
    x_range: tuple[float, float],
    now: int,
    *,
    layer: str,
    label: str,
    note: str,
    kind: str,
    log: bool,
) -> Heat:
    """Lay histograms of several moments side by side in bins that all share."""
    grid = common_grid(histograms)
    counts = stacked(histograms, grid)
    places = np.array(x, float)
    sizes = np.array([each.size for each in histograms], np.int64)
    lost = np.array([each.n_lost for each in histograms], np.int64)
    return Heat(
        layer,
        label,
        note,
        kind,
        log,
        grid,
        places,
        x_range,
        counts,
        sizes,
        lost,
        np.array([each.n_zero for each in histograms], np.int64),
        now,
        histograms[now].deviation if now >= 0 else float("nan"),
        _pixels(counts, lost == sizes, places, x_range),
    )


def _pixels(
    counts: NDArray[np.int64],
    none_finite: NDArray[np.bool_],
    x: NDArray[np.float64],
    x_range: tuple[float, float],
) -> NDArray[np.uint8]:
    most = max(1, int(counts.max(initial=0)))
    share = np.log1p(counts) / np.log1p(most)
    levels = np.where(counts > 0, _FAINTEST + (1.0 - _FAINTEST) * share, 0.0)
    shades = (levels * _TOP + 0.5).astype(np.uint8)
    shades[none_finite] = _LOST
    middles = x_range[0] + (np.arange(CELLS) + 0.5) / CELLS * (x_range[1] - x_range[0])
    column = np.searchsorted(x, middles, "right") - 1
    picture = shades[np.maximum(column, 0)]
    picture[column < 0] = 0
    return np.ascontiguousarray(picture.T[::-1])


@cache
def shades(dark: bool) -> NDArray[np.uint32]:
    """(256,) 0xffRRGGBB for `Heat.pixels`: the ground for none, through blue, away from it."""
    palette = theme.DARK if dark else theme.LIGHT
    ground, error = _rgb(palette.card), _rgb(palette.error)
    far = np.array((206.0, 232.0, 255.0) if dark else (9.0, 34.0, 74.0))
    stops = np.array([ground, np.array(NEGATIVE, float), far])
    places = np.linspace(0.0, 1.0, _TOP + 1)
    table = np.empty((256, 3))
    for channel in range(3):
        table[: _TOP + 1, channel] = np.interp(places, (0.0, 0.6, 1.0), stops[:, channel])
    table[_LOST] = 0.6 * ground + 0.4 * error
    red, green, blue = (table + 0.5).astype(np.uint32).T
    packed: NDArray[np.uint32] = (
        np.uint32(0xFF000000) | (red << np.uint32(16)) | (green << np.uint32(8)) | blue
    )
    return packed


def _rgb(colour: str) -> NDArray[np.float64]:
    return np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)], float)
