"""The lines on a map: where the answer changes, and where it is equally sure or equally large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.gui.plots.colours import Colour, class_colour
from playground.gui.plots.contours import contour_segments
from playground.gui.plots.ticks import linear_ticks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.gui.plots.map_look import MapLook

# Lines are followed on at most this many rows and columns.
_CELLS = 75
# How sure, beside the line at a half.
SURE = (0.1, 0.25, 0.75, 0.9)
MOST_LEVELS = 8
# Probabilities in float32 are told apart from 0 and 1 down to about this.
_LEAST = 1e-7
_INK: dict[bool, Colour] = {False: (27, 31, 36), True: (240, 243, 247)}
_BOLD, _PLAIN, _FAINT = 1.7, 1.2, 0.9
# Numbers on lines keep this much of the map's side from each other and from its edge.
_APART = 0.14
_INSET = 0.06


@dataclass(frozen=True, eq=False)
class MapLine:
    """Where a field crosses one level.

    Attributes:
        level: the level, as text.
        colour: RGBA.
        width: in px.
        segments: (S, 2, 2) segments, each two points, in shares of the map: (0, 0) at the bottom
            left, (1, 1) at the top right.
    """

    level: str
    colour: tuple[int, int, int, int]
    width: float
    segments: NDArray[np.float64]


def map_lines(values: NDArray[np.float32], look: MapLook) -> list[MapLine]:
    """The lines of a map of (H, W, outputs) predictions."""
    stride = -(-max(values.shape[:2]) // _CELLS)
    field = values[::stride, ::stride]
    scale = np.array(
        [stride / values.shape[1], stride / values.shape[0]]
    )  # from cells followed to shares of the map
    followed = _Followed(field, scale, 0.5 / stride)
    ink = _INK[look.dark]
    outputs = values.shape[-1]
    if look.task == "regression":
        return _iso_lines(followed, look, ink)
    if look.task == "binary":
        return _sureness(followed, min(1, outputs - 1), ink)
    if look.chosen is not None and look.chosen < outputs:
        return _sureness(followed, look.chosen, ink)
    if look.task == "multilabel":
        colours = [class_colour("multilabel", index) for index in range(outputs)]
        return [
            MapLine("0.5", (*colour, 255), _BOLD, followed.share(index, 0.5))
            for index, colour in enumerate(colours)
        ]
    return [
        MapLine("", (*ink, 190), _PLAIN, followed.border(index))
        for index in range(outputs if outputs > 2 else 1)
    ]


def label_places(lines: list[MapLine]) -> list[tuple[MapLine, float, float]]:
    """Where each line's number goes, in shares of the map: near one diagonal, clear of the others.

    The place depends on where the line crosses that diagonal, so that it moves no more than the
    line does.
    """
    found: list[tuple[MapLine, float, float]] = []
    for line in lines:
        if not line.level or len(line.segments) == 0:
            continue
        middles = line.segments.mean(axis=1)
        inside = ((middles > _INSET) & (middles < 1.0 - _INSET)).all(axis=1)
        middles = middles[inside]
        taken = np.array([place[1:] for place in found]).reshape(-1, 2)
        if len(taken) and len(middles):
            gaps = np.abs(middles[:, None] - taken[None])
            middles = middles[((gaps[..., 0] > _APART) | (gaps[..., 1] > _APART / 2)).all(axis=1)]
        if len(middles):
            off = np.abs(middles.sum(axis=1) - 1.0) + 0.1 * np.abs(middles[:, 0] - 0.5)
            x, y = middles[int(off.argmin())]
            found.append((line, float(x), float(y)))
    return found


class _Followed:
    """A field on which lines are followed."""

    def __init__(
        self, field: NDArray[np.float32], scale: NDArray[np.float64], offset: float
    ) -> None:
        self._field, self._scale, self._offset = field, scale, offset
        self._odds: dict[int, NDArray[np.float64]] = {}

    def line(self, output: int, level: float) -> NDArray[np.float64]:
        """Where one output crosses a level."""
        return self._follow(self._field[..., output], level)

    def share(self, output: int, level: float) -> NDArray[np.float64]:
        """Where a probability crosses a level.

        It is followed on its logarithmic odds, which go on rising where the probability itself is
        as good as 0 or 1: so the line lies between two cells where the network has it.
        """
        field = self._field[..., output]
        if output not in self._odds:
            if field.min() < 0.0 or field.max() > 1.0:
                return self._follow(field, level)
            sure = np.clip(field.astype(np.float64), _LEAST, 1.0 - _LEAST)
            self._odds[output] = np.log(sure / (1.0 - sure))
        return self._follow(self._odds[output], float(np.log(level / (1.0 - level))))

    def border(self, index: int) -> NDArray[np.float64]:
        """Where class `index` stops being the likeliest."""
        field: NDArray[np.floating] = self._field
        if field.min() >= 0.0:
            field = np.log(np.maximum(field.astype(np.float64), _LEAST))
        others = np.delete(field, index, axis=-1).max(axis=-1)
        return self._follow(field[..., index] - others, 0.0)

    def _follow(self, field: NDArray[np.floating], level: float) -> NDArray[np.float64]:
        # One more cell on each side carries the lines to the edge of the picture.
        segments = contour_segments(np.pad(field, 1, mode="edge"), level)
        shares: NDArray[np.float64] = (segments - 1.0 + self._offset) * self._scale
        return np.clip(shares, 0.0, 1.0)


def _sureness(followed: _Followed, output: int, ink: Colour) -> list[MapLine]:
    faint = [
        MapLine(f"{level:g}", (*ink, 105), _FAINT, followed.share(output, level)) for level in SURE
    ]
    return [*faint, MapLine("0.5", (*ink, 235), _BOLD, followed.share(output, 0.5))]


def _iso_lines(followed: _Followed, look: MapLook, ink: Colour) -> list[MapLine]:
    return [
        MapLine(text, (*ink, 120), _FAINT, followed.line(look.output, level))
        for level, text in levels_of(look.value_range)
    ]


def levels_of(value_range: tuple[float, float]) -> list[tuple[float, str]]:
    """Tidy values strictly within a range, each with its text."""
    low, high = value_range
    return [each for each in linear_ticks(low, high, MOST_LEVELS) if low < each[0] < high]
