"""How often residuals are how large."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.plot_area import PlotArea
from playground.gui.plots.wide_area import wide_area

_FEWEST, _MOST = 8, 40


@dataclass(frozen=True, eq=False)
class Bins:
    """Counts of two splits in the same bins.

    Attributes:
        edges: (B + 1,). train, validation: (B,), all 0 for a split that is not shown.
        name: of what is counted, with its unit.
    """

    edges: NDArray[np.float64]
    train: NDArray[np.int64]
    validation: NDArray[np.int64]
    name: str


def binned(residuals: NDArray[np.float64], validation: NDArray[np.bool_], name: str) -> Bins:
    """Bins of the width 2 · IQR / ∛N (Freedman and Diaconis 1981), from 8 to 40 of them.

    Args:
        residuals: (N,) finite. validation: (N,) which are kept aside. name: with its unit.
    """
    low, high = float(residuals.min(initial=0.0)), float(residuals.max(initial=0.0))
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-300):
        low, high = low - 0.5, high + 0.5
    quarter, three = np.percentile(residuals, (25, 75)) if len(residuals) else (0.0, 0.0)
    width = 2.0 * (three - quarter) / max(1, len(residuals)) ** (1 / 3)
    count = int(np.clip(np.ceil((high - low) / width), _FEWEST, _MOST)) if width > 0.0 else _FEWEST
    edges = np.linspace(low, high, count + 1)
    train, _ = np.histogram(residuals[~validation], edges)
    held, _ = np.histogram(residuals[validation], edges)
    return Bins(edges, train.astype(np.int64), held.astype(np.int64), name)


class ResidualHistogram(HoverPlot):
    """Bars of the two splits, one before the other, and the line of no error.

    Attributes:
        bins: what is drawn; None before the first.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bins: Bins | None = None

    def set_bins(self, bins: Bins) -> None:
        """Draw these."""
        self.bins = bins
        self.update()

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 260)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a low window."""
        return QSize(110, 110)

    def bar_box(self, number: int, *, validation: bool) -> QRectF:
        """Where a bar lies, in px."""
        bins, area = self.bins, self._area()
        assert bins is not None
        count = float((bins.validation if validation else bins.train)[number])
        left, right = float(bins.edges[number]), float(bins.edges[number + 1])
        return area.rect_of((left, right, 0.0, count))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars, the line and the axes."""
        bins = self.bins
        if bins is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, palette = self._area(), theme.current()
        painter.fillRect(area.box, QColor(palette.card))
        for counts, colour, held in (
            (bins.train, palette.train, False),
            (bins.validation, palette.validation, True),
        ):
            fill = QColor(colour)
            fill.setAlpha(130)
            painter.setBrush(fill)
            painter.setPen(QPen(QColor(colour), 1.0))
            for number in np.flatnonzero(counts):
                painter.drawRect(self.bar_box(int(number), validation=held))
        zero = float(area.to_pixels(np.array([0.0, 0.0]))[0])
        painter.setPen(QPen(QColor(palette.text), 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(zero, area.box.top()), QPointF(zero, area.box.bottom()))
        area.draw_frame(painter, palette.panel)
        area.draw_axes(painter)

    def text_at(self, place: QPointF) -> str:
        bins, area = self.bins, self._area()
        if bins is None or not area.box.contains(place):
            return ""
        x = area.to_data(place)[0]
        number = int(np.searchsorted(bins.edges, x, side="right")) - 1
        if not 0 <= number < len(bins.train):
            return ""
        low, high = (words.number(float(edge)) for edge in bins.edges[number : number + 2])
        parts = [
            f"{int(counts[number]):,} {name}"
            for counts, name in ((bins.train, "training"), (bins.validation, "validation"))
            if counts.any()
        ]
        return f"from {low} to {high}\n{' and '.join(parts)} samples"

    def _area(self) -> PlotArea:
        bins = self.bins
        if bins is None:
            return wide_area(self.width(), self.height(), (0.0, 1.0, 0.0, 1.0), ("", ""))
        most = max(float(bins.train.max()), float(bins.validation.max()), 1.0)
        margin = 0.02 * float(bins.edges[-1] - bins.edges[0])
        extent = float(bins.edges[0]) - margin, float(bins.edges[-1]) + margin, 0.0, 1.08 * most
        return wide_area(self.width(), self.height(), extent, (bins.name, "samples"))
