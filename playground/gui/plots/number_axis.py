"""An axis of pyqtgraph with few, round numbers, linear or logarithmic."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QRectF

from playground.gui.plots.ticks import linear_ticks, log_ticks

_TICK_PX = {"left": 28.0, "bottom": 60.0}
_BEYOND_PX = 15.0


class NumberAxis(pg.AxisItem):  # type: ignore[misc]
    """Ticks of our own choosing.

    Attributes:
        logarithmic: whether the data are exponents of ten.
        whole: whether it counts things, so that nothing is written between two of them.
    """

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.enableAutoSIPrefix(False)
        # Without this the ticks at the ends of the axis go without their numbers.
        self.setStyle(hideOverlappingLabels=False)
        # What it once needed is kept: each change of its width lays the whole plot out anew, and
        # until then the numbers would stand on its name.
        self.setStyle(autoReduceTextSpace=False)
        self._side = side
        self._texts: dict[float, str] = {}
        self.logarithmic = False
        self.whole = side == "bottom"

    def boundingRect(self) -> QRectF:
        """With room for a number at either end, which pyqtgraph leaves without a grid only."""
        rect: QRectF = super().boundingRect()
        if self._side == "left":
            return rect.adjusted(0.0, -_BEYOND_PX, 0.0, _BEYOND_PX)
        return rect.adjusted(-_BEYOND_PX, 0.0, _BEYOND_PX, 0.0)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[None, list[float]]]:
        """The places of the ticks, as one level."""
        most = max(2, int(size / _TICK_PX[self._side]))
        ticks = log_ticks(low, high, most) if self.logarithmic else linear_ticks(low, high, most)
        if self.whole and not self.logarithmic:
            ticks = [(place, f"{place:,.0f}") for place, _ in ticks if place == round(place)]
        # One at the very end may lie a rounding beyond it, where pyqtgraph draws nothing.
        ticks = [(min(max(place, low), high), text) for place, text in ticks]
        self._texts = dict(ticks)
        return [(None, [place for place, _ in ticks])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: object) -> list[str]:
        """The numbers at the ticks."""
        return [self._texts.get(value, "") for value in values]
