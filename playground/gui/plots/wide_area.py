"""A plot that fills its place, whatever its proportions."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from playground.gui import theme
from playground.gui.plots.map_grid import Extent
from playground.gui.plots.plot_area import PlotArea
from playground.gui.plots.ticks import linear_ticks

# What the axes take beneath, as in `PlotArea`: ticks, their numbers, the name.
_BENEATH = 34.0
_NAME = 15.0
_TICKS = 6.0
_MOST_TICKS = 6


def wide_area(width: float, height: float, extent: Extent, names: tuple[str, str]) -> PlotArea:
    """The largest rectangle that leaves room for its axes in `width` by `height` px."""
    metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
    texts = [text for _, text in linear_ticks(extent[2], extent[3], _MOST_TICKS)]
    widest = max((metrics.horizontalAdvance(text) for text in texts), default=0.0)
    left = float(np.ceil(_NAME + widest + _TICKS)) + 1.0
    # Half of the last number on either axis goes beyond the corner.
    box = QRectF(left, 6.5, max(16.0, width - left - 12.0), max(16.0, height - _BENEATH - 6.0))
    return PlotArea(box, extent, names)
