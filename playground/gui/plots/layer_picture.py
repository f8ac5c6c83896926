"""What a picture of all layers over time shows: one number a layer and moment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.colours import CLASS_COLOURS

# All but the yellow and the grey, which are faint as lines.
_LINES = tuple(CLASS_COLOURS[index] for index in (0, 1, 2, 3, 4, 5, 8, 9))
MOST_COLOURS = len(_LINES)
_DECADES_BELOW = 12.0


@dataclass(frozen=True, eq=False)
class LayerLine:
    """A layer's number over time.

    Attributes:
        layer: its id. label: what it is called. note: a word on it, or "".
        y: (C,) the numbers; NaN where there is none.
        now: the one at the shown moment. text: that in words.
    """

    layer: str
    label: str
    note: str
    y: NDArray[np.float64]
    now: float
    text: str


@dataclass(frozen=True, eq=False)
class LayerPicture:
    """Lines of all layers, in network order.

    Attributes:
        x: (C,) epochs. lines: one a layer.
        name: of the numbers, with their unit.
        log: whether their axis is logarithmic; else it goes from 0 to 1, in per cent.
        guide: a number to compare with, drawn as a dashed line that the sentence names; or None.
        cursor: the epoch that is shown. live: whether it is the newest.
        sentence: what to make of it. alarm: whether that is a warning.
        n_missing: moments that are still to be measured.
    """

    x: NDArray[np.float64]
    lines: tuple[LayerLine, ...]
    name: str
    log: bool
    guide: float | None
    cursor: float
    live: bool
    sentence: str
    alarm: bool = False
    n_missing: int = 0

    @cached_property
    def ends(self) -> tuple[float, float]:
        """The ends of the axis of the numbers; exponents of ten where it is logarithmic."""
        if not self.log:
            return 0.0, 1.0
        every = np.concatenate(
            [*(line.y for line in self.lines), [line.now for line in self.lines]]
        )
        if self.guide is not None:
            every = np.append(every, self.guide)
        every = every[np.isfinite(every) & (every > 0.0)]
        if not every.size:
            return -1.0, 1.0
        low, high = (float(edge) for edge in np.log10([every.min(), every.max()]))
        low = max(low, high - _DECADES_BELOW)
        spare = max(0.08 * (high - low), 0.15)
        return low - spare, high + spare

    def height(self, values: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Numbers as shares of the axis, from its low end; NaN for what has no place on it."""
        low, high = self.ends
        with np.errstate(all="ignore"):
            placed = np.asarray(values, float)
            if self.log:
                placed = np.where(placed > 0.0, np.log10(placed), np.nan)
            share: NDArray[np.float64] = (placed - low) / (high - low)
        return np.where(np.isfinite(share), share, np.nan)

    def said(self, value: float) -> str:
        """A number of the axis in words."""
        return words.number(value, 2) if self.log or np.isnan(value) else words.percent(value)


def line_colours(layers: Sequence[str], chosen: Collection[str]) -> dict[str, str]:
    """A colour for each of at most 8 layers, the chosen first, then some from all over.

    The others are drawn in grey.
    """
    wanted = [layer for layer in layers if layer in chosen][:MOST_COLOURS]
    rest = [layer for layer in layers if layer not in wanted]
    room = min(MOST_COLOURS - len(wanted), len(rest))
    places = np.linspace(0, max(0, len(rest) - 1), room).round().astype(int)
    wanted += [rest[place] for place in places]
    coloured = [layer for layer in layers if layer in wanted]
    return {layer: _hex(_LINES[n]) for n, layer in enumerate(coloured)}


def grey() -> str:
    """The colour of lines that have none of their own."""
    return theme.current().disabled


def _hex(colour: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
