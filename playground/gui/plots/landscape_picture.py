"""A loss landscape as a picture: colours on a log scale, lines of equal loss."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from playground.gui.plots.colours import Bytes, diverging
from playground.gui.plots.contours import contour_segments
from playground.gui.plots.map_lines import MapLine
from playground.gui.plots.ticks import linear_ticks, log_ticks

Floats = NDArray[np.float64]
# Pixels of the picture along a side, before it is brought to its place.
_SIDE = 240
_MOST_LEVELS = 9
_INK = {False: (27, 31, 36, 150), True: (240, 243, 247, 150)}
_WIDTH = 0.9


@dataclass(frozen=True, eq=False)
class LandscapePicture:
    """Losses over a grid. May be made, and prepared, in any thread.

    Attributes:
        losses: (H, W), the first row at the bottom; what is not known yet is left out.
        known: (H, W) where there is a number, or was none to be had.
        dark: whether it is drawn on the dark ground.
    """

    losses: Floats
    known: NDArray[np.bool_]
    dark: bool

    @cached_property
    def logarithmic(self) -> bool:
        """Whether colours follow the loss's logarithm; a loss that is 0 or less has none."""
        found = self._finite
        return bool(len(found)) and bool((found > 0.0).all())

    @cached_property
    def span(self) -> tuple[float, float]:
        """The least and the greatest finite loss, on the scale of the colours."""
        found = self._finite
        if not len(found):
            return 0.0, 1.0
        low, high = float(found.min()), float(found.max())
        if self.logarithmic:
            low, high = float(np.log10(low)), float(np.log10(high))
        return (low, high) if high - low > 1e-9 * (1.0 + abs(low)) else (low - 0.5, high + 0.5)

    @cached_property
    def ticks(self) -> list[tuple[float, str]]:
        """Tidy losses within the span, on the scale of the colours, each with its text."""
        ticks = log_ticks if self.logarithmic else linear_ticks
        return ticks(*self.span, _MOST_LEVELS)

    @property
    def has_numbers(self) -> bool:
        """Whether any loss is a finite number."""
        return len(self._finite) > 0

    def prepare(self) -> LandscapePicture:
        """Make what drawing needs now; itself."""
        self.image, self.lines  # noqa: B018
        return self

    @cached_property
    def image(self) -> QImage:
        """The colours, from the first grid point to the last on each side; clear where unknown."""
        scaled, known = self._scaled, self.known
        for axis in (0, 1):
            scaled, known = _stretched(scaled, axis), _nearest(known, axis)
        pixels = diverging(scaled, *self.span, self.dark)
        pixels[~known] = 0
        return _upright(pixels)

    @cached_property
    def bar(self) -> QImage:
        """The colours of the scale, the greatest loss at the top."""
        steps = np.linspace(0.0, 1.0, 128)[:, None]
        return _upright(np.ascontiguousarray(diverging(steps, 0.0, 1.0, self.dark)))

    @cached_property
    def lines(self) -> list[MapLine]:
        """Lines of equal loss, in shares of the picture."""
        height, width = self.losses.shape
        scale = np.array((max(width - 1, 1), max(height - 1, 1)), float)
        colour = _INK[self.dark]
        return [
            MapLine(text, colour, _WIDTH, contour_segments(self._scaled, level) / scale)
            for level, text in self.ticks
        ]

    @cached_property
    def _finite(self) -> Floats:
        shown = self.losses[self.known]
        return np.asarray(shown[np.isfinite(shown)])

    @cached_property
    def _scaled(self) -> Floats:
        """(H, W) on the scale of the colours; NaN where there is no number."""
        usable = self.known & np.isfinite(self.losses)
        if self.logarithmic:
            return np.log10(np.where(usable, self.losses, np.nan))
        return np.where(usable, self.losses, np.nan)


def _stretched(values: Floats, axis: int) -> Floats:
    """Straight between neighbours, along one axis, at `_SIDE` places; no number beside none."""
    place = np.linspace(0.0, values.shape[axis] - 1.0, _SIDE)
    before = np.minimum(place.astype(int), max(values.shape[axis] - 2, 0))
    share = place - before
    share = share[:, None] if axis == 0 else share[None, :]
    low = np.take(values, before, axis)
    high = np.take(values, np.minimum(before + 1, values.shape[axis] - 1), axis)
    mixed = low * (1.0 - share) + high * share
    return np.asarray(np.where(np.isnan(mixed), np.where(share < 0.5, low, high), mixed))


def _nearest(values: NDArray[np.bool_], axis: int) -> NDArray[np.bool_]:
    place = np.rint(np.linspace(0.0, values.shape[axis] - 1.0, _SIDE)).astype(int)
    return np.take(values, place, axis)


def _upright(pixels: Bytes) -> QImage:
    upright = np.ascontiguousarray(pixels[::-1])
    height, width = upright.shape[:2]
    data = upright.tobytes()
    return QImage(data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
